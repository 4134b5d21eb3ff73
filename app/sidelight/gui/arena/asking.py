# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where a prompt for the arena is written: the box, the pool, the rules, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.arena.pool import Pool
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.compare.chips import ChipRows, FileChip, SettingChip
from sidelight.gui.compare.prompt import PromptBox
from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme

SHARE = 3
"""Into how many parts the page's height is cut, one of which is the most that the box may take."""


class PromptPart(QWidget):
    """The lower end of the page, while a prompt is wanted.

    Signals:
        detach_wanted: a file is not to go with the prompt (its part).
    """

    detach_wanted = Signal(object)

    def __init__(
        self, pool: Pool, actions: Actions, theme: Theme, page_height: Callable[[], int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._pool = pool
        self._actions = actions
        self._theme = theme
        self._page_height = page_height
        self._rows = ChipRows(theme.space.s - 2, self)
        self._files: list[FileChip] = []
        self.pool_chip = LabelledButton("chip", "", "model", theme, self._rows.row)
        self.pool_chip.setToolTip(actions["arena.pool"].toolTip())
        self.pool_chip.clicked.connect(actions["arena.pool"].trigger)
        self.rules_chip = self._setting(self.tr("Rules"), "more", "arena.rules")
        self.temperature_chip = self._setting(self.tr("Temperature"), "temperature", "arena.temperature")
        self.tokens_chip = self._setting(self.tr("Max tokens"), "length", "arena.tokens")
        self.system_chip = self._setting(self.tr("System"), "system", "arena.system")
        self.voter_chip = self._setting(self.tr("Voter"), "person", "arena.voter")
        self.told = QLabel(self)
        self.told.setProperty("kind", "small")
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        self.box = PromptBox(self._card)
        self.attach_button = actions.button("arena.attach", self._card)
        self.send_button = QPushButton(self.tr("Ask"), self._card)
        self.send_button.setProperty("kind", "primary")
        self.send_button.setIconSize(QSize(14, 14))
        self.send_button.setToolTip(actions["arena.send"].toolTip())
        self.send_button.setAccessibleName(actions["arena.send"].text())
        self.send_button.clicked.connect(actions["arena.send"].trigger)
        self._error = QLabel(self)
        self._error.setProperty("kind", "bad")
        self._error.setWordWrap(True)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.hide()
        self.box.send_requested.connect(actions["arena.send"].trigger)
        self.box.height_wanted.connect(self.fit)
        self.box.focus_changed.connect(self._show_focus)
        self.box.textChanged.connect(self.clear_error)
        self._lay_out(theme)
        pool.changed.connect(self.refresh)
        self.set_theme(theme)
        self.refresh()

    def refresh(self) -> None:
        """Show how large the pool is; the names in it are behind the chip."""
        count = len(self._pool.models)
        told = self.tr("Drawn from 1 model") if count == 1 else self.tr("Drawn from {0} models").format(count)
        self.pool_chip.setText(told)
        self.pool_chip.setAccessibleName(told)
        self.pool_chip.updateGeometry()
        config = self._pool.config
        refused = self._pool.refused
        temperature = "" if config.temperature is None else f"{config.temperature:g}"
        self.temperature_chip.show_value(temperature, wrong="temperature" in refused)
        tokens = "" if config.max_tokens is None else f"{config.max_tokens}"
        self.tokens_chip.show_value(tokens, wrong="max_tokens" in refused)
        system = " ".join(self._pool.system.split())
        self.system_chip.show_value(f"“{system[:20]}{'…' if len(system) > 20 else ''}”" if system else "")
        voter = self._pool.voter
        self.voter_chip.show_value(f"{voter[:20]}{'…' if len(voter) > 20 else ''}")
        self.voter_chip.setAccessibleName(self.tr("Voter: {0}").format(voter or self.tr("the owner")))
        self._show_files()

    def show_rules(self, summary: str) -> None:
        """Show in what the rules differ from the usual ones."""
        self.rules_chip.show_value(summary)

    def show_following(self, *, following: bool, waits: bool) -> None:
        """Whether the prompt goes on with the round on display, or whether a round waits behind it."""
        for chip in self._chips():
            chip.setVisible(not following)
        told = self.tr("Esc goes back to the answers.") if waits else ""
        if following:
            told = self.tr("A further turn: same models, same sides, still without names.") + " " + told
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self._rows.setVisible(not following or bool(self._files))
        words = self.tr("Write what all are asked next") if following else self.tr("Write a prompt")
        self.box.setPlaceholderText(words)

    def file_chips(self) -> list[FileChip]:
        """The chips of what goes with the prompt."""
        return list(self._files)

    def clear_error(self) -> None:
        """Take away what is said to stand in the way."""
        self.say_error("")

    def say_error(self, sentence: str) -> None:
        """Say what stands in the way; empty takes it away."""
        self._error.setText(sentence)
        self._error.setAccessibleName(sentence)
        self._error.setVisible(bool(sentence))

    @property
    def error(self) -> str:
        """What is said to stand in the way."""
        return self._error.text() if self._error.isVisibleTo(self) else ""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for chip in self._chips():
            chip.set_theme(theme)
        self.send_button.setIcon(icon("send", theme, 14, "on_accent"))

    def fit(self) -> None:
        """Give the box the height that its text wants, up to a third of the page."""
        gap = self._theme.space.s
        settings = self._settings()
        needed = self.pool_chip.full_width() + sum(chip.full_width() + gap for chip in settings)
        for chip in settings:
            chip.set_compact(needed > self.width() - 2 * self._theme.space.l)
        most = self._page_height() // SHARE
        self._rows.fit()
        height = max(self.box.least_height(), min(most, self.box.wanted_height()))
        if height != self.box.minimumHeight() or height != self.box.maximumHeight():
            self.box.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap elsewhere now."""
        super().resizeEvent(event)
        self.fit()

    def _setting(self, name: str, icon_name: str, action: str) -> SettingChip:
        return SettingChip(name, icon_name, self._actions[action], self._theme, self._rows.row)

    def _settings(self) -> tuple[SettingChip, ...]:
        return (self.rules_chip, self.temperature_chip, self.tokens_chip, self.system_chip, self.voter_chip)

    def _chips(self) -> tuple[LabelledButton, ...]:
        return (self.pool_chip, *self._settings())

    def _show_focus(self, here: bool) -> None:
        self._card.setProperty("focused", "true" if here else "false")
        self._card.style().unpolish(self._card)
        self._card.style().polish(self._card)

    def _show_files(self) -> None:
        old = self._files
        if [chip.part for chip in old] == list(self._pool.attachments):
            return
        self._files = [FileChip(part, self._theme, self._rows.row) for part in self._pool.attachments]
        for chip in self._files:
            chip.removed.connect(lambda part=chip.part: self.detach_wanted.emit(part))
            chip.show()
        self._rows.flow.set_order([*self._chips(), *self._files])
        for gone in old:
            gone.hide()
            gone.deleteLater()
        self.fit()

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        self._rows.flow.set_order(list(self._chips()))
        inner = QHBoxLayout(self._card)
        inner.setContentsMargins(space.m, space.s, space.s, space.s)
        inner.setSpacing(space.s)
        inner.addWidget(self.box, 1)
        inner.addWidget(self.attach_button, 0, Qt.AlignmentFlag.AlignBottom)
        inner.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space.l, space.m, space.l, space.m)
        layout.setSpacing(space.s)
        layout.addWidget(self.told)
        layout.addWidget(self._rows)
        layout.addWidget(self._card)
        layout.addWidget(self._error)
