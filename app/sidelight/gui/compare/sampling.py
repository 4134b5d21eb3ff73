# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The card of the settings that are wanted less often: top p, stops, effort and probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from sidelight.domain.model import EFFORTS, MOST_ALTERNATIVES, GenerationConfig, Model
from sidelight.gui.choice import Choice
from sidelight.gui.choosing.readers import read_logprobs, read_stops, read_top_p, written_stops
from sidelight.gui.popover import Popover

WIDTH = 340
MOST_NAMED = 2
UNDER_MORE = ("top_p", "logprobs", "stop")
"""The settings of this card that can be written wrong."""

Change = Callable[..., None]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sampling", text)


def summary(config: GenerationConfig) -> str:
    """What differs from the models' own, in a few words for a chip."""
    told = []
    if config.top_p is not None:
        told.append(_tr("top p {0}").format(f"{config.top_p:g}"))
    if config.stop:
        told.append(_tr("1 stop") if len(config.stop) == 1 else _tr("{0} stops").format(len(config.stop)))
    if config.reasoning_effort is not None:
        told.append(_tr("effort {0}").format(config.reasoning_effort))
    if config.logprobs is not None:
        told.append(_tr("probabilities"))
    return ", ".join(told)


def wrong_words(name: str) -> str:
    """Which setting has a value that cannot be used."""
    words = {
        "temperature": _tr("temperature"),
        "max_tokens": _tr("max tokens"),
        "seed": _tr("seed"),
        "top_p": _tr("top p"),
        "logprobs": _tr("probabilities"),
        "stop": _tr("stops"),
    }
    return _tr("{0} cannot be used").format(words.get(name, name))


def left_out(name: str, models: Sequence[Model]) -> str:
    """Which models a setting is not sent to, because they do not take it; empty if all do."""
    labels = list(dict.fromkeys(model.label for model in models if name not in model.accepts))
    if not labels:
        return ""
    if len(labels) > MOST_NAMED:
        labels = [*labels[:MOST_NAMED], _tr("{0} more").format(len(labels) - MOST_NAMED)]
    return _tr("Not sent to {0}: it is not taken there.").format(", ".join(labels))


class SamplingCard(Popover):
    """The card. Every valid change counts at once; what cannot be used stays to be mended."""

    def __init__(self, window: QWidget, change: Change, refuse: Callable[[str, str, str], None]) -> None:
        """Tell what is another now.

        Args:
            window: where the card opens.
            change: gets settings as keyword arguments of a ``GenerationConfig``.
            refuse: gets a setting's name, what was written for it, and why that cannot be used.
        """
        super().__init__(window)
        self._change = change
        self._refuse = refuse
        self._notes: dict[str, QLabel] = {}
        self._models: tuple[Model, ...] = ()
        self.setAccessibleName(self.tr("More settings"))
        self.top_p = QLineEdit(self)
        self.effort = Choice(self)
        self.effort.addItem(self.tr("the model's own"), None)
        for effort in EFFORTS:
            self.effort.addItem(effort, effort)
        self.logprobs = QLineEdit(self)
        self.stops = QPlainTextEdit(self)
        self.stops.setTabChangesFocus(True)
        self.stops.setFixedHeight(72)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 12, 12, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        about = self.tr("Only the likeliest words that make up this share are drawn from.")
        self._add("top_p", self.tr("Top p"), self.top_p, about)
        about = self.tr("How long a model may think. No model knows every step.")
        self._add("reasoning_effort", self.tr("Effort"), self.effort, about)
        about = self.tr("Keeps how likely each token was, and so many others in its place: 1 to {0}.")
        self._add("logprobs", self.tr("Probabilities"), self.logprobs, about.format(MOST_ALTERNATIVES))
        about = self.tr("An answer ends before any of these texts, one a line; \\n is a line end.")
        self._add("stop", self.tr("Stop at"), self.stops, about)
        self.setFixedWidth(WIDTH)
        for field in (self.top_p, self.logprobs):
            field.setPlaceholderText(self.tr("the model's own") if field is self.top_p else self.tr("none"))
            field.returnPressed.connect(self.dismiss)
        self.top_p.textEdited.connect(lambda text: self._take("top_p", read_top_p, text))
        self.logprobs.textEdited.connect(lambda text: self._take("logprobs", read_logprobs, text))
        self.stops.textChanged.connect(lambda: self._take("stop", read_stops, self.stops.toPlainText()))
        self.effort.activated.connect(lambda _at: self._change(reasoning_effort=self.effort.currentData()))

    def edit(
        self,
        anchor: QWidget,
        config: GenerationConfig,
        models: Sequence[Model],
        refused: Mapping[str, tuple[str, str]],
    ) -> None:
        """Open beside the chip, with the settings as they are, for the models that would be asked.

        ``refused`` is what was written and cannot be used, with the reason, by the setting's name.
        """
        self.top_p.setText("" if config.top_p is None else f"{config.top_p:g}")
        self.logprobs.setText("" if config.logprobs is None else str(config.logprobs))
        self.effort.setCurrentIndex(max(0, self.effort.findData(config.reasoning_effort)))
        for name, field in (("top_p", self.top_p), ("logprobs", self.logprobs)):
            if name in refused:
                field.setText(refused[name][0])
        self.stops.blockSignals(True)
        self.stops.setPlainText(refused["stop"][0] if "stop" in refused else written_stops(config.stop))
        self.stops.blockSignals(False)
        self._models = tuple(models)
        for name in self._notes:
            self._say(name, refused[name][1] if name in refused else "", wrong=name in refused)
        self.open_beside(anchor, self.top_p)

    def _take(self, name: str, read: Callable[[str], object], text: str) -> None:
        try:
            value = read(text)
        except ValueError as error:
            self._say(name, str(error), wrong=True)
            self._refuse(name, text, str(error))
        else:
            self._say(name, "")
            self._change(**{name: value})

    def _say(self, name: str, wrong_words: str, *, wrong: bool = False) -> None:
        """What is wrong with a value, or who does not take it, or what it does."""
        note = self._notes[name]
        absent = left_out(name, self._models)
        note.setText(wrong_words or absent or str(note.property("about")))
        note.setProperty("kind", "warn-small" if wrong or absent else "small")
        note.style().unpolish(note)
        note.style().polish(note)

    def _add(self, name: str, words: str, field: QWidget, about: str) -> None:
        row = self._grid.rowCount()
        label = QLabel(words, self)
        label.setBuddy(field)
        label.setContentsMargins(0, 6, 0, 0)
        field.setAccessibleName(words)
        field.setAccessibleDescription(about)
        note = QLabel(about, self)
        note.setWordWrap(True)
        note.setProperty("about", about)
        note.setProperty("kind", "small")
        # Two lines, so that nothing moves when it says something else.
        note.setMinimumHeight(2 * note.fontMetrics().lineSpacing() - 4)
        self._notes[name] = note
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(note, row + 1, 1)
