# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The dialog in which servers are added, changed, tried and removed."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.errors import SidelightError, UsageError
from sidelight.domain.model import Connection, Model
from sidelight.gui.awaited import Awaited
from sidelight.gui.settings.entered import Entered
from sidelight.gui.settings.form import ConnectionForm
from sidelight.gui.settings.servers import NEW, ServerList, told_of_models
from sidelight.gui.theme import Theme
from sidelight.workbench.connecting import PRESETS

if TYPE_CHECKING:
    from sidelight.workbench.connecting import Connecting

SIZE = (780, 520)


class ConnectionsPage(QDialog):
    """The user's servers at the left, the fields of one of them at the right.

    Signals:
        changed: the servers are others now; they can be asked at once.
    """

    changed = Signal()

    def __init__(self, connecting: Connecting, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._connecting = connecting
        self._servers: dict[str, Connection] = {}
        self._drafts: dict[str, tuple[Entered, int]] = {}
        self._shown = NEW
        self._asked = 0
        self._warned = False
        self._sure = False
        self._awaited = Awaited(self)
        self.setWindowTitle(self.tr("Connections"))
        self.setAccessibleName(self.tr("Connections"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*SIZE)
        self.list = ServerList(self)
        self.form = ConnectionForm(connecting.kinds(), connecting.warning, theme, self)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.message.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + theme.space.xs)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remove_button = QPushButton(self)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        self.test_button = QPushButton(self.tr("&Test"), self)
        self.test_button.setToolTip(self.tr("Ask the server for its models, with what stands here (Ctrl+T)"))
        self.save_button = QPushButton(self.tr("&Save"), self)
        self.save_button.setToolTip(self.tr("Save (Enter)"))
        self.save_button.setProperty("kind", "primary")
        self.save_button.setDefault(True)
        for button in (self.remove_button, self.close_button, self.test_button):
            button.setAutoDefault(False)
        self.form.forget.setAutoDefault(False)
        self._lay_out(theme)
        self._connect()

    def open_at(self, name: str | None = None, *, new: bool = False) -> None:
        """Show the dialog, at a server, at the first one, or at the fields of a new one."""
        self._warned = False
        self._reload(NEW if new else name)
        self.open()
        self.form.begin()

    def names(self) -> list[str]:
        """The servers in the list, from the top."""
        return list(self._servers)

    def reject(self) -> None:
        """Close; what was typed and not saved is pointed at first."""
        self._keep_draft()
        if self._drafts and not self._warned:
            self._warned = True
            said = [self._label_of(name) for name in self._drafts]
            self._say(
                self.tr("Not saved yet: {0}. Save it, or close once more to leave it.").format(
                    ", ".join(said)
                ),
                "warn",
            )
            return
        self._drafts.clear()
        self._awaited.stop()
        self._set_busy(False)
        super().reject()

    # how it is built

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        left = QVBoxLayout()
        left.setContentsMargins(space.s, space.m, space.s, space.m)
        left.addWidget(self.list)
        rail = QFrame(self)
        rail.setProperty("kind", "rail")
        rail.setLayout(left)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.s)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        for button in (self.close_button, self.test_button, self.save_button):
            buttons.addWidget(button)
        right = QVBoxLayout()
        right.setContentsMargins(space.xl, space.l, space.xl, space.l)
        right.setSpacing(space.m)
        right.addWidget(self.form, 1)
        right.addWidget(self.message)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rail)
        layout.addLayout(right, 1)
        for before, after in (
            (self.list, self.form.service),
            (self.form.minute, self.form.hour),
            (self.form.hour, self.form.day),
            (self.form.day, self.form.cost),
            (self.form.cost, self.form.insecure),
            (self.form.insecure, self.test_button),
            (self.test_button, self.save_button),
            (self.save_button, self.close_button),
            (self.close_button, self.remove_button),
        ):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.form.edited.connect(self._edited)
        self.form.preset_chosen.connect(self._begin_like)
        self.form.forget_wanted.connect(self._forget)
        self.test_button.clicked.connect(self.test)
        self.save_button.clicked.connect(self.save)
        self.remove_button.clicked.connect(self.remove)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+T"), self, self.test)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self.remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    # what is shown

    def _reload(self, name: str | None) -> None:
        """Read the file, and show a server of it; the first one if ``name`` is ``None``."""
        try:
            self._servers = {one.name: one for one in self._connecting.servers()}
            trouble = ""
        except UsageError as error:
            self._servers = {}
            trouble = error.sentence
        self.form.taken = self._servers
        if name is None or (name and name not in self._servers):
            name = next(iter(self._servers), NEW)
        self.list.show_servers(list(self._servers.values()), name)
        self._show(name)
        if trouble:
            self._say(trouble, "bad")

    def _choose(self, name: str) -> None:
        self._keep_draft()
        self._show(name)

    def _show(self, name: str) -> None:
        self._shown = name
        self._asked += 1  # whatever is on its way is about another server
        self._say("", "quiet")
        self._be_unsure()
        server = self._servers.get(name)
        self.remove_button.setVisible(server is not None)
        if server is None:
            if NEW in self._drafts:
                entered, place = self._drafts[NEW]
                self.form.show_new(entered, place, typed=True)
            else:
                self._begin_like(0)
            return
        entered, _ = self._drafts.get(name, (Entered.of(server), -1))
        self.form.show_kept(server, entered)
        self._look_for_key(server)

    def _begin_like(self, place: int) -> None:
        """Fill the fields with what a service usually needs; a key that was typed was for another one."""
        self._asked += 1
        self._say("", "quiet")
        if place < 0:
            self.form.show_new(Entered(), place)
            self.form.address.setFocus()
            return
        preset = PRESETS[place]
        there = self._connecting.has_variable(preset.variable)
        self.form.show_new(Entered.like(preset, self._servers, variable=there), place)
        if there:
            told = self.tr("The environment variable {0} holds a key; one typed here goes before it.")
            self.form.show_key_place(told.format(preset.variable))

    def _pristine(self) -> Entered:
        if server := self._servers.get(self._shown):
            return Entered.of(server)
        if self.form.preset < 0:
            return Entered()
        preset = PRESETS[self.form.preset]
        there = self._connecting.has_variable(preset.variable)
        return Entered.like(preset, self._servers, variable=there)

    def _keep_draft(self) -> None:
        entered = self.form.entered()
        if entered != self._pristine():
            self._drafts[self._shown] = (entered, self.form.preset)
        else:
            self._drafts.pop(self._shown, None)

    def _edited(self) -> None:
        self._warned = False
        self._be_unsure()
        if self.message.property("kind") in ("bad", "warn"):
            self._say("", "quiet")

    def _label_of(self, name: str) -> str:
        server = self._servers.get(name)
        return f"“{server.label}”" if server is not None else self.tr("the new server")

    def _say(self, sentence: str, kind: str) -> None:
        self.message.setText(sentence)
        self.message.setAccessibleName(sentence)
        self.message.setProperty("kind", kind)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)

    def _set_busy(self, busy: bool) -> None:
        self.form.setEnabled(not busy)
        for widget in (self.list, self.save_button, self.test_button, self.remove_button):
            widget.setEnabled(not busy)

    # what is done

    def test(self) -> None:
        """Ask the server for its models with what stands in the fields; nothing is kept."""
        try:
            drafted = self._drafted()
        except UsageError as error:
            self._say(error.sentence, "bad")
            return
        self._try(drafted, self.form.key.text(), "")

    def save(self) -> None:
        """Keep what stands in the fields, its key first; then try it."""
        try:
            drafted = self._drafted()
        except UsageError as error:
            self._say(error.sentence, "bad")
            return
        key = self.form.key.text().strip()
        if not key:
            self._save(drafted, "")
            return
        self._set_busy(True)
        self._say(self.tr("Keeping the key. Your keyring may ask you to unlock it."), "quiet")
        self._awaited.add(self._connecting.keep_key(drafted.name, key), partial(self._key_kept, drafted))

    def remove(self) -> None:
        """Take the server out, with its key; asked for twice."""
        server = self._servers.get(self._shown)
        if server is None:
            return
        if not self._sure:
            self._sure = True
            self.remove_button.setText(self.tr("Remove it and its key"))
            self._say(
                self.tr("Answers that it gave stay in your projects. Press once more to remove it."), "warn"
            )
            return
        try:
            forgotten = self._connecting.remove(server.name)
        except UsageError as error:
            self._say(error.sentence, "bad")
            return
        self._drafts.pop(server.name, None)
        self._reload(None)
        self._say(self.tr("“{0}” is removed.").format(server.label), "quiet")
        self._awaited.add(forgotten, self._removed)
        self.changed.emit()

    def _drafted(self) -> Connection:
        entered = self.form.entered()
        connection = entered.connection()
        if entered.key.strip() and self._connecting.has_variable(connection.key_variable):
            # The variable would go before the key that was typed.
            connection = replace(connection, key_variable="")
        return self._connecting.drafted(connection, fresh=self._shown == NEW)

    def _key_kept(self, drafted: Connection, kept: Future[str]) -> None:
        self._set_busy(False)
        try:
            told = kept.result()
        except SidelightError as error:
            self._say(error.sentence, "bad")
            self.form.key.setFocus()
            return
        self._save(drafted, told)

    def _save(self, drafted: Connection, told_of_key: str) -> None:
        try:
            saved = self._connecting.save(drafted, fresh=self._shown == NEW)
        except UsageError as error:
            self._say(error.sentence, "bad")
            return
        self._drafts.pop(self._shown, None)
        self._warned = False
        self._reload(saved.name)
        if told_of_key:
            self.form.show_key_place(told_of_key, warn=told_of_key.startswith("Warning"))
        self.changed.emit()
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._try(saved, "", self.tr("Saved.") + " ")

    def _try(self, connection: Connection, key: str, before: str) -> None:
        self._asked += 1
        self.test_button.setEnabled(False)
        self._say(before + self.tr("Asking {0} for its models…").format(connection.label), "quiet")
        self._awaited.add(
            self._connecting.try_out(connection, key), partial(self._tried, connection, before, self._asked)
        )

    def _tried(self, connection: Connection, before: str, asked: int, listed: Future[list[Model]]) -> None:
        self.test_button.setEnabled(True)
        if asked != self._asked:
            return
        try:
            models = listed.result()
        except SidelightError as error:
            self._say(before + error.sentence, "bad")
            return
        told = told_of_models(connection.label, models)
        if self._connecting.lists_to_anyone(connection):
            told += " " + self.tr("It lists them to anyone; a prompt will show whether the key is right.")
        self._say(before + told, "good" if models else "warn")

    def _look_for_key(self, server: Connection) -> None:
        self._awaited.add(self._connecting.key_place(server), partial(self._key_found, server))

    def _key_found(self, server: Connection, found: Future[str]) -> None:
        # A key that was kept meanwhile has said more about itself.
        if server is self._servers.get(self._shown) and not self.form.has_key_place:
            try:
                self.form.show_key_place(found.result())
            except SidelightError as error:
                self.form.show_key_place(error.sentence, warn=True)

    def _forget(self) -> None:
        self._awaited.add(self._connecting.forget_key(self._shown), self._forgotten)

    def _forgotten(self, done: Future[str]) -> None:
        try:
            self._say(done.result(), "quiet")
        except SidelightError as error:
            self._say(error.sentence, "bad")
            return
        self.form.show_key_place("")

    def _removed(self, forgotten: Future[str]) -> None:
        try:
            forgotten.result()
        except SidelightError as error:
            self._say(self.tr("Its key could not be forgotten: {0}").format(error.sentence), "bad")

    def _be_unsure(self) -> None:
        self._sure = False
        self.remove_button.setText(self.tr("Remove"))
