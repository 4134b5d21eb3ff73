# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The left rail: the project, the places, the history, the sandbox badge. It collapses to icons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.comparison import Comparison, HistoryEntry
from sidelight.domain.errors import SidelightError
from sidelight.domain.identity import ComparisonId
from sidelight.domain.model import ModelRef
from sidelight.gui.actions import Actions
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.icons import icon
from sidelight.gui.library.badge import SandboxBadge
from sidelight.gui.library.history import HistoryList, HistoryModel, Past
from sidelight.gui.places import Place
from sidelight.gui.searched import FieldOverList
from sidelight.gui.theme import Theme

WIDTH = 232
NARROW = 48
SEARCH_AFTER_MS = 120


class Rail(QFrame):
    """The rail.

    Signals:
        comparison_chosen: a comparison of the history is to be opened (its id).
        narrowed: it was collapsed (True) or opened out.
        trouble: a sentence for a banner.
    """

    comparison_chosen = Signal(object)
    narrowed = Signal(bool)
    trouble = Signal(str)

    def __init__(
        self,
        project: str,
        past: Past,
        label_of: Callable[[ModelRef], str],
        places: Sequence[Place],
        actions: Actions,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        """Show a project, the places, its ``past``, and the models there by what ``label_of`` calls them."""
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self._actions = actions
        self._theme = theme
        self._narrow = False
        self._current: ComparisonId | None = None
        self.project_button = self._place(project, "project")
        self.project_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.project_button.setMenu(self._project_menu())
        self.project_button.setToolTip(self.tr("Project and appearance"))
        self.project_button.setAccessibleName(self.tr("Project {0}").format(project))
        self.collapse_button = actions.button("view.rail", self)
        self.palette_button = self._place(self.tr("Find an action"), "command", actions["view.palette"])
        self.place_buttons = {
            place.name: self._place(place.text, place.icon, actions[f"place.{place.name}"])
            for place in places
        }
        for button in self.place_buttons.values():
            button.setCheckable(True)
            # A click on the place that is shown leaves it shown.
            button.setAutoExclusive(True)
        self.compare_button = self.place_buttons["compare"]
        self.compare_button.setChecked(True)
        self.new_button = actions.button("compare.new", self)
        self.history_button = self._place(self.tr("History"), "history", actions["history.search"])
        self.heading = QLabel(self.tr("History"), self)
        self.heading.setProperty("kind", "small")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Search the history"))
        self.field.setAccessibleName(self.tr("Search the history"))
        self.field.setToolTip(actions["history.search"].toolTip())
        self.field.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.model = HistoryModel(past, label_of, self)
        self.model.trouble.connect(self.trouble)
        self.list = HistoryList(self.model, theme, self)
        self.nothing = QLabel(self)
        self.nothing.setProperty("kind", "quiet")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(12, 8, 12, 8)
        self.badge = SandboxBadge(theme, self)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SEARCH_AFTER_MS)
        self._wait.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._wait.start())
        self._keys = FieldOverList(self.field, self.list, self.nothing, esc_clears=True)
        self._keys.taken.connect(self._open_marked)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self._lay_out()
        self.set_theme(theme)
        self.set_narrow(False)

    @property
    def narrow(self) -> bool:
        """Whether it is collapsed to icons."""
        return self._narrow

    def set_narrow(self, narrow: bool) -> None:
        """Collapse to icons, or open out."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDTH)
        for button in self._places():
            button.set_narrow(narrow)
        self.badge.set_narrow(narrow)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for row in self._rows:
            row.setDirection(direction)
        middle = Qt.AlignmentFlag.AlignHCenter if narrow else Qt.AlignmentFlag(0)
        self._rows[0].setAlignment(self.collapse_button, middle)
        self._rows[1].setAlignment(self.new_button, middle)
        self.history_button.setVisible(narrow)
        for widget in (self.heading, self.field):
            widget.setVisible(not narrow)
        self._show_list()
        self.narrowed.emit(narrow)

    def show_place(self, name: str) -> None:
        """Mark the place that is shown, and in the history what is open."""
        self.place_buttons[name].setChecked(True)
        self.show_current(self._current)

    def set_blind(self, blind: bool, *, searched: bool) -> None:
        """Leave out who answered; where answers without names are on display, they cannot be searched for.

        Whoever could search for their words would find those of them that stand in the history by name.
        Prompts can be searched for all the same.
        """
        self.model.set_nameless(blind)
        self.model.search_answers(searched)
        self._search()
        told = self.tr("Search the history") if searched else self.tr("Search the prompts")
        self.field.setPlaceholderText(told)
        self.field.setAccessibleName(told)

    def search(self) -> None:
        """Go to the search field."""
        if self._narrow:
            self.set_narrow(False)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def reload(self) -> None:
        """The project has changed."""
        try:
            self.model.reload()
        except SidelightError as error:
            self.trouble.emit(error.sentence)
        self._show_list()
        self.show_current(self._current)

    def add(self, begun: Comparison) -> None:
        """A comparison has just begun. Nothing is read: the disk may still be busy with its prompt."""
        self.model.add(HistoryEntry(begun.id, begun.title, begun.created_ms, begun.models))
        self._show_list()

    def show_current(self, identity: ComparisonId | None) -> None:
        """Mark the comparison that is open."""
        self._current = identity
        index = self.model.index_of(identity)
        if index.isValid():
            self.list.setCurrentIndex(index)
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())

    def set_theme(self, theme: Theme) -> None:
        """Tint everything anew."""
        self._theme = theme
        for button in self._places():
            button.set_theme(theme)
        self._glass.setIcon(icon("search", theme))
        self.list.set_theme(theme)
        self.badge.set_theme(theme)

    def _search(self) -> None:
        try:
            self.model.search(self.field.text())
        except SidelightError as error:
            self.trouble.emit(error.sentence)
        self._show_list()
        if self.model.words:
            self._keys.mark_first()
        else:
            self.show_current(self._current)

    def _choose(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if entry is not None:
            self.comparison_chosen.emit(entry.id)

    def _open_marked(self) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self._search()
        self._choose(self.list.currentIndex())

    def _show_list(self) -> None:
        any_row = self.model.rowCount() > 0
        self.list.setVisible(any_row and not self._narrow)
        self.nothing.setVisible(not any_row and not self._narrow)
        self.nothing.setText(
            self.tr("Nothing in this project holds “{0}”.").format(self.model.words)
            if self.model.words
            else self.tr("Comparisons appear here as soon as you send a prompt.")
        )
        self._filler.setVisible(self._narrow)

    def _place(self, text: str, drawing: str, action: QAction | None = None) -> LabelledButton:
        button = LabelledButton("place", text, drawing, self._theme, self)
        if action is not None:
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
        return button

    def _places(self) -> tuple[LabelledButton, ...]:
        return (self.project_button, self.palette_button, *self.place_buttons.values(), self.history_button)

    def _project_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(False)
        names = ("project.new", "project.open", "project.copy", "model.add")
        menu.addActions([self._actions[name] for name in names])
        menu.addSeparator()
        menu.addActions([self._actions[name] for name in ("look.system", "look.light", "look.dark")])
        return menu

    def _lay_out(self) -> None:
        space = self._theme.space
        top = QHBoxLayout()
        top.setSpacing(space.xs)
        top.addWidget(self.project_button, 1)
        top.addWidget(self.collapse_button)
        places = QHBoxLayout()
        places.setSpacing(space.xs)
        places.addWidget(self.compare_button, 1)
        places.addWidget(self.new_button)
        self._rows = (top, places)
        self._filler = QWidget(self)
        upper = QVBoxLayout()
        upper.setContentsMargins(space.s, space.s - 1, space.s, space.s)
        upper.setSpacing(2)
        upper.addLayout(top)
        upper.addWidget(self.palette_button)
        upper.addLayout(places)
        for name, button in self.place_buttons.items():
            if name != "compare":
                upper.addWidget(button)
        upper.addWidget(self.history_button)
        upper.addSpacing(space.s)
        upper.addWidget(self.heading)
        upper.addWidget(self.field)
        self.heading.setContentsMargins(space.xs, 0, 0, space.xs)
        foot = QVBoxLayout()
        foot.setContentsMargins(space.s, space.xs, space.s, space.s)
        foot.addWidget(self.badge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(upper)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self._filler, 1)
        layout.addLayout(foot)
