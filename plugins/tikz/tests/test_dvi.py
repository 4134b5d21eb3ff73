# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight_tikz.dvi import BadDvi, Character, Font, Rule, Special, pages

PRE = bytes([247, 2]) + bytes(12) + b"\3abc"
BOP = bytes([139]) + bytes(44)
EOP, POST = bytes([140]), bytes([248])
PT = 65536


def number(value: int, size: int = 4) -> bytes:
    return value.to_bytes(size, "big", signed=value < 0)


FONT = bytes([243, 5]) + bytes(4) + number(10 * PT) + number(10 * PT) + b"\0\5cmr10" + bytes([176])
PAGE = (
    FONT
    + b"A"  # moves on by half the size
    + bytes([141, 146]) + number(3 * PT)  # push, right
    + bytes([160]) + number(-2 * PT) + b"\x80\x42"  # down, set1
    + bytes([142])  # pop
    + bytes([132]) + number(PT) + number(2 * PT)  # a rule that moves on
    + bytes([239, 3]) + b"abc"
    + bytes([151]) + number(PT) + bytes([147])  # w, and the same again
    + bytes([137]) + number(PT) + number(PT)  # a rule that does not
    + bytes([133, 65]) + b"A"
)  # fmt: skip


def marks(page: bytes) -> list[object]:
    (found,) = pages(PRE + BOP + page + EOP + POST, lambda name: (0.5,) * 256)
    return list(found)


def test_everything_stands_where_tex_put_it() -> None:
    font = Font("cmr10", 10)
    assert marks(PAGE) == [
        Character(font, 65, 0, 0, 5),
        Character(font, 66, 8, -2, 5),
        Rule(5, 0, 2, 1),
        Special("abc", 7, 0),
        Rule(9, 0, 1, 1),
        Character(font, 65, 9, 0, 5),
        Character(font, 65, 9, 0, 5),
    ]


@pytest.mark.parametrize(
    ("command", "moves"),
    [(143, (1, 0)), (148, (1, 0)), (153, (1, 0)), (157, (0, 1)), (162, (0, 1)), (167, (0, 1))],
)
def test_every_way_to_move(command: int, moves: tuple[int, int]) -> None:
    across, down = moves
    for size in range(1, 5):
        page = bytes([command + size - 1]) + number(-5, size) + bytes([239, 1]) + b"x"
        assert marks(page) == [Special("x", -5 * across / PT, -5 * down / PT)]


def test_rules_without_a_size_are_not_drawn() -> None:
    assert marks(bytes([132]) + number(0) + number(PT)) == []
    assert marks(bytes([137]) + number(PT) + number(-PT)) == []


@given(st.integers(0, len(PRE + BOP + PAGE + EOP)))
def test_a_file_that_is_cut_short_is_refused(length: int) -> None:
    with pytest.raises(BadDvi):
        list(pages((PRE + BOP + PAGE + EOP)[:length], lambda name: (0.5,) * 256))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        list(pages(PRE + BOP + content, lambda name: (0.0,) * 256))
    except BadDvi:
        pass
