# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What may be behind an error, and nothing where nobody knows."""

from __future__ import annotations

import pytest

from sidelight_tikz.hints import hint


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("I do not know the key '/tikz/cylinder' and I am", r"\usetikzlibrary{shapes.geometric}"),
        ("I do not know the key '/tikz/drop shadow' and", "library shadows"),
        ("I do not know the key '/pgf/decoration/brace ' and", "decorations.pathreplacing"),
        ("Unknown arrow tip kind 'Stealth'", "arrows.meta"),
        ("Unknown shape ``star.'' Using ``rectangle'' instead", "shapes.geometric"),
        ("Unknown function `of' (in 'of a')", "positioning"),
        ("I do not know the key '/tikz/darkred!50' and I am", "“DarkRed”"),
        ("Undefined color `steelblue'.", "“SteelBlue”"),
        ("Missing $ inserted", "$…$"),
        ("Extra }, or forgotten \\endgroup", "still open"),
        ("Undefined control sequence \\draw", "outside of every tikzpicture"),
    ],
)
def test_what_may_help(message: str, words: str) -> None:
    assert words in hint(message)


@pytest.mark.parametrize("message", ["Undefined control sequence \\drwa", "the key '/tikz/thicck' and", ""])
def test_nothing_is_made_up(message: str) -> None:
    assert hint(message) == ""
