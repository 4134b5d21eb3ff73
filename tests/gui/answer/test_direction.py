# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Text that is read from right to left has its marks on the right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage

from sidelight.gui.answer import AnswerView

MakeView = Callable[..., AnswerView]

ARABIC = "العنصر الأول"
HEBREW = "פריט ראשון"


def inked(image: QImage, box: QRect) -> bool:
    """Whether anything is drawn there."""
    ground = image.pixel(box.left(), box.top())
    return any(
        image.pixel(x, y) != ground
        for x in range(box.left(), box.right() + 1)
        for y in range(box.top(), box.bottom() + 1)
    )


def margins(view: AnswerView, index: int) -> tuple[bool, bool]:
    """Whether there is a mark in the item's indent at the left, and at the right."""
    image = view.viewport().grab().toImage()
    box, step = view.page.box(index).toRect(), view.shared.look.item_indent
    left = QRect(box.left(), box.top(), step - 6, box.height())
    right = QRect(box.right() - step + 6, box.top(), step - 6, box.height())
    return inked(image, left), inked(image, right)


@pytest.mark.parametrize("mark", ["-", "7.", "- [x]", "- [ ]"])
@pytest.mark.parametrize("words", [ARABIC, HEBREW])
def test_an_items_mark_stands_on_the_right(make_view: MakeView, mark: str, words: str) -> None:
    assert margins(make_view(f"{mark} {words}"), 0) == (False, True)


@pytest.mark.parametrize("mark", ["-", "7.", "- [x]"])
def test_an_items_mark_stands_on_the_left_otherwise(make_view: MakeView, mark: str) -> None:
    assert margins(make_view(f"{mark} An item with {ARABIC} in it"), 0) == (True, False)


def test_text_keeps_clear_of_its_marks_and_is_hit_where_it_stands(make_view: MakeView) -> None:
    view = make_view(f"> - {ARABIC}\n>   1. {HEBREW * 20}\n")
    look = view.shared.look
    for index, marks in ((0, look.item_indent), (1, look.item_indent + look.number_indent)):
        block = view.flow[index]
        places = block.rects(0, len(block.text))
        assert min(place.left() for place in places) >= look.quote_indent
        right = max(place.right() for place in places)
        assert abs(right - (block.width - marks)) < 1.5
        first = block.rects(0, 1)[0]
        assert block.hit(QPointF(first.right(), first.center().y())) == 0
        assert abs(block.caret(0).x() - first.right()) < 1.5


@pytest.mark.parametrize("zoom", [0.6, 1.0, 2.5])
def test_a_long_number_stays_within_the_column(make_view: MakeView, zoom: float) -> None:
    numbers = (9, 10, 99, 100, 12345)
    view = make_view(width=900)
    view.set_zoom(zoom)
    for number in numbers:
        view.set_text(f"{number}. item")
        image = view.viewport().grab().toImage()
        box = view.page.box(0).toRect()
        assert not inked(image, QRect(box.left() - 20, box.top(), 20, box.height()))
        view.set_text(f"9. one\n{number}. item")
        if number < 100:
            assert view.flow[0].left == view.flow[1].left
