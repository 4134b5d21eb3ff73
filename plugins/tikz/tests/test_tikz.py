# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whole drawings, from the text of an answer to a picture: with the engine, and with the renderer for SVG."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from sidelight.api import Artifact, Context, Kind, Rendered, RenderError, Severity
from sidelight_svg import renderer as svg
from sidelight_tikz import ENGINES, TikZ
from sidelight_tikz.native import Native

HERE = Path(__file__).parent
UPDATE = "SIDELIGHT_UPDATE_PICTURES"
SLOW = {"surface"}
NAMES = [path.stem for path in sorted((HERE / "drawings").glob("*.tex"))]


@pytest.fixture(scope="module")
def tikz(engine: Path) -> TikZ:
    return TikZ()


@pytest.fixture(autouse=True)
def _engines(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENGINES, str(engine.parents[1]))
    # The same everywhere, whether a TeX is installed or not.
    monkeypatch.setattr(Native, "found", lambda: None)


def text_of(name: str) -> str:
    return (HERE / "drawings" / f"{name}.tex").read_text("utf-8")


def draw(tikz: TikZ, text: str) -> Rendered:
    return tikz.render(Artifact(0, "latex", text, True), Context())


def source(rendered: Rendered) -> str:
    assert rendered.kind is Kind.SVG
    assert rendered.image is not None
    return rendered.image.data.decode("utf-8")


def seen(rendered: Rendered) -> Image.Image:
    """The picture as the window gets it, on white paper."""
    drawn = svg.render(Artifact(0, "svg", source(rendered), True), Context(scale=1.5))
    assert drawn.image is not None
    assert not drawn.notes
    assert (drawn.image.width, drawn.image.height) == (rendered.image.width, rendered.image.height)
    picture = Image.open(io.BytesIO(drawn.image.data)).convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> int:
    """By how much of 255 two pictures differ where they differ most, once blurred."""
    soft = [picture.filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)]
    return max(high for _, high in ImageChops.difference(*soft).getextrema())


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in NAMES]
)
def test_drawings_look_as_they_did(tikz: TikZ, name: str) -> None:
    picture = seen(draw(tikz, text_of(name)))
    golden = HERE / "golden" / f"{name}.png"
    if UPDATE in os.environ:
        picture.save(golden, optimize=True)
    wanted = Image.open(golden).convert("RGB")
    assert picture.size == wanted.size
    assert differ(picture, wanted) < 26


def test_what_is_to_be_seen_is_said_in_words(tikz: TikZ) -> None:
    rendered = draw(tikz, text_of("unicorn"))
    assert "A unicorn with" in rendered.alt_text
    assert "magic" in rendered.alt_text
    assert "<text" not in source(rendered)
    assert not rendered.notes


def test_the_same_text_gives_the_same_bytes_from_a_kept_preamble_and_from_a_new_engine(tikz: TikZ) -> None:
    first, second = draw(tikz, text_of("unicorn")), draw(tikz, text_of("unicorn"))
    assert first == second == draw(TikZ(), text_of("unicorn"))


def test_documents_leave_nothing_behind_for_the_next(tikz: TikZ) -> None:
    plain = r"\begin{tikzpicture}\draw (0,0) -- (1,1) node {x};\end{tikzpicture}"
    before = source(draw(tikz, plain))
    draw(tikz, r"\gdef\draw{\relax}\global\let\node\draw\tikz\fill (0,0) circle (1);")
    assert source(draw(tikz, plain)) == before


def test_the_border_of_the_class_is_left_free(tikz: TikZ) -> None:
    head = r"\documentclass[tikz,border=%s]{standalone}"
    body = r"\begin{document}\tikz\draw (0,0) rectangle (1,1);\end{document}"
    narrow, wide = (draw(tikz, head % border + body).image for border in ("0pt", "1cm"))
    assert narrow is not None
    assert wide is not None
    assert wide.width - narrow.width == pytest.approx(2 * 96 / 2.54, abs=1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "\\usepackage{geometry}\\usepackage[utf8]{inputenc}\n\\tikz\\draw (0,0) -- (1,1);",
            "geometry, inputenc",
        ),
        (
            "\\usepackage{tabularx}\\tikz\\node {\\begin{tabularx}{3cm}{lX}a&b\\end{tabularx}};",
            "simple cases: tabularx",
        ),
        ("\\tikz\\draw (0,0) -- (1,1);", "Common libraries"),
    ],
)
def test_what_is_otherwise_than_elsewhere_is_said(tikz: TikZ, text: str, words: str) -> None:
    assert words in "\n".join(note.message for note in draw(tikz, text).notes)


@pytest.mark.parametrize(
    "sign", ["é", "ß", "ő", "°", "±", "×", "½", "€", "©", "α", "Ω", "→", "≤", "∞", "…", "“", "«", "₂", "™"]
)
def test_signs_that_people_write_as_they_are(tikz: TikZ, sign: str) -> None:
    assert "<path" in source(draw(tikz, rf"\usetikzlibrary{{calc}}\tikz\node {{{sign}}};"))


WRONG = {
    "undefined": (
        "\\tikz{\n\\draw (0,0) -- (1,1);\n\\drwa (0,0);\n}",
        3,
        r"Undefined control sequence \drwa.",
    ),
    "no semicolon": ("\\tikz{\n\\draw (0,0) -- (1,1)\n\\draw (1,1);\n}", 3, "Did you forget a semicolon?"),
    "key": ("\\usetikzlibrary{calc}\n\\tikz\\draw[foo=3] (0,0) -- (1,1);", 2, "the key '/tikz/foo'"),
    "node": ("\\begin{tikzpicture}\n\n\\draw (a) -- (1,1);\n\\end{tikzpicture}", 3, "No shape named `a'"),
    "unfinished": ("\\begin{tikzpicture}\n\\node at (0,0) {abc", 2, "Missing } inserted"),
    "open brace": ("\\tikz{\n\\draw (0,0) -- (1,1) node[above {x};\n", None, "stays open"),
    "package": (
        "\\documentclass{article}\n\\usepackage{fontawesome5}\n\\begin{document}\\end{document}",
        2,
        "“fontawesome5”",
    ),
    "library": ("\\usepackage{tikz}\n\n\\usetikzlibrary{nonsense}\n\\tikz\\draw;", 3, "library “nonsense”"),
    "plot library": (
        "\\usepackage{pgfplots}\\usepgfplotslibrary{smithchart}\n\\tikz{}",
        1,
        "pgfplots.smithchart",
    ),
    "nothing": ("% only a remark", None, "draws nothing"),
    "long lines": ("\n\\tikz\\node {" + "word " * 1000 + "\n\\undefined};", 3, r"\undefined"),
}


@pytest.mark.parametrize("name", WRONG)
def test_errors_are_those_of_tex_with_the_line_of_the_artifact(tikz: TikZ, name: str) -> None:
    text, line, words = WRONG[name]
    with pytest.raises(RenderError) as caught:
        draw(tikz, text)
    assert words in str(caught.value)
    assert caught.value.line == line


HOSTILE = {
    "file": (r"\tikz\node{\input{/etc/passwd}};", "no file “/etc/passwd”"),
    "its own file": (
        r"\newwrite\f\immediate\openout\f=/tmp/sidelight-pwned \immediate\closeout\f\input{/tmp/other}",
        "no file “/tmp/other”",
    ),
    "memory": (
        r"\def\x{aaaaaaaaaaaaaaaaaaa}\loop\edef\x{\x\x}\iftrue\repeat\tikz\node{};",
        "capacity exceeded",
    ),
    "calls": (r"\tikz{\def\x{\x\x}\x}", "capacity exceeded"),
    "braces": (r"\tikz{" + "{" * 200_000, "a line of more than"),
    "braces in lines": (r"\tikz{" + ("{" * 100 + "\n") * 2000, "capacity exceeded"),
    "scopes": (r"\tikz{" + "\n\\begin{scope}" * 600, "capacity exceeded"),
    "files": (r"\newread\f\loop\openin\f=amsbsy.sty \iftrue\repeat", "more than 1,900 files"),
    "half an element": (r"\tikz{\special{dvisvgm:raw <g>}\draw (0,0)--(1,1);}", "do not fit together"),
    "entities": (
        r"\tikz{\special{dvisvgm:raw <!DOCTYPE a [<!ENTITY x 'y'>]>}\draw (0,0)--(1,1);}",
        "fit together",
    ),
    "no end": (r"\tikz{\csname @@end\endcsname}", "TeX stopped"),
    "memory image": (r"\dump", "TeX stopped"),
    "catcodes": (r"\catcode`\\=12 \tikz", "TeX stopped"),
    "a page of its own": (r"\shipout\hbox{a}", "draws nothing"),
    "counting": (r"\tikz\foreach \i in {1,...,100000000} \fill (\i,0) circle (1);", "Dimension too large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused_with_a_sentence(tikz: TikZ, name: str) -> None:
    text, words = HOSTILE[name]
    with pytest.raises(RenderError, match=words):
        draw(tikz, text)
    assert not Path("/tmp/sidelight-pwned").exists()
    assert source(draw(tikz, r"\tikz\draw (0,0) -- (1,1);"))


@pytest.mark.slow
@pytest.mark.parametrize("text", [r"\tikz{\def\x{\x}\x}", r"\tikz\node{\loop\iftrue\repeat};"])
def test_endless_loops_come_to_an_end(tikz: TikZ, text: str) -> None:
    with pytest.raises(RenderError, match="did not come to an end"):
        draw(tikz, text)


def test_nothing_is_run_and_nothing_is_read(tikz: TikZ, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    text = rf"\immediate\write18{{touch {victim}}}\newread\f\openin\f=/etc/passwd "
    rendered = draw(tikz, text + r"\tikz\node{\ifeof\f nobody\else somebody\fi};")
    assert "nobody" in rendered.alt_text
    assert not victim.exists()


def test_scripts_and_addresses_do_not_get_out(tikz: TikZ) -> None:
    text = r"""\tikz{\special{dvisvgm:raw <script>alert(1)</script><image href="file:///etc/passwd"/>
      <g onload="x()"><path id="p" d="M0 0L9 9" style="fill:url(http://a/b)"/><use href="http://a/b"/></g>}
      \draw (0,0) -- (1,1);}"""
    written = source(draw(tikz, text))
    assert 'd="M0 0L9 9"' in written
    for part in ("script", "alert", "image", "file:", "http://a", "onload", "style"):
        assert part not in written


@pytest.mark.parametrize("hidden", ["\0", "\x01\x1b", "\u202e", "\u200b\u2066", "\ufeff", "\ud800"])
def test_signs_that_nobody_sees_do_no_harm(tikz: TikZ, hidden: str) -> None:
    assert "ab" in draw(tikz, rf"\tikz\node{{a{hidden}b}};").alt_text.replace("?", "")


@pytest.mark.parametrize(
    ("options", "seen"),
    [
        ("dvipsnames,svgnames,x11names", ("#87ceeb", "#ff7f00")),
        ("x11names, dvipsnames", ("#61cbde", "#ff7f00")),
    ],
)
def test_a_name_means_the_colour_of_the_set_that_was_asked_for(
    tikz: TikZ, options: str, seen: tuple[str, str]
) -> None:
    head = rf"\documentclass{{standalone}}\usepackage{{tikz}}\usepackage[{options}]{{xcolor}}"
    body = r"\begin{document}\tikz{\fill[SkyBlue] circle (1);\fill[DarkOrange1] circle (1);}\end{document}"
    written = source(draw(tikz, head + body))
    fills = re.findall(r'fill="(#\w+)"', written)
    assert len(fills) == 2
    assert fills == list(seen)


def test_an_unfinished_drawing_is_left(tikz: TikZ) -> None:
    begun = Artifact(0, "tikz", text_of("unicorn")[:200], False)
    assert tikz.match(begun) == 0
    with pytest.raises(RenderError, match="not finished"):
        tikz.render(begun, Context())


def test_a_drawing_that_nobody_waits_for_is_given_up(tikz: TikZ) -> None:
    with pytest.raises(RenderError, match="given up"):
        tikz.render(Artifact(0, "tikz", text_of("unicorn"), True), Context(cancelled=lambda: True))


def test_without_an_engine_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ENGINES, str(tmp_path))
    with pytest.raises(RenderError, match="sidelight plugin get-engine tikz"):
        draw(TikZ(), text_of("unicorn"))
    monkeypatch.delenv(ENGINES)
    with pytest.raises(RenderError, match="sidelight plugin get-engine tikz"):
        draw(TikZ(), text_of("unicorn"))


@pytest.mark.parametrize(
    ("language", "text", "sure"),
    [
        ("latex", r"\begin{tikzpicture}", True),
        ("", r"\documentclass{standalone}\begin{document}\tikz \draw;", True),
        ("tikz", r"\draw (0,0) -- (1,1);", True),
        ("latex", r"\[ \int_0^1 x \, dx \]", False),
        ("latex", r"\documentclass{article}\begin{document}Hello\end{document}", False),
        ("python", r"print('\\tikzset')", False),
    ],
)
def test_only_tikz_is_taken(language: str, text: str, sure: bool) -> None:
    assert (TikZ().match(Artifact(0, language, text, True)) > 50) is sure


def test_notes_have_a_weight(tikz: TikZ) -> None:
    weights = {note.severity for note in draw(tikz, "\\tikz\\draw (0,0) -- (1,1);").notes}
    assert weights == {Severity.INFO}
