# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Live views in the flow of an answer, each under its listing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sidelight.gui.answer.code import Code
from sidelight.gui.answer.page import Page
from sidelight.gui.resting import MOMENT_S, WAKING, Resting, rests

_ROUNDS = 4
LEAST, MOST = 24, 2000
"""Heights between which a live view is kept, in pixels; how it is resized is its own affair."""


class Embeds(QObject):
    """Which live view stands under which artifact.

    Args:
        page: where blocks stand.
        canvas: the widget that the views are put on.
        changed: called when heights changed.
    """

    def __init__(self, page: Page, canvas: QWidget, changed: Callable[[], None]) -> None:
        super().__init__(canvas)
        self._page = page
        self._canvas = canvas
        self._changed = changed
        self._live: dict[int, QWidget] = {}
        self._known: dict[int, int] = {}  # where in the flow an artifact was the last time
        self._folds: dict[int, tuple[bool, str]] = {}
        self._resting: Resting | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(round(MOMENT_S * 1000))
        self._again.timeout.connect(self.place)
        self._placing = False
        self._wishes: dict[int, tuple[QWidget | None, int]] = {}  # what was put while views were placed

    def put(self, artifact: int, widget: QWidget | None, height: int, *, quietly: bool = False) -> bool:
        """Put a view under an artifact, or take it away; ``False`` if there is no such artifact.

        May be called while views are placed, as by one that is given its width and wants another height.
        ``quietly`` leaves it to the caller to lay out anew.
        """
        if self._code(artifact) is not None and self._placing:
            self._wishes[artifact] = (widget, height)
            return True
        done = self._take(artifact, widget, height)
        if done and not quietly:
            self._changed()
        return done

    def fold(self, artifact: int, folded: bool, switch: str) -> None:
        """Say whether what is put stands in the place of the lines, and the word on the switch to the other.

        It holds from the next ``put`` on.
        """
        self._folds[artifact] = (folded, switch)

    def at(self, artifact: int) -> QWidget | None:
        """What stands under an artifact."""
        found = self._live.get(artifact)
        return found if found is not None and isValid(found) else None

    def rest(self, artifact: int) -> None:
        """Take what stands under an artifact out of the window until it is near again; its room stays."""
        widget = self.at(artifact)
        if widget is None or widget.isVisible():
            return
        if self._resting is None:
            self._resting = Resting(self)
        self._resting.take(widget)

    def wake(self, artifact: int) -> bool:
        """Take it back, hidden, before it comes into sight; whether there was anything to do."""
        widget = self.at(artifact)
        if widget is None or not rests(widget):
            return False
        widget.setParent(self._canvas)
        return True

    def folded(self, artifact: int) -> bool:
        """Whether it stands in the place of the lines."""
        code = self._code(artifact)
        return code is not None and code.folded

    def _take(self, artifact: int, widget: QWidget | None, height: int) -> bool:
        code = self._code(artifact)
        old = self._live.pop(artifact, None)
        if old is not None and old is not widget and isValid(old):
            old.hide()
            old.setParent(None)
        if code is None:
            return False
        if widget is None:
            code.embed_height = 0.0
        else:
            if widget.parent() is not self._canvas:
                widget.setParent(self._canvas)
            self._live[artifact] = widget
            code.embed_height = float(max(LEAST, min(height, MOST)))
        folded, code.switch = self._folds.get(artifact, (False, ""))
        code.folded = folded and widget is not None
        code.width = -1.0
        return True

    def _code(self, artifact: int) -> Code | None:
        index = self._index(artifact)
        view = self._page.flow[index] if index >= 0 else None
        return view if isinstance(view, Code) else None

    def index_of(self, artifact: int) -> int:
        """Where in the flow an artifact is; -1 if there is none."""
        return self._index(artifact)

    def _index(self, artifact: int) -> int:
        flow = self._page.flow
        known = self._known.get(artifact, -1)
        # What stands before a listing is finished: its place in the flow stays as it is.
        if 0 <= known < len(flow) and flow[known].artifact_index == artifact:
            return known
        for index, view in enumerate(flow):
            if view.artifact_index == artifact:
                self._known[artifact] = index
                return index
        return -1

    def place(self) -> None:
        """Move the views to where their listings are; views out of sight are hidden."""
        if self._placing or not self._live:
            return
        self._placing = True
        try:
            # Not for ever: a view may want another height whatever it is given.
            for _ in range(_ROUNDS):
                self._place_all()
                wishes, self._wishes = self._wishes, {}
                if not wishes:
                    break
                for artifact, (widget, height) in wishes.items():
                    self._take(artifact, widget, height)
                self._changed()
        finally:
            self._placing = False

    def _place_all(self) -> None:
        page = self._page
        for artifact, widget in tuple(self._live.items()):
            if not isValid(widget):
                self.put(artifact, None, 0)  # it was deleted: its room closes
                continue
            index = self._index(artifact)
            view = page.flow[index] if index >= 0 else None
            if not isinstance(view, Code):
                continue
            rect = view.embed_rect if view.width > 0 else None
            top = page.top(index)
            seen = rect is not None and top + view.height > 0 and top < page.height
            if rect is not None and seen:
                if rests(widget) and not WAKING.wake(widget, self._canvas):
                    self._again.start()  # whoever scrolls on does not wait for what is passed
                    continue
                widget.setGeometry(rect.translated(page.left, top).toRect())
            widget.setVisible(seen)

    def box(self, artifact: int) -> QRectF | None:
        """A view's place in the window, laid out if need be; ``None`` if there is none."""
        page, code = self._page, self._code(artifact)
        if code is None or artifact not in self._live:
            return None
        index = self._index(artifact)
        if code.width < 0:
            code.arrange(page.width_for(code))
            page.flow.resized(index)
        return code.embed_rect.translated(page.left, page.top(index))

    def wholly_seen(self, artifact: int, widget: QWidget) -> bool:
        """Whether nothing of this view is out of sight."""
        if self._live.get(artifact) is not widget or self._placing or not isValid(widget):
            return False
        box = self.box(artifact)
        return box is not None and box.top() >= 0 and box.bottom() <= self._page.height

    def clear(self) -> None:
        """Take all views away; the caller lays out anew."""
        self._folds.clear()
        for artifact, widget in self._live.items():
            # Hidden where they are: to lose their place would have each of them dressed anew.
            if isValid(widget):
                widget.hide()
            if (code := self._code(artifact)) is not None:
                code.embed_height, code.folded, code.switch, code.width = 0.0, False, "", -1.0
        self._live.clear()
