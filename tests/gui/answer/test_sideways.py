# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is wider than its room scrolls within its block; the page does not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from sidelight.gui.answer import AnswerView
from sidelight.gui.answer.sideways import Sideways

MakeView = Callable[..., AnswerView]


def test_pushing_stays_within_bounds_and_a_shrunk_content_draws_back() -> None:
    wide = [300.0]
    pushed = Sideways(lambda: wide[0])
    assert not pushed.push(-5)
    assert pushed.push(200)
    assert pushed.push(200)
    assert pushed.offset == 300
    assert not pushed.push(1)
    wide[0] = 100.0
    assert pushed.offset == 100
    wide[0] = 0.0
    assert pushed.offset == 0


def test_the_thumb_goes_from_one_end_of_its_track_to_the_other() -> None:
    pushed = Sideways(lambda: 400.0)
    track = QRectF(10, 50, 200, 4)
    assert pushed.thumb(track).left() == 10
    spare = 200 - pushed.thumb(track).width()
    assert pushed.drag(spare / 2, 200)
    assert pushed.offset == 200
    pushed.drag(spare, 200)
    assert pushed.thumb(track).right() == track.right()


def test_the_bar_of_a_listing_is_dragged(make_view: MakeView, qtbot: QtBot) -> None:
    drag_bar(make_view("```\n" + "x" * 400 + "\n```"), qtbot)


def drag_bar(view: AnswerView, qtbot: QtBot) -> None:
    block, page = view.flow[0], view.page
    pushed = block.sideways
    assert pushed is not None
    (bar,) = (c for c in block.controls() if c.name == "bar")
    at = (bar.rect.center() + page.box(0).topLeft()).toPoint()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(view.viewport(), at + QPoint(40, 0))
    assert pushed.offset > 0
    qtbot.mouseMove(view.viewport(), at + QPoint(4000, 0))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(4000, 0))
    assert pushed.offset == pushed.overflow > 0
    assert view.selection.empty
