# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import pytest
from PIL import Image

from sidelight.api import Artifact, Context, Kind, Rendered, RenderError, Severity
from sidelight_svg import renderer

HERE = Path(__file__).parent
FONTS = (str(Path(mpl.get_data_path(), "fonts", "ttf")),)
NS = 'xmlns="http://www.w3.org/2000/svg"'


def draw(text: str, *, complete: bool = True, **context: object) -> Rendered:
    given = Context(font_folders=FONTS, **context)  # type: ignore[arg-type]
    return renderer.render(Artifact(0, "svg", text, complete), given)


def picture(rendered: Rendered) -> Image.Image:
    assert rendered.kind is Kind.PNG
    assert rendered.image is not None
    return Image.open(io.BytesIO(rendered.image.data)).convert("RGBA")


def ink(rendered: Rendered) -> int:
    """How many pixels are not left empty."""
    return sum(picture(rendered).getchannel("A").point(lambda alpha: alpha > 40).histogram()[1:])


def messages(rendered: Rendered) -> str:
    return "\n".join(note.message for note in rendered.notes)


@pytest.mark.parametrize(
    "name", ["lake", "symbols", "gradients", "words", "filters", "styled", "today", "page"]
)
def test_drawings_look_as_they_did(name: str, golden_image: Callable[..., None]) -> None:
    golden_image(
        draw((HERE / "drawings" / f"{name}.svg").read_text("utf-8"), scale=1.5), name, tolerance=0.005
    )


def test_it_is_as_large_as_it_says_and_as_fine_as_the_screen() -> None:
    drawn = draw(f'<svg {NS} width="2in" height="50"><rect width="9" height="9"/></svg>', scale=2.0)
    assert drawn.image is not None
    assert (drawn.image.width, drawn.image.height) == (192, 50)
    assert picture(drawn).size == (384, 100)


@pytest.mark.parametrize(
    ("given", "width", "height"),
    [
        ('viewBox="0 0 400 300"', 400, 300),
        ('viewBox="0 0 24 24"', 200, 200),
        ('viewBox="0 0 1280 640"', 640, 320),
        ('width="100%" height="100%" viewBox="0 0 300 100"', 300, 100),
        ('width="100" viewBox="0 0 300 150"', 100, 50),
        ('height="100" viewBox="0,0,300,150"', 200, 100),
        ("", 300, 150),
        ('viewBox="0 0 30 30" style="width: 90px; color: red"', 90, 90),
        ('style="max-width:9px;width:100%;height:120px" viewBox="0 0 2 1"', 240, 120),
        ('width="900000" height="900000"', 640, 640),
        ('width="900000" height="10"', 640, 1),
        ('viewBox="0 0 0 0" width="50" height="40"', 50, 40),
        ('viewBox="a b c d"', 300, 150),
    ],
)
def test_sizes(given: str, width: float, height: float) -> None:
    drawn = draw(f"<svg {NS} {given}><rect width='9' height='9'/></svg>")
    assert drawn.image is not None
    assert (round(drawn.image.width), round(drawn.image.height)) == (width, height)


def test_a_drawing_of_no_size_is_refused() -> None:
    with pytest.raises(RenderError, match="no size"):
        draw(f'<svg {NS} width="0" height="10"/>')


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (f"<svg {NS}>\n<g", "breaks off", None),
        (f"<svg {NS}>\n\0</svg>", "XML", 2),
        ("nothing of the kind", "no <svg>", None),
        ("", "no <svg>", None),
    ],
)
def test_what_is_not_well_formed_is_explained_with_its_line(text: str, words: str, line: int | None) -> None:
    with pytest.raises(RenderError, match=words.replace("?", r"\?")) as caught:
        draw(text)
    assert line is None or caught.value.line == line


@pytest.mark.parametrize(
    ("inside", "words", "line", "like"),
    [
        (
            "<g>\n<rect width='5' height='5'>\n</g>",
            "<rect> of line 3 is still open",
            4,
            "<rect width='5' height='5'/>",
        ),
        ("<text y='9'>A & B < C</text>", "bare &", 2, "<text y='9'>A &amp; B &lt; C</text>"),
        ("<rect width=5 height=5 />", "without quotes", 2, "<rect width='5' height='5'/>"),
        ("<rect width='5' width='9' height='5'/>", "twice", 2, "<rect width='5' height='5'/>"),
        ("<text y='9'>&nowhere;</text>", "not known", 2, "<text y='9'>&amp;nowhere;</text>"),
        ("<!-- a -- b --><rect width='5' height='5'/>", "XML", 2, "<rect width='5' height='5'/>"),
        (
            "<style>g{& rect{fill:red}}</style><g><rect width='5' height='5'/></g>",
            "bare &",
            2,
            "<rect width='5' height='5' fill='red'/>",
        ),
        ("<g><rect width='5' height='5'/>", "<g> of line 2", 2, "<g><rect width='5' height='5'/></g>"),
    ],
)
def test_what_only_a_page_may_hold_is_drawn_as_in_a_page(
    inside: str, words: str, line: int, like: str
) -> None:
    drawn = draw(f"<svg {NS} width='90' height='20'>\n{inside}</svg>")
    assert drawn.image == draw(f"<svg {NS} width='90' height='20'>{like}</svg>").image
    assert words in drawn.notes[0].message
    assert "but not as a file" in drawn.notes[0].message
    assert drawn.notes[0].line == line


def test_a_page_around_a_drawing_and_names_in_small_letters() -> None:
    rect = "<rect width='50' height='50' fill='url(#g)'/>"
    gradient = "inearGradient id='g'><stop offset='0' stop-color='red'/></l"
    right = f"<svg {NS} viewBox='0 0 50 50' width='50' height='50'><l{gradient}inearGradient>{rect}</svg>"
    drawn = draw(f"<!DOCTYPE html><html><body>{right.replace('G', 'g').replace('B', 'b')}</body></html>")
    assert drawn.image == draw(right).image
    assert "is written viewBox" in messages(drawn)


def test_lines_are_counted_from_the_first_of_the_text() -> None:
    with pytest.raises(RenderError) as caught:
        draw(f'<?xml version="1.0"?>\n<!-- one\ntwo -->\n<svg {NS}>\n</g></svg>')
    assert caught.value.line == 5


def test_a_drawing_grows_while_it_is_written() -> None:
    text = (HERE / "drawings" / "lake.svg").read_text("utf-8")
    context = Context(font_folders=FONTS)
    seen = []
    for end in range(0, len(text) + 1, 40):
        shown = renderer.update(Artifact(0, "svg", text[:end], False), context)  # type: ignore[attr-defined]
        if shown is not None:
            seen.append(ink(shown))
            assert "breaks off" not in messages(shown)
    assert len(seen) > 10
    assert seen == sorted(seen)
    assert seen[-1] > 5 * max(1, seen[0])


def test_a_path_grows_with_its_points() -> None:
    head = f'<svg {NS} width="100" height="100"><path fill="none" stroke="red" d="M0 50'
    points = "".join(f" L{x} 50" for x in range(10, 100, 10))
    context = Context()
    inks = []
    for end in range(4, len(points) + 1, 7):
        shown = renderer.update(Artifact(0, "svg", head + points[:end], False), context)  # type: ignore[attr-defined]
        assert shown is not None
        inks.append(ink(shown))
    assert inks == sorted(inks)
    assert inks[-1] > inks[0]


def test_an_answer_that_was_cut_short_is_drawn_and_says_so() -> None:
    drawn = draw(
        f'<svg {NS} width="90" height="90"><rect width="50" height="50"/><g><rect wi', complete=False
    )
    assert ink(drawn) == 2500
    assert "breaks off" in messages(drawn)


def test_the_same_is_drawn_the_same() -> None:
    text = (HERE / "drawings" / "words.svg").read_text("utf-8")
    assert draw(text) == draw(text)


def test_text_never_vanishes() -> None:
    for family in ("", 'font-family="Nowhere"', "font-family='Segoe UI'", 'style="font-family: Georgia"'):
        assert ink(draw(f'<svg {NS} width="200" height="40"><text y="30" {family}>Here</text></svg>')) > 50
    rule = "<style>text{font-family:Nowhere}</style>"
    assert ink(draw(f"<svg {NS} width='200' height='40'>{rule}<text y='30'>Here</text></svg>")) > 50


def test_letters_without_a_glyph_are_boxes() -> None:
    assert ink(draw(f'<svg {NS} width="200" height="40"><text y="30">你好</text></svg>')) > 20


def test_emoji_that_no_font_has_are_named() -> None:
    assert "has emoji" in messages(draw(f'<svg {NS} width="90" height="40"><text y="30">🚀</text></svg>'))
    assert "has emoji" not in messages(
        draw(f'<svg {NS} width="90" height="40"><text y="30">→ ✓</text></svg>')
    )


def test_html_entities_are_read_as_a_browser_would() -> None:
    plain = draw(f'<svg {NS} width="200" height="40"><text y="30">a—b</text></svg>')
    assert draw(f'<svg {NS} width="200" height="40"><text y="30">a&mdash;b</text></svg>').image == plain.image


@pytest.mark.parametrize(
    ("before", "note"),
    [
        ("<svg width='90' height='90'>", "no xmlns"),
        ("<svg xmlns='http://www.w3.org/2000/SVG' width='90' height='90'>", "not that of SVG"),
        ("<svg:svg xmlns:svg='http://www.w3.org/2000/svg' width='90' height='90'>", ""),
        (f"Here it is:\n<svg {NS} width='90' height='90'>", "before the drawing"),
    ],
)
def test_small_mistakes_are_drawn_and_named(before: str, note: str) -> None:
    close = "</svg:svg>" if "svg:svg" in before else "</svg>"
    rect = "<svg:rect" if "svg:svg" in before else "<rect"
    drawn = draw(f"{before}{rect} width='30' height='30'/>{close}")
    assert ink(drawn) == 900
    assert note in messages(drawn)


def test_what_follows_the_end_is_named() -> None:
    drawn = draw(f"<svg {NS} width='90' height='90'><rect width='30' height='30'/></svg>\n<p>and so on</p>")
    assert ink(drawn) == 900
    assert [note.line for note in drawn.notes if "follows" in note.message] == [2]


def test_paper_lies_behind_it_where_the_window_is_dark() -> None:
    text = f"<svg {NS} width='90' height='90' {{}}><rect width='30' height='30'/></svg>"
    plain, adapting = text.format(""), text.format("style='color-scheme: light dark'")
    assert ink(draw(plain)) == 900
    assert ink(draw(plain, dark=True)) == 8100
    assert ink(draw(plain, dark=True, settings={"paper": "none"})) == 900
    assert ink(draw(plain, settings={"paper": "white"})) == 8100
    assert ink(draw(adapting, dark=True)) == 900


def test_the_background_of_the_root_is_painted() -> None:
    for given in ("style='background:#0a0'", "style='--c:#0a0; background-color: var(--c)'"):
        drawn = draw(f"<svg {NS} width='90' height='90' {given}/>")
        assert picture(drawn).getpixel((40, 40)) == (0, 170, 0, 255)
    drawn = draw(f"<svg {NS} width='90' height='90'><style>svg {{ background: #0a0 }}</style></svg>")
    assert picture(drawn).getpixel((40, 40)) == (0, 170, 0, 255)
    assert "nothing in it" in messages(drawn)


def test_a_background_that_is_no_colour_is_no_hindrance() -> None:
    style = "style='background:conic-gradient(red, blue)'"
    assert ink(draw(f"<svg {NS} width='90' height='90' {style}><rect width='30' height='30'/></svg>")) == 900


@pytest.mark.parametrize(
    ("ground", "left", "right"),
    [
        ("linear-gradient(90deg, #f00, #00f)", (254, 0, 1), (1, 0, 254)),
        ("linear-gradient(to left, #f00 0%, #00f 100%)", (1, 0, 254), (254, 0, 1)),
        ("linear-gradient(rgb(255 0 0), #f00)", (255, 0, 0), (255, 0, 0)),
    ],
)
def test_a_background_may_run_from_colour_to_colour(
    ground: str, left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    drawn = picture(draw(f"<svg {NS} width='90' height='90' style='background: {ground}'><g/></svg>"))
    for place, colour in ((0, left), (89, right)):
        assert drawn.getpixel((place, 45))[:3] == pytest.approx(colour, abs=3)


def test_text_is_as_its_style_asks_for() -> None:
    text = f"<svg {NS} width='90' height='40'><text y='30' {{}}>{{}}</text></svg>"
    plain = draw(text.format("", "ABC"))
    assert draw(text.format("style='text-transform: uppercase'", "aBc")).image == plain.image
    assert ink(draw(text.format("style='text-shadow: 4px 4px #f00'", "ABC"))) > ink(plain)


def test_what_only_browsers_draw_is_named() -> None:
    drawn = draw(f"<svg {NS}><rect width='9' height='9' style='backdrop-filter:blur(2px)'/></svg>")
    assert "not drawn here: backdrop-filter" in messages(drawn)


def test_alternative_text_is_its_title_or_what_it_holds() -> None:
    assert draw(f"<svg {NS}><title>A cat</title></svg>").alt_text == "Drawing: A cat"
    drawn = draw(
        f"<svg {NS}><g><title>inner</title><circle r='9'/><text y='9'>Hi <tspan>you</tspan></text></g></svg>"
    )
    assert drawn.alt_text == "Drawing of 1 shape and the words: Hi you"


def test_embedded_pictures_are_drawn() -> None:
    green = io.BytesIO()
    Image.new("RGB", (4, 4), "#00ff00").save(green, "PNG")
    address = "data:image/png;base64," + base64.b64encode(green.getvalue()).decode()
    drawn = draw(f'<svg {NS} width="60" height="60"><image href="{address}" width="60" height="60"/></svg>')
    assert picture(drawn).getpixel((30, 30)) == (0, 255, 0, 255)
    inner = base64.b64encode(
        f'<svg {NS} width="5" height="5"><rect width="5" height="5" fill="#00f"/></svg>'.encode()
    )
    address = "data:image/svg+xml;base64," + inner.decode()
    drawn = draw(f'<svg {NS} width="60" height="60"><image href="{address}" width="60" height="60"/></svg>')
    assert picture(drawn).getpixel((30, 30)) == (0, 0, 255, 255)


def test_notes_name_what_was_left_out_with_the_line_of_the_first() -> None:
    drawn = draw(f"<svg {NS} width='9' height='9'>\n<script>x</script>\n<script/>\n<animate/><blink/></svg>")
    notes = {note.message: (note.line, note.severity) for note in drawn.notes}
    assert notes["Left out: 2 scripts (<script>); nothing in a drawing is run."] == (2, Severity.WARNING)
    assert notes["Left out: an animation (<animate>); the drawing stands still."] == (4, Severity.INFO)
    assert notes["Left out: an element that SVG does not have (<blink>)."] == (4, Severity.WARNING)


def test_it_is_sure_of_what_it_draws() -> None:
    def sure(language: str, text: str) -> int:
        return renderer.match(Artifact(0, language, text, True))

    assert sure("svg", f"<svg {NS}/>") > sure("xml", f"<svg {NS}/>") > 50
    assert sure("xml", "<a><b/></a>") == sure("svg", "") == sure("svg", "<svgs>") == 0
    assert 0 < sure("html", f"<!DOCTYPE html><html><body><svg {NS}/></body></html>") < 50


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = {"resvg_py", "PIL", "numpy", "PySide6", "pyexpat"}
    program = f"import sys, sidelight_svg; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_nothing_is_shown_before_the_first_shape_is_written() -> None:
    begun = f"<svg {NS} viewBox='0 0 90 90'><style>@keyframes r{{to{{opacity:0}}}}</style>"
    context = Context(font_folders=())
    assert renderer.update(Artifact(0, "svg", begun, False), context) is None  # type: ignore[attr-defined]
    shown = renderer.update(Artifact(0, "svg", f"{begun}<rect width='9' height='9'/>", False), context)  # type: ignore[attr-defined]
    assert shown is not None
    assert "nothing in it" not in messages(shown)
