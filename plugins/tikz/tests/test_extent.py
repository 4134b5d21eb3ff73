# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight_tikz.extent import Extent, turned


def box(extent: Extent) -> tuple[float, ...]:
    return extent.left, extent.top, extent.right, extent.bottom


def test_it_is_the_smallest_rectangle_around_all() -> None:
    extent = Extent()
    extent.add(1, 2, 3, 1)
    extent.add(-1, 5, 1, 1)
    assert box(extent) == (-1, 1, 4, 5)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ((2, 3, 0), (10, 14, 14, 20)),
        ((-1, 1, 0), (8, 18, 10, 20)),
        ((1, 1, 90), (8, 18, 10, 20)),
        ((1, 1, 180), (8, 20, 10, 22)),
    ],
)
def test_scaled_and_turned_boxes_count_as_they_are_seen(
    turn: tuple[float, float, float], expected: tuple[float, ...]
) -> None:
    extent = Extent()
    extent.turn(turned(*turn, 10, 20))
    extent.add(10, 20, 2, 2)
    assert box(extent) == pytest.approx(expected)
    assert extent.back()
    assert not extent.back()
