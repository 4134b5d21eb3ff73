# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
import contextlib
import io
import struct
import subprocess
import sys
import urllib.parse
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from sidelight.api import Artifact, Context, Kind, Rendered, RenderError
from sidelight_image import renderer
from support.pictures import opened


def packed(
    form: str = "PNG", size: tuple[int, int] = (40, 20), colour: str = "#ff0000", **how: object
) -> bytes:
    content = io.BytesIO()
    Pillow.new("RGB", size, colour).save(content, form, **how)
    return content.getvalue()


def address(content: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def show(text: str, **context: object) -> Rendered:
    return renderer.render(Artifact(0, "image", text, True), Context(**context))  # type: ignore[arg-type]


def colour_of(rendered: Rendered) -> tuple[int, ...]:
    assert rendered.kind is Kind.PNG
    assert rendered.image is not None
    picture = opened(rendered.image.data)
    pixel = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(pixel, tuple)
    return pixel


def messages(rendered: Rendered) -> str:
    return "\n".join(note.message for note in rendered.notes)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_each_format_is_shown_at_its_size(form: str) -> None:
    how = {"quality": 100, "lossless": True} if form == "WEBP" else {"quality": 95} if form == "JPEG" else {}
    drawn = show(address(packed(form, **how), form.lower()))
    assert drawn.image is not None
    assert (drawn.image.width, drawn.image.height) == (40, 20)
    assert colour_of(drawn) == pytest.approx((255, 0, 0, 255), abs=3)
    assert drawn.alt_text == f"Picture ({form}, 40 × 20 pixels)"
    assert drawn.notes == ()


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "  {}\n",
        "![A red field]({})",
        'Look: <img width="9" alt="A red field" src="{}"> here',
        "<img src='{}'>",
        "background: url({}) no-repeat",
        "<{}>",
    ],
)
def test_the_address_is_found_in_what_it_stands_in(around: str) -> None:
    drawn = show(around.format(address(packed())))
    assert colour_of(drawn) == (255, 0, 0, 255)
    assert drawn.alt_text.startswith("A red field (PNG picture" if "A red" in around else "Picture (PNG")


def test_other_ways_of_writing_it() -> None:
    content = packed()
    body = base64.b64encode(content).decode()
    wrapped = "\n".join(body[at : at + 20] for at in range(0, len(body), 20))
    for text in (
        f"data:image/png;base64,{wrapped}",
        f"DATA:IMAGE/PNG;charset=utf-8;BASE64,{body.rstrip('=')}",
        f"data:image/png;base64,{body.replace('+', '-').replace('/', '_')}",
        f"data:image/png;base64,{urllib.parse.quote(body)}",
        f"data:image/png,{urllib.parse.quote(content)}",
        body,
    ):
        assert colour_of(show(text)) == (255, 0, 0, 255)


def test_a_moving_picture_shows_its_first_frame() -> None:
    content = io.BytesIO()
    frames = [Pillow.new("RGB", (9, 9), colour) for colour in ("#00ff00", "#0000ff", "#ff0000")]
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    drawn = show(address(content.getvalue(), "gif"))
    assert colour_of(drawn) == (0, 255, 0, 255)
    assert "first of 3 frames" in messages(drawn)


def test_what_see_through_stays_so() -> None:
    content = io.BytesIO()
    Pillow.new("RGBA", (9, 9), (0, 0, 0, 0)).save(content, "PNG")
    assert colour_of(show(address(content.getvalue()))) == (0, 0, 0, 0)


def test_a_wrong_type_is_named_and_the_picture_shown() -> None:
    drawn = show("\n" + address(packed("PNG"), "jpeg"))
    assert [(note.message, note.line) for note in drawn.notes] == [
        ("The address says jpeg, but it is a PNG.", 2)
    ]


def test_it_is_no_wider_than_the_room_and_no_larger_than_is_drawn() -> None:
    drawn = show(address(packed(size=(5000, 100))), width=500.0)
    assert drawn.image is not None
    assert (drawn.image.width, drawn.image.height) == (500, 10)
    assert opened(drawn.image.data).size == (4096, 82)
    assert "shown smaller" in messages(drawn)


def test_addresses_are_found_as_they_are_written() -> None:
    one = address(packed())
    for text in (f'![Red]({one} "A title")', one.replace("image/png", ""), f"{one[:60]}\n  {one[60:]}"):
        assert colour_of(show(text))[:3] == (255, 0, 0)
    two = show(f"![a]({one})\n![b]({one})")
    assert "The first of 2 pictures is shown." in messages(two)


def test_a_drawing_goes_on_to_the_one_who_draws_it() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40px"><rect width="9" height="9"/></svg>'
    )
    written = (f"data:image/svg+xml,{urllib.parse.quote(svg)}", f"url('data:image/svg+xml;utf8,{svg}')")
    for text in (address(svg.encode(), "svg+xml"), *written):
        drawn = show(text)
        assert drawn.kind is Kind.SVG
        assert drawn.image is not None
        assert drawn.image.data.decode() == svg
        assert (drawn.image.width, drawn.image.height) == (80, 40)
    for head, size in (
        ('viewBox="0 0 200 50"', (200, 50)),
        ("", (300, 150)),
        ('width="0" height="0"', (300, 150)),
    ):
        drawn = show(f"data:image/svg+xml,<svg {head}>".replace(" ", "%20"))
        assert drawn.image is not None
        assert (drawn.image.width, drawn.image.height) == size


def _claiming(width: int, height: int) -> bytes:
    """A PNG whose head claims a size that its few bytes do not hold."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(99)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (
            "\nhttps://example.org/cat.png",
            "lies elsewhere .https://example.org/cat.png.; nothing is fetched",
            2,
        ),
        ("![x](http://127.0.0.1:9/x.png)", "lies elsewhere", 1),
        ("file:///etc/passwd", "lies elsewhere", 1),
        ("/etc/secret.png", "lies elsewhere", 1),
        ("nothing", "no picture", None),
        ("", "no picture", None),
        ("data:text/html;base64,AAAA", "no picture", None),
        ("data:image/png;base64,****", "base64", 1),
        ("data:image/png;base64,", "no PNG", 1),
        (address(b"hello world, this is no picture"), "no PNG, JPEG, GIF, WebP or BMP. It says image/png", 1),
        (address(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"), "no PNG", 1),
        (address(_claiming(60_000, 60_000)), "far too many pixels", 1),
        (address(_claiming(6_000, 6_000)), "unpacks to 6,000 × 6,000", 1),
        (address(_claiming(0, 5)), "", 1),
        ("data:image/png;base64," + "A" * 30_000_000, "larger than 16 MB", 1),
        ("data:image/svg+xml;base64,AAAA", "there is none in it", 1),
        ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA...", "breaks off before", 1),
        ("data:image/jpeg;base64,/9j/4AAQSkZJRgABAQEASABIAAD", "breaks off before", 1),
    ],
    ids=lambda value: str(value)[:40].encode("ascii", "replace").decode(),
)
def test_what_cannot_be_shown_is_said(text: str, words: str, line: int | None) -> None:
    with pytest.raises(RenderError) as caught:
        show(text)
    assert all(part in str(caught.value) for part in words.split("."))
    assert caught.value.line == line


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP"])
def test_a_picture_that_breaks_off_is_shown_as_far_as_it_goes(form: str) -> None:
    content = io.BytesIO()
    Pillow.effect_noise((120, 120), 90).convert("RGB").save(content, form)
    drawn = show(address(content.getvalue()[: len(content.getvalue()) * 2 // 3], form.lower()))
    assert "breaks off" in messages(drawn)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP"]), st.data())
def test_a_damaged_picture_is_shown_or_refused(form: str, data: st.DataObject) -> None:
    content = bytearray(packed(form))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for text in (address(bytes(content), form.lower()), address(bytes(content[:cut]), form.lower())):
        with contextlib.suppress(RenderError):
            assert show(text).alt_text


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("data:image/png;base64,svgxml+%=()<>\"'\n \0\u202eA你"), max_size=80))
def test_any_text_is_shown_or_refused(text: str) -> None:
    for words in (text, f"data:image/png;base64,{text}", f"![{text}](data:image/svg+xml,{text})"):
        renderer.match(Artifact(0, "image", words, True))
        with contextlib.suppress(RenderError):
            assert show(words).alt_text


def test_the_same_is_shown_the_same() -> None:
    text = address(packed("JPEG"), "jpeg")
    assert show(text) == show(text)


def test_it_is_sure_of_a_picture_by_itself() -> None:
    def sure(language: str, text: str) -> int:
        return renderer.match(Artifact(0, language, text, True))

    one = address(packed())
    assert sure("png", one) > sure("", one) > sure("html", f"<p>{'x' * 500}<img src='{one}'>") > 0
    assert sure("image", "https://x/y.png") > 0
    assert sure("", "https://x/y.png") == sure("image", "") == sure("text", "data: x") == 0


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = {"PIL", "numpy", "PySide6"}
    program = f"import sys, sidelight_image; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
