# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Letters that TeX's fonts lack: which are lent, what TeX is told of them, and where they come from."""

from __future__ import annotations

import pytest

from sidelight_tikz.document import document
from sidelight_tikz.letters import FACES, Letters
from sidelight_tikz.typesetter import Typesetter


@pytest.mark.parametrize("text", ["plain", "Größe, façade, žluťoučký, ő", "α + β ≤ ∞ → Ω", "“a” – ‘b’ … €"])
def test_nothing_is_told_of_what_tex_can_make(text: str) -> None:
    assert Letters().told(text) == ""


@pytest.mark.parametrize("sign", ["Ж", "ế", "♔", "đ", "א"])
def test_others_are_told_once_with_their_code_and_a_width_for_each_face(sign: str) -> None:
    told = Letters().told(f"{sign}a{sign}")
    assert told.count(rf"{{{ord(sign):04X}}}{{{sign}}}") == 1
    assert told.count(r"\or ") == len(FACES) - 1


def test_greek_words_are_letters_and_single_ones_are_mathematics() -> None:
    told = Letters().told("γλώσσα")
    assert r"\sidelight@lent*{03B3}" in told
    assert r"\sidelight@lent*{03CE}" in told
    assert Letters().told("γ = 2") == ""


def test_marks_that_nobody_sees_take_no_room() -> None:
    assert Letters().told("a\u0301") == "\\sidelight@unseen{0301}%\n"


def test_faces_differ_and_a_letter_that_no_font_has_is_none() -> None:
    letters = Letters()
    regular, bold = letters.letter("Ж", 0), letters.letter("Ж", 1)
    assert regular is not None
    assert bold is not None
    assert regular.font is not bold.font
    assert regular.path(10, 20, 10).startswith("M")
    assert letters.letter("\U000f1234", 0) is None


def test_a_letter_that_no_font_has_is_a_frame_and_is_named(typesetter: Typesetter) -> None:
    made = typesetter.typeset(document("\\tikz\\node {Ж\U0001f9ff};"))
    assert made.drawing.words == "Ж\U0001f9ff"
    lacking = typesetter._letters.letter("\U0001f9ff", 0) is None
    assert made.drawing.lacking == ("\U0001f9ff" if lacking else "")
