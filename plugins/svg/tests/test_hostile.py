# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Drawings that want to read, to fetch, to crash, to stall or to fill the memory."""

from __future__ import annotations

import base64
import contextlib
import io
import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from sidelight.api import Artifact, Context, Rendered, RenderError
from sidelight_svg import renderer
from sidelight_svg.reading import read

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HEAD = f'<svg {NS} width="100" height="100">'
LAKE = (Path(__file__).parent / "drawings" / "lake.svg").read_text("utf-8")
STYLED = (Path(__file__).parent / "drawings" / "styled.svg").read_text("utf-8")


def draw(inside: str) -> Rendered:
    return renderer.render(Artifact(0, "svg", f"{HEAD}{inside}</svg>", True), Context())


def refusal(inside: str) -> str:
    """Why it is not drawn; empty if it is."""
    try:
        assert draw(inside).alt_text
    except RenderError as error:
        return str(error)
    return ""


def reds(rendered: Rendered) -> int:
    assert rendered.image is not None
    picture = Image.open(io.BytesIO(rendered.image.data)).convert("RGBA")
    return sum(count for count, colour in picture.getcolors(1 << 20) or [] if colour == (255, 0, 0, 255))


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("home") / "secret.png"
    Image.new("RGB", (40, 40), "#ff0000").save(place)
    Path(place.with_suffix(".svg")).write_text(
        f'{HEAD}<rect id="r" width="99" height="99" fill="#f00"/></svg>'
    )
    return place


def nested(inside: str) -> str:
    packed = base64.b64encode(f"{HEAD}{inside}</svg>".encode()).decode()
    return f'<image width="100" height="100" href="data:image/svg+xml;base64,{packed}"/>'


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="{png}" width="100" height="100"/>',
        '<image xlink:href="{png}" width="100" height="100"/>',
        '<image href="file://{png}" width="100" height="100"/>',
        '<image href=" {png}" width="100" height="100"/>',
        '<x:image xmlns:x="http://www.w3.org/2000/svg" href="{png}" width="100" height="100"/>',
        '<image xmlns:y="http://www.w3.org/1999/xlink" y:href="{png}" width="100" height="100"/>',
        '<image href="secret.png" xml:base="{folder}/" width="100" height="100"/>',
        '<filter id="f"><feImage href="{png}"/></filter><rect width="100" height="100" filter="url(#f)"/>',
        '<use href="{svg}#r"/>',
        '<rect width="100" height="100" fill="url({svg}#r)"/>',
        '<rect width="100" height="100" mask="url(\'{svg}#r\')"/>',
        '<style>rect {{ fill: url("{svg}#r") }}</style><rect width="1" height="1"/>',
        '<style>@import "{folder}/x.css";</style>',
        "<style>@im\\port url({folder}/x.css);</style>",
        "<style>rect {{ fill: u\\72l({svg}#r) }}</style>",
        "<style>@font-face {{ font-family: x; src: url({png}) }}</style>",
        '<text style="background: url({png})">x</text>',
        '<rect width="9" height="9" style="fill: image({png})"/>',
        '<foreignObject width="99" height="99"><img src="{png}"/></foreignObject>',
        '<script href="{png}"/><link href="{png}"/><iframe src="{png}"/>',
    ],
)
def test_no_file_is_read_and_it_is_said(inside: str, secret: Path) -> None:
    words = {"png": secret, "svg": secret.with_suffix(".svg"), "folder": secret.parent}
    for text in (inside.format(**words), nested(inside.format(**words))):
        drawn = draw(text)
        assert reds(drawn) == 0
        written = read(f"{HEAD}{text}</svg>", finished=True).root.written()
        assert "secret" not in written
        assert (
            str(secret.parent)
            not in base64.b64decode(written.partition("base64,")[2].partition('"')[0]).decode()
        )
    if "image(" not in inside:
        assert any("Left out" in note.message for note in draw(inside.format(**words)).notes)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{secret}">]>',
        '<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; <!ENTITY x SYSTEM "x">]>',
        '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x PUBLIC "a" "file://{secret}">]>',
    ],
)
def test_entities_that_lie_elsewhere_are_not_resolved(head: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET")
    text = f'{head.format(secret=secret)}{HEAD}<text y="20">a&x;b</text></svg>'
    drawn = renderer.render(Artifact(0, "svg", text, True), Context())
    assert drawn.alt_text.endswith("words: ab")
    assert any("outside" in note.message for note in drawn.notes)


def test_a_bomb_of_entities_is_refused() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{levels}]>{HEAD}<text>&l9;</text></svg>'
    assert renderer.render(Artifact(0, "svg", text, True), Context()).alt_text.endswith("words: &l9;")
    flat = f'<!DOCTYPE svg [<!ENTITY l0 "{"lol" * 60}">]>{HEAD}<text>{"&l0;" * 40_000}</text></svg>'
    with pytest.raises(RenderError, match="longer than"):
        renderer.render(Artifact(0, "svg", flat, True), Context())


HUGE = (
    '<pattern id="p" width="100000" height="100000" patternUnits="userSpaceOnUse"><circle r="9"/></pattern>'
    '<rect width="1e6" height="1e6" fill="url(#p)"/>'
)
MASK = (
    '<mask id="m" x="-1e9" y="-1e9" width="1e12" height="1e12"><rect width="1e9" height="1e9"/></mask>'
    '<rect width="100" height="100" mask="url(#m)"/>'
)
OFFSET = (
    '<filter id="f"><feOffset dx="1e30" dy="-1e38"/></filter><rect width="90" height="90" filter="url(#f)"/>'
)
OCTAVES = (
    '<filter id="f"><feTurbulence baseFrequency="1" numOctaves="1000000000"/></filter>'
    '<rect width="90" height="90" filter="url(#f)"/>'
)
CIRCLE = (
    '<pattern id="p" width="1" height="1"><rect fill="url(#p)"/></pattern>'
    '<rect width="9" height="9" fill="url(#p)"/>'
)
CHAIN = "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(20_000))
CLIPS = "".join(
    f'<clipPath id="a{n}" clip-path="url(#a{n + 1})"><path d="M0 0"/></clipPath>' for n in range(2_000)
)
USES = "".join(f'<g id="u{n}">{f"""<use href="#u{n + 1}"/>""" * 10}</g>' for n in range(8))
PATTERNS = "".join(
    f'<pattern id="p{n}" width="1" height="1">{f"""<rect fill="url(#p{n + 1})"/>""" * 10}</pattern>'
    for n in range(8)
)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<g>" * 200_000 + "</g>" * 200_000, "500 deep"),
        ("<rect/>" * 60_000, "50,000 elements"),
        (f"<defs>{CHAIN}</defs><use href='#a0'/>", "used again"),
        (f"<defs>{CLIPS}</defs><rect clip-path='url(#a0)' width='9' height='9'/>", "used again"),
        (f"<defs>{USES}</defs><use href='#u0'/>", "over a million parts"),
        (f"<defs>{PATTERNS}</defs><rect width='9' height='9' fill='url(#p0)'/>", "parts"),
        (
            '<marker id="m"><path/></marker><path marker-mid="url(#m)" d="M0 0'
            + "L5 5 L9 0" * 20_000
            + '"/>',
            "parts",
        ),
        (f"<text>{'long words ' * 90_000}</text>", "characters of text"),
        ("<filter id='f'>" + "<feOffset/>" * 500 + "</filter>", "steps"),
        (
            "<style>" + "".join(f".c{n}{{x:y}}" for n in range(9_000)) + "</style>" + "<g/>" * 9_000,
            "too much",
        ),
        (f"<desc>{'x' * 5_000_000}</desc>", "longer than"),
        (HUGE, "MB of memory"),
        (MASK, "out of all proportion"),
        (OFFSET, "out of all proportion"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_would_bring_the_engine_down_is_refused(inside: str, words: str) -> None:
    assert words in refusal(inside)


@pytest.mark.parametrize(
    "inside",
    [
        "<g>" * 490 + "<rect width='9' height='9'/>" + "</g>" * 490,
        "<svg width='99%' height='99%'>" * 490 + "<rect width='9' height='9'/>" + "</svg>" * 490,
        "<g opacity='.9' transform='scale(1.001)'>" * 490 + "<rect/>" + "</g>" * 490,
        OCTAVES,
        "<use id='a' href='#a'/><g id='b'><use href='#b'/></g>",
        CIRCLE,
        '<path d="M0 0 L1e9 1e9" stroke="red" stroke-dasharray="1e-20 1e-20"/>',
        '<rect width="NaN" height="1e999" transform="matrix(NaN 0 0 1e999 0 0)"/>',
        '<text font-size="1e30" letter-spacing="1e30">Hi</text>',
        "<text y='20'>\u202e\u2066abc\u2069\u200f\u0627\u0644\u0639 你好 𝕏\ufffe</text>",
        "<style>" + "(" * 100_000 + "@media a{" * 10_000 + "</style>",
        "<style>" + "g " * 100_000 + "{fill:red}</style>",
        f"<g id='{'x' * 500_000}' class='{'y ' * 100_000}'/>",
        "<!--" + "-" * 100_000 + "--><rect/>".replace("--", "", 1),
        '<rect fill="' + "rgb(" * 50_000 + '"/>',
        "<style>" + ":not(" * 5_000 + "{fill:red}</style><rect/>",
        "<style>rect+rect:nth-child(odd),circle~rect{fill:red}</style>" + "<rect/>" * 1_000,
        "<style>svg{" + "color-scheme:" * 30_000 + "}</style><rect/>",
        "<?php echo 1 ?><![CDATA[ <script> ]]>",
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_merely_odd_is_drawn_or_refused_with_a_sentence(inside: str) -> None:
    refusal(inside)


def _bomb(width: int, height: int) -> str:
    """A tiny PNG that unpacks to width * height pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * 64), 9)
    return base64.b64encode(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    ).decode()


@pytest.mark.parametrize(
    "address",
    [
        f"data:image/png;base64,{_bomb(60_000, 60_000)}",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,%%%",
        "data:text/html,<b>x</b>",
        "data:image/svg+xml,<svg><g></svg>",
        "data:",
        "data:image/svg+xml;base64," + base64.b64encode(f"{HEAD}{nested('<rect/>')}</svg>".encode()).decode(),
        "javascript:alert(1)",
        "\x1fdata:image/png,",
    ],
    ids=lambda value: value[:40].encode("ascii", "replace").decode(),
)
def test_pictures_that_are_none_or_too_large_are_left_out(address: str) -> None:
    quoted = address.replace("<", "&lt;").replace("\x1f", "&#9;")
    drawn = draw(f'<image href="{quoted}" width="9" height="9"/><rect width="9" height="9"/>')
    assert "image/png" not in drawn.alt_text


ODD = ["<g>", "\0", "]]>", "&#0;", "<!--"]


def _never_worse_than_a_sentence(text: str) -> None:
    for complete in (True, False):
        with contextlib.suppress(RenderError):
            assert read(text, finished=complete).root.name == "svg"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_drawing_is_read_or_refused(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([LAKE, STYLED]))
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 30))
        new = data.draw(
            st.one_of(st.just(""), st.text(max_size=9), st.sampled_from(["<g>", "\0", "]]>", "&#0;", "<!--"]))
        )
        text = text[:at] + new + text[at + length :]
    _never_worse_than_a_sentence(text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("<>/=\"'&;#!-[] \n:@{}()\\svguremoxlink\0\u202e你"), max_size=200))
def test_any_text_is_read_or_refused(inside: str) -> None:
    _never_worse_than_a_sentence(f"{HEAD}{inside}</svg>")
    _never_worse_than_a_sentence(inside)


def test_cut_anywhere_it_is_drawn_or_waited_for() -> None:
    for end in range(0, len(STYLED), 13):
        shown = renderer.update(Artifact(0, "svg", STYLED[:end], False), Context())  # type: ignore[attr-defined]
        assert shown is None or shown.image is not None


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("url(')\"\\ \n72lL#a:/*;{}@importfnexpsr-"), max_size=120))
def test_no_style_keeps_an_address(text: str) -> None:
    from sidelight_svg import sheets

    sheet = sheets.read(text, lambda address: None, lambda: None, dark=False)
    for _selectors, declared in [*sheet.rules, ("", sheets.declarations(text, lambda address: None))]:
        for _name, value, _important in declared:
            for piece in value.lower().replace(" ", "").split("url(")[1:]:
                assert piece.startswith("#")


NAMES = [
    "g",
    "image",
    "use",
    "style",
    "script",
    "a",
    "text",
    "feImage",
    "pattern",
    "foreignObject",
    "x:image",
    "svg:use",
]
ATTRIBUTES = [
    "href",
    "xlink:href",
    "y:href",
    "src",
    "style",
    "fill",
    "mask",
    "onload",
    "xml:base",
    "filter",
    "xmlns",
]
VALUES = [
    "#a",
    "/etc/passwd",
    "http://127.0.0.1:9/x",
    "url(#a)",
    "url(http://x/y)",
    "url( '/etc/passwd#x' )",
    "fill:url(file:///x);stroke:u\\\\72l(//x)",
    "data:image/svg+xml,%3Csvg%3E%3Cimage href='/etc/passwd'/%3E%3C/svg%3E",
    "data:text/html,x",
    "var(--v)",
    "--v: url(//x)",
    "@import '//x'; a{b:c}",
    "http://www.w3.org/1999/xhtml",
]


def _trees() -> st.SearchStrategy[str]:
    given_ = st.lists(
        st.tuples(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES)),
        max_size=3,
        unique_by=lambda one: one[0],
    )

    def written(parts: tuple[str, list[tuple[str, str]], list[str]]) -> str:
        name, attributes, inside = parts
        words = "".join(f' {key}="{value}"' for key, value in attributes)
        return f"<{name}{words}>{''.join(inside)}</{name}>"

    leaf = st.sampled_from(
        [*VALUES, "<rect/>", "<![CDATA[@import url(//x)]]>", "&lt;image href=&apos;/x&apos;/&gt;"]
    )
    return st.recursive(
        leaf.map(lambda text: text.replace("<svg>", "")),
        lambda inner: st.tuples(st.sampled_from(NAMES), given_, st.lists(inner, max_size=3)).map(written),
        max_leaves=12,
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_trees())
def test_what_is_written_out_never_reaches_outside(inside: str) -> None:
    spaces = 'xmlns:x="http://www.w3.org/2000/svg" xmlns:y="http://www.w3.org/1999/xlink"'
    root = read(
        f"<svg {NS} {spaces} xmlns:svg='http://www.w3.org/2000/svg'>{inside}</svg>", finished=True
    ).root
    for element in ET.fromstring(root.written()).iter():
        assert element.tag.rpartition("}")[2] not in ("script", "foreignObject")
        for name, value in element.attrib.items():
            local = name.rpartition("}")[2]
            assert not local.startswith("on")
            assert local not in ("src", "base")
            if local == "href":
                assert value.startswith(("#", "data:image/"))
                assert "/etc" not in base64.b64decode(value.partition("base64,")[2]).decode(
                    "utf-8", "replace"
                )
            else:
                assert "url(" not in value.replace("url(#", "")
        if element.tag.endswith("}style"):
            assert "url(" not in (element.text or "").replace("url(#", "")
            assert "@import" not in (element.text or "")
