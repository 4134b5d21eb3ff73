# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A result comes through as it was given; whatever else is said is refused, and nothing falls over it."""

from __future__ import annotations

import io
import json
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pictures

from sidelight.api import Image, Kind, Node, Note, Rendered, Severity, Table
from sidelight.api.page import too_much
from sidelight.registry.bounds import Intake, OutOfBounds
from sidelight.registry.cache import Cache, Kept, weight
from sidelight.registry.png import looked_over
from sidelight.stage import wire


def png(width: int = 7, height: int = 5, mode: str = "RGBA", **more: object) -> bytes:
    file = io.BytesIO()
    Pictures.new(mode, (width, height), 3).save(file, "PNG", **more)
    return file.getvalue()


def through(rendered: Rendered, *allowed: Kind) -> Rendered:
    frames, intake = wire.Frames(), Intake(allowed)
    for sent in wire.encode(rendered):
        for letter, body in frames.feed(sent):
            intake.take(letter, body)
    return intake.finish()


@pytest.mark.parametrize(
    "rendered",
    [
        Rendered.of_png(Image(png(), 3.5, 2, baseline=1.25), alt_text="a picture"),
        Rendered.of_svg(Image("<svg>ü</svg>".encode(), 1, 2), alt_text="a drawing"),
        Rendered.of_html("<p>ü" + "x " * 20_000, alt_text="a page", links=["https://example.org/"]),
        Rendered.of_text("a\0b\r\n‮", alt_text="", grid=True),
        Rendered.of_table(Table(("a", "b"), (("1",), (), ("ü", "\n"))), alt_text="rows"),
        Rendered.of_table(Table((), ()), alt_text="no rows"),
        Rendered.of_tree(
            Node("r", "", "object", (Node("a", "1", "number"), Node("b", children=(Node("c"),)), Node("d"))),
            alt_text="a tree",
            notes=[Note("odd", Severity.ERROR, 3), Note("on the whole")],
        ),
        Rendered.live(alt_text="a script"),
    ],
)
def test_a_result_comes_through_as_it_was_given(rendered: Rendered) -> None:
    assert through(rendered) == rendered
    assert through(rendered, rendered.kind) == rendered
    assert weight(rendered) > 0


def test_one_of_a_kind_that_the_manifest_does_not_name_is_refused() -> None:
    with pytest.raises(OutOfBounds, match="html, which its manifest does not name"):
        through(Rendered.of_html("x", alt_text=""), Kind.PNG)


def test_a_deep_and_a_wide_tree_come_through() -> None:
    node = Node("leaf")
    for number in range(wire.DEEPEST):
        node = Node(str(number), children=(node,))
    wide = Node("r", children=tuple(Node(str(n)) for n in range(30_000)))
    assert through(Rendered.of_tree(node, alt_text="")).tree == node
    assert through(Rendered.of_tree(wide, alt_text="")).tree == wide


def taken(frames: list[tuple[bytes, bytes]]) -> Rendered:
    intake = Intake(())
    for letter, body in frames:
        intake.take(letter, body)
    return intake.finish()


HEAD = {"kind": "text", "alt": "", "grid": False, "notes": [], "links": []}


def head(**fields: object) -> tuple[bytes, bytes]:
    return wire.HEAD, json.dumps(HEAD | fields).encode()


def rows(value: object) -> tuple[bytes, bytes]:
    return wire.ROWS, json.dumps(value).encode()


TABLE = head(kind="table", columns=["a"])
TREE = head(kind="tree")


@pytest.mark.parametrize(
    "frames",
    [
        [],
        [(wire.PIECE, b"x")],
        [head(), head()],
        [head(kind="pdf")],
        [head(kind=3)],
        [head(alt=None)],
        [head(alt="x" * 3000)],
        [head(notes=[["a", "loud", 1]])],
        [head(notes=[["a"]])],
        [head(notes=3)],
        [head(notes=[["a", "info", 1]] * 51)],
        [head(links=["x"] * 201)],
        [head(links=[{}])],
        [(wire.HEAD, b"[1]")],
        [(wire.HEAD, b"{" * 1000)],
        [(wire.HEAD, b"[" * 100_000)],
        [(wire.HEAD, b"\xff")],
        [head(kind="table", columns=["a"] * 2001)],
        [head(), (b"?", b"")],
        [head(), rows([])],
        [TABLE, rows(3)],
        [TABLE, rows([[1]])],
        [TABLE, rows(["ab"])],
        [TABLE, rows([{"a": 1}])],
        [TABLE, rows([["x" * 60_001]])],
        [TABLE, rows([["x"] * 2001])],
        [TABLE, *[rows([["x"] * 1000] * 100)] * 5],
        [TABLE, *[rows([[]] * 100_000)] * 5],
        [TREE],
        [TREE, rows([[1, "a", "", ""]])],
        [TREE, rows([[0, "a", "", ""], [2, "b", "", ""]])],
        [TREE, rows([[0, "a", "", ""], [0, "b", "", ""]])],
        [TREE, rows([[0, "a", "", ""], [True, "b", "", ""]])],
        [TREE, rows([[0, "a", "", ""], [-1, "b", "", ""]])],
        [TREE, rows([[0, "a", ""]])],
        [TREE, rows([[n, "a", "", ""] for n in range(300)])],
        [TREE, rows([[0, "a", "", ""]]), *[rows([[1, "", "", ""]] * 50_000)] * 5],
        [head(kind="png"), (wire.PIECE, png())],
        [head(kind="png", size=[1, 2]), (wire.PIECE, png())],
        [head(kind="png", size=[0, 2, None]), (wire.PIECE, png())],
        [head(kind="png", size=[1e300, 2, None]), (wire.PIECE, png())],
        [head(kind="png", size=["1", 2, None]), (wire.PIECE, png())],
        [head(kind="png", size=[True, 2, None]), (wire.PIECE, png())],
        [head(kind="png", size=[1, 2, "3"]), (wire.PIECE, png())],
        [head(kind="png", size=[1, 2, None])],
        [head(kind="svg", size=[float("inf"), 2, None]), (wire.PIECE, b"<svg/>")],
        [head(), *[(wire.PIECE, b"x" * (1 << 20))] * 34],
        [head(), *[(wire.PIECE, b"x" * (1 << 20))] * 5],
    ],
)
def test_whatever_makes_no_sense_is_refused(frames: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(OutOfBounds) as caught:
        taken(frames)
    assert str(caught.value)


@given(st.lists(st.tuples(st.sampled_from([b"h", b"b", b"t", b"?"]), st.binary(max_size=60)), max_size=6))
def test_noise_is_refused(frames: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(OutOfBounds):
        taken([head(kind="tree"), *frames])


def test_frames_are_cut_wherever_the_stream_was() -> None:
    stream = wire.pack(b"a") + wire.pack(b"b", b"xyz") + wire.pack(b"c", b"q" * 1000)
    frames = wire.Frames()
    found = [frame for index in range(len(stream)) for frame in frames.feed(stream[index : index + 1])]
    assert found == [(b"a", b""), (b"b", b"xyz"), (b"c", b"q" * 1000)]
    with pytest.raises(ValueError, match="a frame of"):
        list(wire.Frames().feed(struct.pack("<Ic", (1 << 20) + 1, b"x")))


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def header(width: int, height: int, *rest: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, *(rest or (8, 6, 0, 0, 0))))


END = chunk(b"IDAT", b"") + chunk(b"IEND", b"")
MARK = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no PNG"),
        (b"GIF89a", "no PNG"),
        (MARK, "cut off"),
        (MARK + header(9, 9), "cut off"),
        (png()[:-9], "cut off"),
        (MARK + END, "without a header"),
        (MARK + header(9, 9) * 2 + END, "without a header"),
        (png().replace(b"IDAT", b"IDAU"), "damaged"),
        (MARK + header(0, 9) + END, "too large"),
        (MARK + header(16_385, 1) + END, "16385 × 1 pixels, which is too large"),
        (MARK + header(60_000, 60_000, 1, 0, 0, 0, 0) + END, "too large"),
        (MARK + header(9000, 9000) + END, "too large"),
        (MARK + header(9, 9, 16, 3, 0, 0, 0) + END, "makes no sense"),
        (MARK + header(9, 9, 8, 6, 1, 0, 0) + END, "makes no sense"),
        (MARK + chunk(b"IHDR", b"123") + END, "wrong length"),
        (MARK + header(9, 9) + chunk(b"EVIL", b"x") + END, "unknown kind"),
        (MARK + struct.pack(">I", 0xFFFFFFFF) + b"IHDR" + b"x" * 40, "cut off"),
    ],
)
def test_a_picture_that_should_not_be_decoded_is_not(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=r"PNG|picture") as caught:
        looked_over(data)
    assert words in str(caught.value)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_kind_are_taken_and_decode(mode: str) -> None:
    found = looked_over(png(30, 20, mode))
    assert (found.width, found.height) == (30, 20)
    with Pictures.open(io.BytesIO(found.data)) as picture:
        picture.load()
        assert picture.size == (30, 20)


def test_what_is_not_the_picture_is_left_out() -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("secret", "x" * 9000, zip=True)
    data = png(9, 9, pnginfo=words, icc_profile=b"y" * 500)
    assert b"zTXt" in data
    found = looked_over(data + b"and more behind its end")
    assert b"zTXt" not in found.data
    assert b"iCCP" not in found.data
    assert found.data.endswith(chunk(b"IEND", b""))


def test_the_cache_keeps_what_was_used_last_within_its_room() -> None:
    def text(number: int) -> Kept:
        return Kept(Rendered.of_text("x" * 1000, alt_text=str(number)), 1200)

    cache = Cache(most_bytes=5000, most_results=100)
    for number in range(4):
        cache.put(("a", number), text(number))
    assert cache.get(("a", 0)) is not None
    cache.put(("a", 4), text(4))
    assert cache.get(("a", 1)) is None
    assert cache.get(("a", 0)) is not None
    cache.put(("b", 0), Kept(Rendered.of_text("x" * 4000, alt_text=""), 4200))
    assert cache.get(("b", 0)) is None, "one that takes most of the room is not kept"
    cache.forget("a")
    assert cache.get(("a", 0)) is None


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<table><tr><td>" * 7 + "x", "more than 6 tables inside of each other"),
        ("<table>" + "<tr><td>x" * 2001, "more than 2,000 cells in its tables"),
        ("<ul>" + "<li>x" * 1501, "more than 1,500 entries in its lists"),
        ("<DIV>" * 501, "nested more than 500 deep"),
        ("<b>x</b>" * 10_002, "a word of more than 10,000 characters"),
        ("<p>" + "some words " * 6_000, "a paragraph of more than 60,000 characters"),
    ],
)
def test_a_page_that_cannot_be_laid_out_in_a_moment_is_not_taken(html: str, problem: str) -> None:
    assert problem in too_much(html)
    with pytest.raises(wire.Unfit, match=problem):
        list(wire.encode(Rendered.of_html(html, alt_text="p")))
    intake = Intake(())
    intake.take(
        wire.HEAD, json.dumps({"kind": "html", "alt": "", "grid": 0, "notes": [], "links": []}).encode()
    )
    intake.take(wire.PIECE, html.encode())
    with pytest.raises(OutOfBounds, match=problem):
        intake.finish()


def test_an_ordinary_page_is_taken_even_if_it_is_long() -> None:
    table = "<table><tr><td>" * 6 + "x" + "</td></tr></table>" * 6
    lines = "<pre>" + "one line of a listing\n" * 2_900 + "</pre>"
    assert too_much((table + "<ul><li>one</li></ul>") * 100 + lines + "<p>some words</p>" * 2_900) == ""
    assert too_much(lines * 3) == "more than 8,000 lines"
    assert too_much("<" * 1_000_000 + "<a" * 300_000) == "a word of more than 10,000 characters"


def test_a_line_without_end_is_shown_as_far_as_it_can_be() -> None:
    assert through(Rendered.of_html("<p>" + "x" * 900_000 + "</p>y", alt_text="p")).text == (
        "<p>" + "x" * 10_000 + "…</p>y"
    )
