# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The dialog on plugins: all of them at the left, one of them at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import SidelightError
from sidelight.gui.plugins.card import PluginCard, Rivals
from sidelight.gui.plugins.consent import ConsentDialog
from sidelight.gui.plugins.watch import PluginWatch
from sidelight.gui.plugins.words import state_of
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.rendering import Plugin, Rendering

SIZE = (820, 560)
LOOK_EVERY_MS = 400
_ROW = 44


class PluginsPage(QDialog):
    """Looks after plugins."""

    def __init__(self, rendering: Rendering, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._rendering = rendering
        self._theme = theme
        self._plugins: tuple[Plugin, ...] = ()
        self._shown = ""
        self.card: PluginCard | None = None
        self.setWindowTitle(self.tr("Plugins"))
        self.setAccessibleName(self.tr("Plugins"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*SIZE)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Plugins"))
        self.list.setMinimumWidth(232)
        self.list.currentItemChanged.connect(self._choose)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        self.close_button.clicked.connect(self.reject)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out(theme)
        # A worker may crash or be used meanwhile, and plugins be found.
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._keep_up)
        self._watch = PluginWatch(rendering, self)

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        rail = QFrame(self)
        rail.setProperty("kind", "rail")
        left = QVBoxLayout(rail)
        left.setContentsMargins(space.s, space.m, space.s, space.m)
        left.addWidget(self.list)
        foot = QHBoxLayout()
        foot.setContentsMargins(space.xl, space.s, space.l, space.m)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.close_button)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self._area, 1)
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rail)
        layout.addLayout(right, 1)

    def open_page(self) -> None:
        """Show all plugins as they stand."""
        self._plugins = ()
        self._keep_up()
        self._timer.start()
        self.open()
        self.list.setFocus()

    def done(self, result: int) -> None:
        """Look no longer."""
        self._timer.stop()
        self._watch.close()
        super().done(result)

    def show_plugin(self, identifier: str) -> None:
        """Go to one of them."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == identifier:
                self.list.setCurrentRow(row)

    # keeping up

    def _keep_up(self) -> None:
        plugins = self._rendering.plugins()
        if plugins == self._plugins:
            return
        self._plugins = plugins
        shown = self._shown or (_key(plugins[0]) if plugins else "")
        self.list.blockSignals(True)
        self.list.clear()
        for plugin in plugins:
            word, token = state_of(plugin)
            entry = QListWidgetItem(f"{plugin.name}\n{word}", self.list)
            entry.setData(Qt.ItemDataRole.UserRole, _key(plugin))
            entry.setSizeHint(QSize(200, _ROW))
            if token != "good":
                entry.setForeground(self._theme.colour("text" if token == "warn" else token))
        self.list.blockSignals(False)
        self._shown = ""
        self.show_plugin(shown)
        if not plugins:
            safe = self._rendering.safe_mode
            words = self.tr("Plugins are off: Sidelight runs in safe mode.") if safe else ""
            self.message.setText(words or self.tr("Looking for plugins…"))
        else:
            self.message.setText("")

    def _choose(self, entry: QListWidgetItem | None) -> None:
        if entry is None:
            return
        self._shown = entry.data(Qt.ItemDataRole.UserRole)
        plugin = next((one for one in self._plugins if _key(one) == self._shown), None)
        if plugin is None:
            return
        self.card = card = PluginCard(plugin, self._rivals(plugin), self._theme, self._area)
        identifier = plugin.id
        card.enabled.connect(lambda on: self._do(lambda: self._rendering.set_enabled(identifier, on)))
        card.forgiven.connect(lambda: self._do(lambda: self._rendering.forgive(identifier)))
        card.consented.connect(lambda on: self._consent(plugin, on))
        card.set.connect(
            lambda key, value: self._do(lambda: self._rendering.set_setting(identifier, key, value))
        )
        card.preferred.connect(self._prefer)
        self._area.setWidget(card)

    def _do(self, deed: object) -> None:
        try:
            deed()  # type: ignore[operator]
        except SidelightError as error:
            self.message.setText(error.sentence)
            return
        QTimer.singleShot(0, self, self._keep_up)

    def _consent(self, plugin: Plugin, on: bool) -> None:
        if on and not ConsentDialog(plugin, self._theme, self).agreed():
            return
        self._do(lambda: self._rendering.consent(plugin.id, on))

    def _rivals(self, plugin: Plugin) -> Rivals:
        """The languages of this plugin that others show as well, each with all of them in their order."""
        if plugin.info is None:
            return ()
        found = []
        for language in plugin.info.languages:
            choices = self._rendering.choices(Artifact(0, language, "", True))
            if len(choices) > 1:
                found.append((language, [(info.id, info.name) for info in choices]))
        return found

    def _prefer(self, language: str, identifier: str) -> None:
        choices = self._rendering.choices(Artifact(0, language, "", True))
        others = tuple(info.id for info in choices if info.id != identifier)
        self._do(lambda: self._rendering.set_order(language, (identifier, *others)))


def _key(plugin: Plugin) -> str:
    # One whose id is another's too has none that tells it from that.
    return plugin.id if plugin.info is not None else f"{plugin.package} {plugin.name} {plugin.where}"
