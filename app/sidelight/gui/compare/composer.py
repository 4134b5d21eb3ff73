# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The lower end of the page: chips, the prompt box, and Send, which turns into Stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.domain.model import Model
from sidelight.gui.actions import Actions
from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.chips import ChipRows, FileChip, ModelChip, RemovableChip, SettingChip
from sidelight.gui.compare.loan_note import LoanNote
from sidelight.gui.compare.prompt import PromptBox
from sidelight.gui.compare.sampling import UNDER_MORE, summary, wrong_words
from sidelight.gui.compare.second_click import SecondClick
from sidelight.gui.icons import icon
from sidelight.gui.segments import Segments
from sidelight.gui.theme import Theme

READING = 4
WRITING = 3
"""Into how many parts the page's height is cut, one of which is the most that all of this may take."""


def names_of(models: Sequence[Model]) -> list[str]:
    """What to call the models of a line-up: their labels, numbered where one stands there twice."""
    labels = [model.label for model in models]
    names = []
    for place, label in enumerate(labels):
        count = labels[: place + 1].count(label)
        names.append(f"{label} ({count})" if labels.count(label) > 1 and count > 1 else label)
    return names


def number(value: float | None) -> str:
    """A number for a chip; empty where there is none."""
    if value is None:
        return ""
    return QLocale().toString(value) if isinstance(value, int) else f"{value:g}"


class Composer(QWidget):
    """Where a prompt is written and sent.

    Signals:
        send_requested: the user wants to send what the box holds.
        follow_chosen: what the next prompt continues: ``new``, ``continue`` or ``common``.
        detach_wanted: a file is not to go with the prompt (its part).
        complained: a sentence says what stands in the way of sending (True), or is taken away.
    """

    send_requested = Signal()
    follow_chosen = Signal(str)
    detach_wanted = Signal(object)
    complained = Signal(bool)

    def __init__(
        self, asking: Asking, actions: Actions, theme: Theme, page_height: Callable[[], int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._asking = asking
        self._actions = actions
        self._theme = theme
        self._page_height = page_height
        self._followed: tuple[Model, ...] = ()
        self._can_follow = False
        self._running = self._refused = False
        self.second_click = SecondClick()
        self._chips: list[ModelChip] = []
        self._files: list[FileChip] = []

        self._chip_rows = ChipRows(theme.space.s - 2, self)
        self._chip_row, self._flow = self._chip_rows.row, self._chip_rows.flow
        self.add_chip = self._setting(self.tr("Model"), "plus", "ask.models")
        self.temperature_chip = self._setting(self.tr("Temperature"), "temperature", "ask.temperature")
        self.tokens_chip = self._setting(self.tr("Max tokens"), "length", "ask.tokens")
        self.seed_chip = self._setting(self.tr("Seed"), "seed", "ask.seed")
        self.system_chip = self._setting(self.tr("System"), "system", "ask.system")
        self.more_chip = self._setting(self.tr("More"), "more", "ask.more")

        self.loan = LoanNote(asking, actions["ask.own"], theme, self._chip_row)
        self.rounds = Segments(self.tr("Where the prompt goes"), theme, self._chip_row)
        self.rounds.add("new", self.tr("New round"), actions["ask.new_round"])
        self.rounds.add("continue", self.tr("Continue"), actions["ask.continue"])
        self.rounds.add("common", self.tr("From one"), actions["ask.common"])
        self.rounds.chosen.connect(self.follow_chosen)
        self.rounds.hide()

        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        self.box = PromptBox(self._card)
        self.attach_button = actions.button("ask.attach", self._card)
        self.send_button = QPushButton(self._card)
        self.send_button.setProperty("kind", "primary")
        self.send_button.setIconSize(QSize(14, 14))
        self._left = QLabel(self)
        self._left.setTextFormat(Qt.TextFormat.PlainText)
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._left.setWordWrap(True)
        self._left.hide()
        self._room = QLabel(self)
        self._room.setProperty("kind", "warn-small")
        self._room.setTextFormat(Qt.TextFormat.PlainText)
        self._room.setWordWrap(True)
        self._room.hide()
        self._error = QLabel(self)
        self._error.setProperty("kind", "bad")
        self._error.setWordWrap(True)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.hide()

        self._lay_out()
        self.box.send_requested.connect(self.send_requested)
        self.box.height_wanted.connect(self.fit)
        self.box.focus_changed.connect(self._show_focus)
        self.box.textChanged.connect(self.clear_error)
        self.send_button.clicked.connect(self._press)
        asking.changed.connect(self.refresh)
        self.set_running(running=False)
        self.refresh()

    # what it shows

    def refresh(self) -> None:
        """Show the line-up and the settings as they are."""
        old: list[RemovableChip] = [*self._chips, *self._files]
        models = self.models()
        self._chips = []
        for place, (model, name) in enumerate(zip(models, names_of(models), strict=True)):
            removable = not self._followed
            chip = ModelChip(model, name, place, self._theme, self._chip_row, removable=removable)
            chip.removed.connect(lambda place=place: self._remove(place))
            self._chips.append(chip)
            chip.show()
        self._files = [FileChip(part, self._theme, self._chip_row) for part in self._asking.attachments]
        for file in self._files:
            file.removed.connect(lambda part=file.part: self.detach_wanted.emit(part))
            file.show()
        self.loan.show_loan(here=not self._followed)
        self._flow.set_order([self.rounds, *self._chips, self.loan, *self._settings(), *self._files])
        for gone in old:
            gone.hide()
            gone.deleteLater()
        self.add_chip.setVisible(not self._followed and not self._asking.full)
        config = self._asking.config
        refused = self._asking.refused
        for setting, name, value in (
            (self.temperature_chip, "temperature", number(config.temperature)),
            (self.tokens_chip, "max_tokens", number(config.max_tokens)),
            (self.seed_chip, "seed", "" if config.seed is None else str(config.seed)),
        ):
            wrong = name in refused
            setting.show_value(self.tr("cannot be used") if wrong else value, wrong=wrong)
        wrong_ones = [name for name in refused if name in UNDER_MORE]
        told = [summary(config), *map(wrong_words, wrong_ones)]
        self.more_chip.show_value(", ".join(filter(None, told)), wrong=bool(wrong_ones))
        if self._refused and not refused:
            self.clear_error()
        self._refused = bool(refused)
        system = " ".join(self._asking.system.split())
        self.system_chip.show_value(f"“{system[:24]}{'…' if len(system) > 24 else ''}”" if system else "")
        self.fit()

    def model_chips(self) -> list[ModelChip]:
        """The chips of the line-up, leftmost first."""
        return list(self._chips)

    def file_chips(self) -> list[FileChip]:
        """The chips of what goes with the prompt."""
        return list(self._files)

    def offer_follow_up(self, *, possible: bool, models: Sequence[Model] = (), common: str = "") -> None:
        """Offer to begin anew or to go on.

        Args:
            possible: whether there is anything to continue.
            models: those that answered, if it goes on.
            common: whose answer all of them continue; each continues its own if empty.
        """
        self._followed = tuple(models)
        self._can_follow = possible
        self.rounds.setVisible(possible)
        if not models:
            self.rounds.set_current("new")
            words = self.tr("Write a prompt")
        elif common:
            self.rounds.set_current("common")
            told = self.tr("Write what to ask next; every model goes on from the answer of {0}")
            words = told.format(common)
        else:
            self.rounds.set_current("continue")
            words = self.tr("Write what to ask next; each model goes on from its own answer")
        self.box.setPlaceholderText(words)
        self.refresh()

    def set_running(self, *, running: bool) -> None:
        """Send turns into Stop while answers are written, and back."""
        self._running = running
        self.second_click.note(running=running)
        action = self._actions["compare.stop" if running else "compare.send"]
        self.send_button.setText(self.tr("Stop") if running else self.tr("Send"))
        self.send_button.setToolTip(action.toolTip())
        self.send_button.setAccessibleName(action.text())
        self.send_button.setIcon(icon("stop" if running else "send", self._theme, 14, "on_accent"))

    def say_error(self, sentence: str) -> None:
        """Say what stands in the way of sending, where it happened."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._error.setAccessibleName(sentence)
        self.fit()
        self.complained.emit(bool(sentence))

    def say_left(self, sentence: str, about: str, *, warn: bool) -> None:
        """Say what the user's own limits still allow, or warn that they do not; empty says nothing."""
        self._left.setProperty("kind", "warn-small" if warn else "small")
        self._left.style().unpolish(self._left)
        self._left.style().polish(self._left)
        self._left.setText(sentence)
        self._left.setToolTip(about)
        self._left.setVisible(bool(sentence))
        self.fit()

    def say_room(self, sentence: str) -> None:
        """Say which models the prompt does not fit; empty says nothing."""
        if sentence != self._room.text():
            self._room.setText(sentence)
            self._room.setAccessibleName(sentence)
            self._room.setVisible(bool(sentence))
            self.fit()

    def room(self) -> str:
        """What is said of room."""
        return self._room.text()

    def left(self) -> str:
        """What is said of limits."""
        return self._left.text()

    def models(self) -> list[Model]:
        """The models that the next prompt goes to, leftmost first."""
        return list(self._followed) or self._asking.models

    def error(self) -> str:
        """The sentence that stands there, or nothing."""
        return self._error.text() if self._error.isVisibleTo(self) else ""

    def clear_error(self) -> None:
        """Take the sentence away."""
        if self._error.text():
            self.say_error("")

    def set_theme(self, theme: Theme) -> None:
        """Tint everything anew."""
        self._theme = theme
        self.rounds.set_theme(theme)
        self.loan.set_theme(theme)
        for chip in self._settings():
            chip.set_theme(theme)
        self.set_running(running=self._running)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap elsewhere now, and chips have another room."""
        super().resizeEvent(event)
        self.fit()

    # how it is built

    def _setting(self, name: str, icon_name: str, action: str) -> SettingChip:
        return SettingChip(name, icon_name, self._actions[action], self._theme, self._chip_row)

    def _settings(self) -> tuple[SettingChip, ...]:
        sampler = (self.temperature_chip, self.tokens_chip, self.seed_chip)
        return (self.add_chip, *sampler, self.system_chip, self.more_chip)

    def _lay_out(self) -> None:
        space = self._theme.space
        inner = QHBoxLayout(self._card)
        inner.setContentsMargins(space.m, space.s, space.s, space.s)
        inner.setSpacing(space.s)
        inner.addWidget(self.box, 1)
        inner.addWidget(self.attach_button, 0, Qt.AlignmentFlag.AlignBottom)
        inner.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space.l, space.m, space.l, space.m)
        layout.setSpacing(space.s)
        layout.addWidget(self._chip_rows)
        layout.addWidget(self._card)
        layout.addWidget(self._room)
        layout.addWidget(self._left)
        layout.addWidget(self._error)

    def fit(self) -> None:
        """Give the box the height its text wants, as long as all of this leaves enough to the answers.

        That is a quarter of the page where answers are read, and a third where there are none yet.
        """
        self._compact()
        self._chip_rows.fit()
        space = self._theme.space
        card = 2 * (space.s + space.hairline)
        others = 2 * space.m + self._chip_rows.height() + space.s + card
        for line in (self._room, self._left, self._error):
            if not line.isHidden():
                others += line.heightForWidth(max(1, self.width() - 2 * space.l)) + space.s
        most = self._page_height() // (READING if self._can_follow else WRITING) - others
        height = max(self.box.least_height(), min(most, self.box.wanted_height()))
        if height != self.box.height() or self.box.minimumHeight() != height:
            self.box.setFixedHeight(height)

    def _compact(self) -> None:
        gap = self._flow.spacing_between
        chips = [*self._chips, *self._files]
        shown: list[QWidget] = [self.rounds, *chips] if self._can_follow else [*chips]
        needed = sum(widget.sizeHint().width() + gap for widget in shown)
        needed += sum(chip.full_width() + gap for chip in self._settings() if not chip.isHidden())
        needed += self.loan.full_width() + gap if not self.loan.isHidden() else 0
        crowded = needed - gap > self._chip_rows.width()
        for chip in self._settings():
            chip.set_compact(crowded)
        self.loan.set_compact(crowded)

    def _show_focus(self, here: bool) -> None:
        self._card.setProperty("focused", "true" if here else "false")
        self._card.style().unpolish(self._card)
        self._card.style().polish(self._card)

    def _remove(self, place: int) -> None:
        self._asking.remove(place)
        self.box.setFocus()

    def _press(self) -> None:
        if self._running:
            if self.second_click.meant:
                self._actions["compare.stop"].trigger()
        else:
            self.send_requested.emit()
