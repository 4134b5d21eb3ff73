# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Live views in the flow: heights that change while everything is laid out, and coming into sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from sidelight.gui.answer import AnswerView

MakeView = Callable[..., AnswerView]

LISTING = "```py\nprint(1)\n```\n\n"
BETWEEN = "Some words between one listing and the next.\n\n" * 30


class Wishing(QWidget):
    """Wants another height whenever it is resized, at the very moment when it is placed."""

    def __init__(self, view: AnswerView, artifact: int, wish: Callable[[int], int | None]) -> None:
        super().__init__()
        self.view = view
        self.artifact = artifact
        self.wish = wish
        self.resizes = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resizes += 1
        wanted = self.wish(self.width())
        if wanted is None:
            self.view.embed(self.artifact, None)
        else:
            self.view.embed(self.artifact, self, wanted)


# heights


def test_a_wish_while_it_is_placed_is_granted_at_once(make_view: MakeView) -> None:
    view = make_view(LISTING + "Below.\n\n" + LISTING)
    first = Wishing(view, 0, lambda width: width // 4)
    second = Wishing(view, 1, lambda width: width // 5)
    view.embed(0, first, 300)
    view.embed(1, second, 300)
    for width in (720, 500, 640):
        view.resize(width, 600)
        assert first.height() == first.width() // 4
        assert second.height() == second.width() // 5
        assert first.geometry().bottom() < view.page.top(1) < second.y()
    for widget in (first, second):
        widget.deleteLater()


def test_a_view_that_is_never_content_comes_to_rest(make_view: MakeView) -> None:
    view = make_view(LISTING)
    greedy = Wishing(view, 0, lambda _width: 100 + 7 * greedy.resizes)
    view.embed(0, greedy, 100)
    assert 1 <= greedy.resizes < 20
    assert greedy.isVisible()
    greedy.deleteLater()


def test_a_view_may_take_itself_away_while_it_is_placed(make_view: MakeView) -> None:
    view = make_view(LISTING + "Below.\n\n" + LISTING)
    below = view.page.top(1)
    leaving = Wishing(view, 0, lambda _width: None)
    staying = QLabel("stays")
    view.embed(1, staying, 80)
    view.embed(0, leaving, 200)
    assert not leaving.isVisible()
    assert staying.isVisible()
    assert view.page.top(1) == below
    leaving.deleteLater()


def test_a_deleted_view_gives_its_room_back(make_view: MakeView) -> None:
    view = make_view(LISTING + "Below.")
    below = view.page.top(1)
    label = QLabel("gone soon")
    view.embed(0, label, 200)
    assert view.page.top(1) > below
    shiboken6.delete(label)
    view.resize(700, 500)
    assert view.page.top(1) == below
    view.set_text(LISTING)


def test_another_view_in_its_place_and_the_same_view_again(make_view: MakeView) -> None:
    view = make_view(LISTING + "Below.")
    one, other = QLabel("one"), QLabel("other")
    view.embed(0, one, 200)
    view.embed(0, one, 260)
    assert one.isVisible()
    assert one.height() == 260
    view.embed(0, other, 120)
    assert not one.isVisible()
    assert other.height() == 120
    with pytest.raises(IndexError):
        view.embed(4, one, 120)
    for label in (one, other):
        label.deleteLater()


# coming into sight


def seen(view: AnswerView, label: QWidget) -> bool:
    place = label.geometry()
    return label.isVisible() and place.top() >= 0 and place.bottom() < view.viewport().height()


@pytest.mark.parametrize("from_y", [0, 300, 100_000])
def test_a_live_view_comes_into_sight_with_the_least_scrolling(make_view: MakeView, from_y: int) -> None:
    view = make_view(BETWEEN + LISTING + BETWEEN)
    label = QLabel("live")
    view.embed(0, label, 200)
    view.verticalScrollBar().setValue(from_y)
    view.reveal_embed(0)
    assert seen(view, label)
    edges = (label.y(), view.viewport().height() - 1 - label.geometry().bottom())
    # But for a little room at the edge.
    assert min(edges) <= view.shared.look.space.s + 1
    before = view.page.y
    view.reveal_embed(0)
    assert view.page.y == before
    assert view.verticalScrollBar().value() == round(before)
    label.deleteLater()


def test_what_is_in_sight_does_not_move(make_view: MakeView) -> None:
    view = make_view(LISTING + BETWEEN)
    label = QLabel("live")
    view.embed(0, label, 200)
    view.verticalScrollBar().setValue(20)
    view.reveal_embed(0)
    assert view.page.y == 20
    label.deleteLater()


def test_a_view_that_learns_its_height_when_it_is_first_seen_is_seen_wholly(make_view: MakeView) -> None:
    view = make_view(BETWEEN + LISTING + BETWEEN)
    wishing = Wishing(view, 0, lambda width: width // 2)
    view.embed(0, wishing, 60)
    assert not wishing.isVisible()
    view.reveal_embed(0)
    assert wishing.height() == wishing.width() // 2
    assert seen(view, wishing)
    wishing.deleteLater()


@pytest.mark.parametrize("from_y", [0, 100_000])
def test_of_a_view_that_is_too_high_the_upper_part_is_shown(make_view: MakeView, from_y: int) -> None:
    view = make_view(BETWEEN + LISTING + BETWEEN)
    label = QLabel("live")
    view.embed(0, label, 900)
    view.verticalScrollBar().setValue(from_y)
    view.reveal_embed(0)
    assert abs(label.y()) <= 1
    label.deleteLater()


def test_at_the_end_of_a_growing_answer_it_stays_in_sight(make_view: MakeView) -> None:
    view = make_view()
    view.feed(BETWEEN + LISTING + "Then")
    view.show_pending(1000)
    assert view.following
    label = QLabel("live")
    view.embed(0, label, 240)
    view.reveal_embed(0)
    assert seen(view, label)
    for _ in range(30):
        view.feed(" more words.\n\n")
        view.show_pending(1000)
    assert seen(view, label)
    assert view.chip.isVisible()
    label.deleteLater()


def test_a_view_that_grows_while_all_of_it_is_in_sight_stays_in_sight(make_view: MakeView) -> None:
    view = make_view(BETWEEN + LISTING + BETWEEN)
    label = QLabel("live")
    view.embed(0, label, 200)
    view.reveal_embed(0)
    view.embed(0, label, 420)
    assert label.height() == 420
    assert seen(view, label)
    view.verticalScrollBar().setValue(0)
    view.embed(0, label, 200)
    assert view.page.y == 0
    label.deleteLater()


def test_a_view_that_is_revealed_while_hidden_is_in_sight_later(make_view: MakeView) -> None:
    view = make_view(BETWEEN + LISTING + BETWEEN)
    view.hide()
    label = QLabel("live")
    view.embed(0, label, 200)
    view.reveal_embed(0)
    view.show()
    assert seen(view, label)
    view.reveal_embed(7)
    label.deleteLater()
