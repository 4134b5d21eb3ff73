# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How the window gets what it shows but does not draw itself: answers, live views, the inspector.

They are imported when the first one is made, which is after the first paint: an answer brings syntax colours
and Markdown with it, and a window that opens empty needs neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.gui.glview.view import LiveView
    from sidelight.gui.inspector.panel import Inspector
    from sidelight.gui.rendered.studio import Studio
    from sidelight.text.highlight import Lexers
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live_run import LiveRun


def _nothing() -> None:
    """There is nothing to get ready."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What makes each of them; ``preload`` gets ready what they need, once the window has been painted.

    ``answers``, if given, is what makes the answers: who has a studio has it draw in all of them.
    """

    answer_view: Callable[[Theme, QWidget], AnswerView]
    live_view: Callable[[LiveRun, Theme, QWidget], LiveView]
    inspector: Callable[[Desk, Theme, QWidget], Inspector]
    preload: Callable[[], None] = _nothing
    answers: Answers | None = None


def own_rooms() -> Rooms:
    """Sidelight's own; all its answers share their lexers."""
    answers = Answers()
    return Rooms(answers.make, _live_view, _inspector, answers.preload, answers)


class Answers:
    """Makes answer views. A lexer takes a tenth of a second to import: it is done once, and ahead of time.

    Attributes:
        studio: draws what their blocks mean; nothing is drawn without.
    """

    def __init__(self) -> None:
        self.studio: Studio | None = None
        self._lexers: Lexers | None = None

    def preload(self) -> None:
        """Begin to import, on a thread of its own, what colours a Python listing."""
        self._shared().preload()

    def make(self, theme: Theme, parent: QWidget) -> AnswerView:
        """One more view."""
        from sidelight.gui.answer.view import AnswerView  # after first paint

        self.preload()
        view = AnswerView(theme, parent, lexers=self._shared())
        if self.studio is not None:
            self.studio.attach(view)
        return view

    def _shared(self) -> Lexers:
        from sidelight.text.highlight import Lexers  # after first paint

        if self._lexers is None:
            self._lexers = Lexers()
        return self._lexers


def _live_view(run: LiveRun, theme: Theme, parent: QWidget) -> LiveView:
    from sidelight.gui.glview.view import LiveView  # after first paint

    return LiveView(run, theme, _pictures, parent)


def _pictures() -> Path:
    """Where saved frames go: the user's folder of pictures."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))


def _inspector(desk: Desk, theme: Theme, parent: QWidget) -> Inspector:
    from sidelight.gui.inspector.panel import Inspector  # after first paint

    return Inspector(desk, theme, parent)
