# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from sidelight.api import Artifact, Context, Rendered
from sidelight_maths import lending, renderer
from support.pictures import opened


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ...]]:
    """A folder with one font, in which a letter is a black square of half an em."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 256), (256, 256), (256, 0)):
        pen.lineTo(corner)
    pen.closePath()
    built = FontBuilder(512, isTTF=True)
    built.setupGlyphOrder([".notdef", "you"])
    built.setupCharacterMap({ord("你"): "you"})
    built.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "you": pen.glyph()})
    built.setupHorizontalMetrics({".notdef": (512, 0), "you": (512, 0)})
    built.setupHorizontalHeader(ascent=400, descent=-112)
    built.setupNameTable({"familyName": "Droid Sans Fallback", "styleName": "Regular"})
    built.setupOS2()
    built.setupPost()
    built.save(tmp_path / "DroidSansFallback.ttf")
    monkeypatch.setattr(lending, "_SYSTEM", ())
    lending.lender.cache_clear()
    yield (str(tmp_path),)
    lending.lender.cache_clear()


def typeset(text: str, folders: tuple[str, ...]) -> Rendered:
    context = Context(font_folders=folders, settings={"size": 64}, colours={"text": "#000000"})
    return renderer.render(Artifact(0, "math", text, True), context)


def test_a_letter_is_lent_in_the_size_and_colour_of_the_formula(fonts: tuple[str, ...]) -> None:
    drawn = typeset(r"\textcolor{#ff0000}{\text{你}}", fonts)
    assert drawn.image is not None
    assert drawn.notes == ()
    picture = opened(drawn.image.data)
    assert picture.size == pytest.approx((64, 34), abs=3)
    assert picture.getpixel((16, 16)) == (255, 0, 0, 255)
    assert picture.getpixel((50, 16))[3] == 0


def test_a_letter_that_no_font_has_is_named(fonts: tuple[str, ...]) -> None:
    notes = [note.message for note in typeset(r"\text{你好吗}", fonts).notes]
    assert notes == ["No font here has these letters: 吗好."]
    assert typeset(r"x = \text{да}", fonts).notes == ()
