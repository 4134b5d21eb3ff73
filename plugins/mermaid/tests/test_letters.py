# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw

from sidelight.api import Artifact, Context
from sidelight_mermaid import emoji, letters, renderer
from sidelight_mermaid.mending import plain, without_formulas

DEJAVU = Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ...]]:
    """A folder with one font, in which there is one letter of 512 units an em."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 400))
    pen.lineTo((400, 0))
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
    monkeypatch.setattr(letters, "_SYSTEM", ())
    caches = (letters.coloured, letters._files, letters._all)
    for cache in caches:
        cache.cache_clear()
    yield (str(tmp_path),)
    for cache in caches:
        cache.cache_clear()


def test_a_letter_is_taken_from_a_font_that_has_it(fonts: tuple[str, ...]) -> None:
    made = letters.face_with(DEJAVU, "a你好", 0, fonts)
    assert made is not None
    face = TTFont(io.BytesIO(made))
    names = face.getBestCmap()
    assert ord("好") not in names
    with TTFont(DEJAVU) as before:
        assert face["hmtx"][names[ord("a")]] == before["hmtx"]["a"]
    glyph = face["glyf"][names[ord("你")]]
    assert (glyph.xMax, glyph.yMax) == (1600, 1600)  # 2,048 units an em
    assert face["hmtx"][names[ord("你")]][0] == 2048


def test_a_face_that_has_all_letters_stays(fonts: tuple[str, ...]) -> None:
    assert letters.face_with(DEJAVU, "äЖ→ ✓", 0, fonts) is None


def test_emoji_are_spelled_as_single_letters_if_there_is_a_font_with_them(fonts: tuple[str, ...]) -> None:
    text = "A[🚀 Go] --> B[👩\u200d💻 🇩🇪 🚀 ❤\ufe0f ✓]"
    assert letters.spelled(text, fonts) == letters.Spelled(text)
    Path(fonts[0], "NotoColorEmoji.ttf").touch()
    letters.coloured.cache_clear()
    letters._all.cache_clear()
    found = letters.spelled(text, fonts)
    assert found.text == "A[\ue000 Go] --> B[\ue001 \ue002 \ue000 \ue003 ✓]"
    assert found.emoji == ("🚀", "👩\u200d💻", "🇩🇪", "❤\ufe0f")


def test_emoji_have_room_and_one_box_fills_it(fonts: tuple[str, ...]) -> None:
    made = letters.face_with(DEJAVU, "\ue000\ue001", 2, fonts)
    assert made is not None
    face = TTFont(io.BytesIO(made))
    names = face.getBestCmap()
    wide = {face["hmtx"][names[code]][0] for code in (0xE000, 0xE001, ord(letters.BOX))}
    assert len(wide) == 1
    assert face["glyf"][names[0xE001]].numberOfContours == 0
    assert face["glyf"][names[ord(letters.BOX)]].numberOfContours == 1


def test_a_picture_is_put_where_a_box_would_be() -> None:
    def page(box: tuple[int, int, int, int] | None) -> bytes:
        paper = Image.new("RGBA", (80, 40), "#808080")
        if box:
            ImageDraw.Draw(paper).rectangle(box, "#000000")
        packed = io.BytesIO()
        paper.save(packed, "PNG")
        return packed.getvalue()

    made = emoji.put_in(page(None), ("●",), lambda number: page((10, 10, 29, 29)), str(DEJAVU))
    picture = Image.open(io.BytesIO(made))
    assert picture.getpixel((19, 19)) != (128, 128, 128, 255)
    assert {picture.getpixel(place) for place in ((5, 19), (40, 19), (19, 5), (19, 35))} == {
        (128, 128, 128, 255)
    }


@pytest.mark.parametrize(
    ("tex", "made"),
    [
        ("x^2 + y_1", "x² + y₁"),
        (r"\\sqrt{x+3}", "√(x+3)"),
        (r"\frac{1}{2}", "1/2"),
        (r"\frac{a+b}{\pi}", "(a+b)/π"),
        (r"\text{if } \alpha \leq \infty", "if  α≤∞"),
        (r"e^{ik}", "e^ik"),
    ],
)
def test_a_formula_in_a_label_becomes_plain_signs(tex: str, made: str) -> None:
    assert plain(tex) == made
    assert without_formulas(f'A["$${tex}$$"]') == (f'A["{made}"]', True)
    assert without_formulas(f'A["{tex}"]') == (f'A["{tex}"]', False)


def test_a_formula_in_a_label_is_named() -> None:
    shown = renderer.render(Artifact(0, "mermaid", 'graph LR\n A["$$x^2$$"]', True), Context())
    assert "plain signs" in shown.notes[0].message


def test_emoji_that_no_font_has_are_named(fonts: tuple[str, ...]) -> None:
    artifact = Artifact(0, "mermaid", "graph LR\n A[🚀 Go]", True)
    assert "has emoji" in renderer.render(artifact, Context(font_folders=fonts)).notes[0].message
