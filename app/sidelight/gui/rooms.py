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
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live_run import LiveRun


@dataclass(frozen=True, slots=True)
class Rooms:
    """What makes each of them."""

    answer_view: Callable[[Theme, QWidget], AnswerView]
    live_view: Callable[[LiveRun, Theme, QWidget], LiveView]
    inspector: Callable[[Desk, Theme, QWidget], Inspector]


def own_rooms() -> Rooms:
    """Sidelight's own."""
    return Rooms(_answer_view, _live_view, _inspector)


def _answer_view(theme: Theme, parent: QWidget) -> AnswerView:
    from sidelight.gui.answer.view import AnswerView  # after first paint

    return AnswerView(theme, parent)


def _live_view(run: LiveRun, theme: Theme, parent: QWidget) -> LiveView:
    from sidelight.gui.glview.view import LiveView  # after first paint

    return LiveView(run, theme, _pictures, parent)


def _pictures() -> Path:
    """Where saved frames go: the user's folder of pictures."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))


def _inspector(desk: Desk, theme: Theme, parent: QWidget) -> Inspector:
    from sidelight.gui.inspector.panel import Inspector  # after first paint

    return Inspector(desk, theme, parent)
