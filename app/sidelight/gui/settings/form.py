# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The fields of one connection."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from sidelight.domain.model import Connection
from sidelight.gui.choice import Choice
from sidelight.gui.settings.entered import Entered, short_name
from sidelight.gui.theme import Theme
from sidelight.workbench.connecting import PRESETS

LIMIT_WIDTH = 56
LONGEST = 2000


class ConnectionForm(QWidget):
    """Shows a kept connection, or the fields of a new one.

    Signals:
        edited: something else stands in a field now.
        preset_chosen: another service was chosen for a new connection (its place in ``PRESETS``, or -1).
        forget_wanted: the key that is kept is to be forgotten.
    """

    edited = Signal()
    preset_chosen = Signal(int)
    forget_wanted = Signal()

    def __init__(
        self,
        kinds: Sequence[tuple[str, str]],
        warning: Callable[[Connection], str],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        """Show nothing yet.

        Args:
            kinds: the wire formats, each with its words.
            warning: says what is to be known of a connection that is not encrypted; empty if it is.
            theme: the look.
            parent: Qt's.
        """
        super().__init__(parent)
        self._warning = warning
        self._kept: Connection | None = None
        self._variable = ""
        self._proposed = ""
        self.taken: Container[str] = ()
        # The word that a server may be asked unencrypted was given for one host.
        self._allowed_host = ""
        self._has_key = False
        self._key_words = ""
        self.service = Choice(self)
        for preset in PRESETS:
            self.service.addItem(preset.label)
        self.service.addItem(self.tr("Another server"))
        self.label = self._line(self.tr("How it is called in the window"))
        self.name = self._line("")
        self.address = self._line("https://host/v1")
        self.kind = Choice(self)
        for kind, words in kinds:
            self.kind.addItem(words, kind)
        self.key = self._line(self.tr("none"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.forget = QPushButton(self.tr("Forget it"), self)
        self.forget.setToolTip(self.tr("Forget the key that is kept for this connection"))
        self.minute = self._line(self.tr("any"))
        self.hour = self._line(self.tr("any"))
        self.day = self._line(self.tr("any"))
        self.cost = self._line(self.tr("any"))
        self.insecure = QCheckBox(self.tr("Ask it &unencrypted"), self)
        self.insecure.setToolTip(self.tr("Send the key and the prompts so that others can read them"))
        self.insecure_note = self._note()
        self.insecure_note.setProperty("kind", "warn-small")
        self._name_note = self._note()
        self.key_note = self._note()
        self._lay_out(theme)
        self.service.activated.connect(self._choose)
        self.kind.activated.connect(self.edited)
        self.label.textEdited.connect(self._propose_name)
        for line in self._lines():
            line.textEdited.connect(self.edited)
        self.insecure.toggled.connect(self._allow)
        self.address.textChanged.connect(self._look_at_address)
        self.name.textChanged.connect(self._say_name)
        self.address.textEdited.connect(self._say_key)
        self.forget.clicked.connect(self.forget_wanted)

    # what it shows

    def show_new(self, entered: Entered, service: int, *, typed: bool = False) -> None:
        """The fields of a new connection, begun with a service (its place in ``PRESETS``, or -1)."""
        self._kept = None
        self._has_key = False
        self._proposed = short_name(entered.label, self.taken) if typed else ""
        with QSignalBlocker(self.service):
            self.service.setCurrentIndex(service if service >= 0 else len(PRESETS))
        self._fill(entered)
        if not typed:
            self.key.clear()

    def show_kept(self, connection: Connection, entered: Entered) -> None:
        """A kept connection, with what was typed over it."""
        self._kept = connection
        self._has_key = False
        self._fill(entered)

    def show_key_place(self, sentence: str, *, warn: bool = False) -> None:
        """Say where the key is; empty if there is none."""
        self._has_key = bool(sentence)
        self._key_words = sentence
        self._show_note(sentence, warn=warn)
        self.forget.setVisible(self._kept is not None and self._has_key and not self._variable)
        self.key.setPlaceholderText(self.tr("kept; type to replace it") if sentence else self.tr("none"))

    def entered(self) -> Entered:
        """What stands there."""
        return Entered(
            self.name.text(),
            self.label.text(),
            str(self.kind.currentData()),
            self.address.text(),
            self._variable,
            self.hour.text(),
            self.day.text(),
            self.key.text(),
            self.minute.text(),
            self.cost.text(),
            self.insecure.isChecked(),
        )

    @property
    def has_key_place(self) -> bool:
        """Whether it says where a key is."""
        return self._has_key

    @property
    def preset(self) -> int:
        """The service that is chosen for a new connection: its place in ``PRESETS``, or -1."""
        place = self.service.currentIndex()
        return place if place < len(PRESETS) else -1

    def begin(self) -> None:
        """Go to the field that one fills first."""
        if self._kept is not None:
            field: QWidget = self.label
        elif not self.address.text():
            field = self.address
        else:
            field = self.service
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # how it is built

    def _line(self, placeholder: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(placeholder)
        line.setMaxLength(LONGEST)
        return line

    def _note(self) -> QLabel:
        note = QLabel(self)
        note.setProperty("kind", "small")
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        return note

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space.m)
        grid.setVerticalSpacing(space.s)
        grid.setColumnStretch(1, 1)
        self._service_word = self._row(grid, 0, self.tr("Ser&vice"), self.service)
        self._row(grid, 1, self.tr("Sho&wn as"), self.label)
        self._row(grid, 2, self.tr("Short &name"), self.name)
        grid.addWidget(self._name_note, 3, 1)
        self._row(grid, 4, self.tr("A&ddress"), self.address)
        self._row(grid, 5, self.tr("Spea&ks"), self.kind)
        key = QHBoxLayout()
        key.setSpacing(space.s)
        key.addWidget(self.key, 1)
        key.addWidget(self.forget)
        self._row(grid, 6, self.tr("Ke&y"), self.key, key)
        grid.addWidget(self.key_note, 7, 1)
        limits = QHBoxLayout()
        limits.setSpacing(space.s)
        money = QHBoxLayout()
        money.setSpacing(space.s)
        for row, line, words, about in (
            (limits, self.minute, self.tr("answers a minute,"), self.tr("Most answers a minute")),
            (limits, self.hour, self.tr("an hour,"), self.tr("Most answers an hour")),
            (limits, self.day, self.tr("a day, of each model"), self.tr("Most answers a day")),
            (money, self.cost, self.tr("a day, in the currency of the prices"), self.tr("Most cost a day")),
        ):
            line.setFixedWidth(LIMIT_WIDTH)
            line.setAccessibleName(about)
            row.addWidget(line)
            row.addWidget(QLabel(words, self))
        limits.addStretch(1)
        money.addStretch(1)
        self._row(grid, 8, self.tr("At &most"), self.minute, limits)
        self._row(grid, 9, self.tr("Spend at m&ost"), self.cost, money)
        grid.addWidget(self.insecure, 10, 1)
        grid.addWidget(self.insecure_note, 11, 1)
        grid.setRowStretch(12, 1)

    def _lines(self) -> tuple[QLineEdit, ...]:
        limits = (self.minute, self.hour, self.day, self.cost)
        return (self.label, self.name, self.address, self.key, *limits)

    def _row(
        self, grid: QGridLayout, row: int, words: str, field: QWidget, line: QHBoxLayout | None = None
    ) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("kind", "quiet")
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words.replace("&", ""))
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if line is None:
            grid.addWidget(field, row, 1)
        else:
            grid.addLayout(line, row, 1)
        return label

    def _fill(self, entered: Entered) -> None:
        kept = self._kept is not None
        self._service_word.setVisible(not kept)
        self.service.setVisible(not kept)
        self.name.setReadOnly(kept)
        self.name.setEnabled(not kept)
        self._variable = entered.variable
        self._allowed_host = _host(entered.address) if entered.insecure else ""
        texts = (entered.label, entered.name, entered.address, entered.key)
        limits = (entered.minute, entered.hour, entered.day, entered.cost)
        for line, text in zip(self._lines(), (*texts, *limits), strict=True):
            line.setText(text)
            line.setCursorPosition(0)
        self._look_at_address()
        self.kind.setCurrentIndex(max(0, self.kind.findData(entered.kind)))
        self._say_name()
        self.show_key_place("")

    def _choose(self, place: int) -> None:
        self.preset_chosen.emit(place if place < len(PRESETS) else -1)

    def _propose_name(self, label: str) -> None:
        """Make the short name of a new connection of its label, as long as nobody wrote another."""
        if self._kept is None and self.name.text() in ("", self._proposed):
            self._proposed = short_name(label, self.taken)
            self.name.setText(self._proposed)
            self.name.setCursorPosition(0)

    def _say_name(self) -> None:
        name = self.name.text().strip() or "name"
        words = (
            self.tr("Its models are called {0}/… in your projects, so this name stays.")
            if self._kept is not None
            else self.tr("Its models are then called {0}/…")
        )
        self._name_note.setText(words.format(name))

    def _allow(self, allowed: bool) -> None:
        self._allowed_host = _host(self.address.text()) if allowed else ""
        self.insecure_note.setVisible(allowed)
        self.edited.emit()

    def _look_at_address(self) -> None:
        """Offer to ask without encryption where that is a question; the word given holds for its host."""
        told = self._warning(Connection("", "", "", self.address.text().strip(), insecure_http=True))
        host = _host(self.address.text())
        with QSignalBlocker(self.insecure):
            self.insecure.setChecked(bool(told) and host != "" and host == self._allowed_host)
        self.insecure.setVisible(bool(told))
        self.insecure_note.setText(told)
        self.insecure_note.setVisible(self.insecure.isChecked())

    def _say_key(self) -> None:
        """A kept key goes wherever the address leads: that is said before it does."""
        if self._kept is None or not self._has_key:
            return
        old, new = _host(self._kept.base_url), _host(self.address.text())
        if new and new != old:
            self._show_note(self.tr("The key that is kept will go to {0}.").format(new), warn=True)
        else:
            self._show_note(self._key_words, warn=False)

    def _show_note(self, sentence: str, *, warn: bool) -> None:
        self.key_note.setText(
            sentence
            or self.tr("It is kept in the system's keyring, or in a file of yours; never in a project.")
        )
        self.key_note.setProperty("kind", "warn-small" if warn else "small")
        self.key_note.style().unpolish(self.key_note)
        self.key_note.style().polish(self.key_note)


def _host(address: str) -> str:
    with suppress(ValueError):
        return urlsplit(address.strip()).netloc
    return ""
