# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Shadings by a function, and surfaces whose corners have colours."""

from __future__ import annotations

import re

import pytest

from sidelight_tikz.field import Fields

SCALE = "[[scale 0,0,1 1,0,0]]"


def test_a_function_gives_a_colour_to_each_place() -> None:
    drawn = Fields().drawn("<g>[[field 0 0 100 100 100 div exch 100 div exch 0]]</g>")
    first, *_, last = re.findall(r'fill="(#\w+)"', drawn)
    assert first == "#030300"
    assert last == "#fcfc00"
    assert drawn.startswith("<g><rect")


def test_equal_colours_beside_each_other_are_one_area() -> None:
    assert Fields().drawn("[[field 0 0 10 10 pop pop 1 0 0]]").count("<rect") == 48


@pytest.mark.parametrize(
    ("code", "colour"),
    [
        ("pop pop 3 4 add 7 eq {1} {0} ifelse 0 0", "#ff0000"),
        ("pop pop 1 0 0 3 1 roll", "#00ff00"),
        ("pop pop 0 0 1 1 index exch", "#0000ff"),
        ("pop pop 90 sin 360 cos 0 abs", "#ffff00"),
        ("pop pop 2 copy pop pop 1 1 1", ""),
        ("pop pop 1 0 atan 90 div 0 0", "#ff0000"),
        ("pop pop 5 2 mod 0 not 1 1 and", "#ffffff"),
    ],
)
def test_the_words_of_postscript(code: str, colour: str) -> None:
    drawn = Fields().drawn(f"[[field 0 0 1 1 {code}]]")
    assert set(re.findall(r'fill="(#\w+)"', drawn)) == ({colour} if colour else set())


@pytest.mark.parametrize(
    "code",
    [
        "",
        "pop pop",
        "1 2 nonsense",
        "{" * 200,
        "pop " * 9,
        "1e308 1e308 exp 0 0",
        "9 index",
        "9 roll",
        "1 2 3 " + "6 copy " * 290,
        "0 " * 1500,
    ],
)
def test_what_cannot_be_reckoned_is_left_out(code: str) -> None:
    assert Fields().drawn(f"a[[field 0 0 1 1 {code}]]b") == "ab"


def test_a_surface_runs_from_colour_to_colour() -> None:
    drawn = Fields().drawn(f"{SCALE}[[patch 0 0 0 10 0 0 10 10 1000 0 10 1000]]")
    colours = re.findall(r'fill="(#\w+)"', drawn)
    assert len(colours) == 16
    assert colours[0] == "#2000df"
    assert colours[-1] == "#df0020"


@pytest.mark.parametrize(
    "asked",
    [
        "[[patch 0 0 0 10 0 0 10 10 1000 0 10 1000]]",
        f"{SCALE}[[patch 1 2 3]]",
        "[[scale x]]",
        f"{SCALE}[[patch x]]",
    ],
)
def test_a_surface_without_scale_or_corners_is_none(asked: str) -> None:
    assert Fields().drawn(asked) == ""


def test_there_is_an_end_to_areas() -> None:
    fields = Fields()
    drawn = [fields.drawn("[[field 0 0 9 9 9 div exch 9 div 0]]").count("<rect") for _ in range(40)]
    assert drawn[0] > 2000
    assert drawn[-1] == 0
    assert sum(drawn) < 70_000
