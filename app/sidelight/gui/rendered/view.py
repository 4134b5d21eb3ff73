# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A rendered artifact in its place: the drawing, what its renderer remarks, and one quiet line of tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from sidelight.api import Note
from sidelight.gui import last_folder
from sidelight.gui.glview.buttons import QuietButton
from sidelight.gui.rendered.body import Body, Saved
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.naming import name_of
from sidelight.gui.rendered.notes import Notes
from sidelight.gui.rendered.tree import TreeBody
from sidelight.gui.resting import rests
from sidelight.gui.theme import Theme

MOST_HEIGHT = 560
"""Pixels that a drawing takes in an answer at most; there is a view of its own for more."""
_TOOLS, _NAME, _BUTTON = 30, 120, 26
SAID_FOR_MS = 4000
_TOOLS_MS = 25

Choice = tuple[str, str]
"""A renderer: its id and its name."""


class RenderedView(QWidget):
    """What a renderer made of an artifact.

    Signals:
        height_wanted: it would be this high.
        source_wanted: the text is wanted instead.
        line_requested: a line of the text is wanted, counted from 1.
        larger_wanted: it is to be seen in a window of its own.
        renderer_chosen: another renderer is to show it (its id).
        link_clicked: an address was clicked; nothing was opened.
    """

    height_wanted = Signal(int)
    source_wanted = Signal()
    line_requested = Signal(int)
    larger_wanted = Signal()
    renderer_chosen = Signal(str)
    link_clicked = Signal(str)

    def __init__(
        self,
        body: Body,
        name: str,
        choices: Sequence[Choice],
        notes: Sequence[Note],
        theme: Theme,
        parent: QWidget,
        *,
        larger: bool = False,
    ) -> None:
        """Show a drawing.

        Args:
            body: the drawing; it becomes a part of this.
            name: what the renderer is called.
            choices: all that could show it, this one first.
            notes: what the renderer remarks.
            theme: the look.
            parent: the widget around it.
            larger: it stands in a window of its own, or cannot be put into one.
        """
        super().__init__(parent)
        self._theme = theme
        self._choices = list(choices)
        self._larger = larger
        self._height = 0
        self._unasked = False
        self._zoom = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.body = body
        body.setParent(self)
        self.body.height_wanted.connect(self.ask_height)
        self.body.link_clicked.connect(self.link_clicked)
        self.setFocusProxy(self.body)
        self._name = QLabel(name, self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setProperty("kind", "small")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._name.setMinimumWidth(0)
        self._saying = QTimer(self)
        self._saying.setSingleShot(True)
        self._saying.setInterval(SAID_FOR_MS)
        self._saying.timeout.connect(partial(self._name.setText, name))
        self.line = QFrame(self)
        self.line.setProperty("kind", "hairline")
        self.line.setFixedHeight(1)
        self.notes: Notes | None = None
        self._buttons: list[QuietButton] = []
        self._sizes: list[QuietButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.body, 1)
        self._layout.addWidget(self.line)
        self.more: QuietButton | None = None
        self.tools = self._place_tools(theme)
        self._layout.addWidget(self.tools)
        self.show_notes(notes)
        for keys, do in (("S", self.source_wanted.emit), ("F", self.larger_wanted.emit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _place_tools(self, theme: Theme) -> QWidget:
        """The line of tools with the renderer's name; its buttons come a moment later."""
        tools = QWidget(self)
        tools.setFixedHeight(_TOOLS)
        row = QHBoxLayout(tools)
        row.setContentsMargins(theme.space.m, 2, theme.space.xs, 2)
        row.setSpacing(2)
        row.addWidget(self._name, 1)
        QTimer.singleShot(_TOOLS_MS, self, lambda: self._fill_tools(row))
        return tools

    def _fill_tools(self, row: QHBoxLayout) -> None:
        if self.body.zooms:
            self._add(row, "minus", self.tr("Smaller"), "-", lambda: self.body.zoom_by(-1))
            self._add(row, "plus", self.tr("Larger"), "+", lambda: self.body.zoom_by(1))
            if isinstance(self.body, ImageBody):
                self._add(row, "fit", self.tr("All of it"), "0", lambda: self.body.zoom_by(0))
        self._sizes = list(self._buttons)
        self._add(row, "copy", self.tr("Copy"), "", self._copy)
        self._add(row, "save-copy", self.tr("Save as…"), "", self.save)
        if not self._larger:
            self._add(row, "full-size", self.tr("Open in a window of its own"), "F", self.larger_wanted.emit)
        self.more = self._add(row, "more", self.tr("More: other ways to show it"), "", self._open_menu)
        self._fit_tools(self.width())

    def _fit_tools(self, room: int) -> None:
        # Size goes first, all of it: keys and the wheel do the same. What else there is, the menu has.
        for place, button in enumerate(reversed(self._buttons)):
            needed = len(self._buttons) if button in self._sizes else place + 1
            button.setVisible(room >= _NAME + _BUTTON * needed or place == 0)

    def _add(
        self, row: QHBoxLayout, drawing: str, words: str, keys: str, do: Callable[[], object]
    ) -> QuietButton:
        button = QuietButton(drawing, words, self._theme, keys=keys, parent=self)
        button.clicked.connect(lambda _checked=False: do())
        row.addWidget(button)
        self._buttons.append(button)
        return button

    # what is shown

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Other remarks than before."""
        if self.notes is not None:
            self._layout.removeWidget(self.notes)
            self.notes.hide()
            self.notes.deleteLater()
            self.notes = None
        if notes:
            self.notes = Notes(notes, self._theme, self)
            self.notes.line_requested.connect(self.line_requested)
            self.notes.grown.connect(self.ask_height)
            self._layout.insertWidget(1, self.notes)

    def exchange(self, body: Body, notes: Sequence[Note]) -> None:
        """Show more of the same: another drawing of the same kind, scrolled as far as this one."""
        old, self.body = self.body, body
        before = old.place
        body.setParent(self)
        body.height_wanted.connect(self.ask_height)
        body.link_clicked.connect(self.link_clicked)
        self._layout.replaceWidget(old, body)
        self._layout.setStretchFactor(body, 1)
        old.hide()
        old.deleteLater()
        body.show()
        body.go_to(before)
        self.setFocusProxy(body)
        self.show_notes(notes)
        self.ask_height()

    def wanted_height(self, width: int) -> int:
        """How high it would be in this width, in pixels."""
        if width <= 0:
            return MOST_HEIGHT
        height = self.body.wanted_height(width, MOST_HEIGHT) + _TOOLS + 1
        if self.notes is not None:
            layout = self.notes.layout()
            known = layout.heightForWidth(width) if layout is not None else -1
            height += known if known > 0 else self.notes.sizeHint().height()
        return height

    def sizeHint(self) -> QSize:
        """In its present width."""
        return QSize(self.width(), self.wanted_height(self.width()))

    def ask_height(self) -> None:
        """Ask for another height if it wants one."""
        self._unasked = rests(self)
        if self._unasked:
            return  # undressed it has not the height that it will have
        height = self.wanted_height(self.width())
        if height != self._height:
            self._height = height
            self.height_wanted.emit(height)

    def wake(self) -> None:
        """Ask for what was not asked for out of the window."""
        if self._unasked:
            self.ask_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width asks for another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.ask_height()
        self._fit_tools(event.size().width())

    def set_zoom(self, zoom: float) -> None:
        """As large as the text around it."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.body.set_zoom(zoom)
            self.ask_height()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        if theme is self._theme:
            return
        self._theme = theme
        self.update()
        self.body.set_theme(theme)
        if self.notes is not None:
            self.notes.set_theme(theme)
        for button in self._buttons:
            button.set_theme(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground: a palette would be forgotten with the next style sheet above."""
        QPainter(self).fillRect(event.rect(), self._theme.colour("page"))

    # what is done

    def say(self, words: str) -> None:
        """Say something in the place of the renderer's name, for a moment."""
        self._name.setText(words)
        self._name.setToolTip(words if len(words) > 30 else "")
        self._saying.start()

    def _copy(self) -> None:
        self.body.copy()
        self.say(self.tr("Copied"))

    def _copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self.body.grab())
        self.say(self.tr("Copied as a picture"))

    def save(self) -> None:
        """Ask for a file and write what is shown into it."""
        forms = self.body.forms()
        kinds = {f"{form.kind} (*.{form.ending})": form for form in forms}
        artifact = self.body.artifact
        name = name_of(artifact, self.tr("drawing")) if artifact is not None else self.tr("drawing")
        path = str(last_folder.folder() / f"{name}.{forms[0].ending}")
        path, kind = QFileDialog.getSaveFileName(self, self.tr("Save as"), path, ";;".join(kinds))
        if path:
            last_folder.note(path)
            save_as(path, forms, kinds.get(kind, forms[0]), partial(_say_if_there, self))

    def _open_menu(self) -> None:
        if self.more is None:
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(self.more.recede)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Other ways to show it, and what there was no room for."""
        menu = QMenu(self)
        menu.addAction(self.tr("Show the source\tS"), self.source_wanted.emit)
        if not self._larger:
            menu.addAction(self.tr("Open in a window of its own\tF"), self.larger_wanted.emit)
        menu.addAction(self.tr("Copy"), self._copy)
        if not isinstance(self.body, ImageBody):
            menu.addAction(self.tr("Copy as a picture"), self._copy_picture)
        if isinstance(self.body, TreeBody):
            menu.addAction(self.tr("Copy the path"), self.body.copy_path)
        menu.addAction(self.tr("Save as…"), self.save)
        if len(self._choices) > 1:
            menu.addSeparator()
            for identifier, name in self._choices:
                words = self.tr("Show as: {0}").format(name)
                action = menu.addAction(words, partial(self.renderer_chosen.emit, identifier))
                action.setCheckable(True)
                action.setChecked(identifier == self._choices[0][0])
        return menu


def save_as(path: str, forms: Sequence[Saved], chosen: Saved, say: Callable[[str], None]) -> None:
    """Write the form that the name's ending says, or the chosen one; ``say`` hears how that went.

    A name without the ending of any form is given that of the chosen one.
    """
    ending = Path(path).suffix.lower()
    form = next((form for form in forms if f".{form.ending}" == ending), None)
    if form is None:
        form, path = chosen, f"{path}.{chosen.ending}"
        if Path(path).exists():
            say(f"{path} is there already: choose it, or another name.")
            return
    if form.later is None:
        say(write(path, form))
        return

    def made(data: bytes | None, failure: str) -> None:
        why = failure or "There is none of it."
        say(write(path, form._replace(data=data)) if data is not None else f"Not saved: {why}")

    say("Making it…")
    form.later(made)


def _say_if_there(view: RenderedView, words: str) -> None:
    if isValid(view):
        view.say(words)


def write(path: str, saved: Saved) -> str:
    """Write a file; the sentence that says how that went."""
    file = QSaveFile(path)
    written = file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(saved.data) == len(saved.data)
    if not written or not file.commit():
        return f"{path} could not be written: {file.errorString()}."
    return f"Saved as {path}."
