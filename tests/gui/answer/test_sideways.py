# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is wider than its room scrolls within its block; the page does not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from sidelight.gui.answer import AnswerView
from sidelight.gui.answer.sideways import Sideways
from sidelight.gui.answer.table import Table

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


WIDE = (
    "|" + "|".join(f" Heading{n} " for n in range(14)) + "|\n|" + "---|" * 14 + "\n"
    "|" + "|".join(f" unbreakable{n}word " for n in range(13)) + "| [last](http://x.y) |\n"
)


def test_the_bar_of_a_table_is_dragged(make_view: MakeView, qtbot: QtBot) -> None:
    drag_bar(make_view(WIDE), qtbot)


def test_a_wide_table_breaks_no_word_and_all_of_it_can_be_reached(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(WIDE, width=500)
    table, page = view.flow[0], view.page
    assert isinstance(table, Table)
    assert view.horizontalScrollBar().maximum() == 0
    for word in ("Heading0", "unbreakable7word", "last"):
        at = table.text.index(word)
        assert len(table.rects(at, at + len(word))) == 1
    view.find("last")
    at = table.text.index("last")
    (place,) = table.rects(at, at + 4)
    assert 0 <= place.left() < place.right() <= table.width
    assert table.link_at(place.center()) == "http://x.y"
    assert table.hit(place.center()) - at in range(5)
    with qtbot.waitSignal(view.link_clicked) as clicked:
        middle = place.center() + page.box(0).topLeft()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert clicked.args == ["http://x.y"]
    view.find("Heading0")
    assert table.sideways.offset == 0


def test_a_table_that_fits_has_no_bar(make_view: MakeView) -> None:
    view = make_view("| a | b |\n|---|---|\n| some words that wrap | " + "more words " * 30 + "|\n")
    assert not view.flow[0].controls()
    assert view.flow[0].sideways is not None
    assert not view.flow[0].sideways.overflow


def test_the_parts_of_a_long_table_move_together(make_view: MakeView) -> None:
    row = "|" + "|".join(f" unbreakable{n}word " for n in range(14)) + "|\n"
    view = make_view(WIDE + row * 900, width=500)
    parts = [block for block in view.flow if isinstance(block, Table)]
    assert len(parts) > 1
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    pushed = parts[-1].sideways
    assert pushed.push(120)
    assert parts[0].sideways.offset == 120
    assert parts[0].columns == parts[-1].columns


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
