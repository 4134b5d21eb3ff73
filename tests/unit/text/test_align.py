# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.text.align import Alignment
from sidelight.text.blocks import Line
from sidelight.text.inline import parse
from sidelight.text.splitter import split


def aligned(text: str) -> tuple[str, Alignment]:
    (block,) = split(text)
    inline = parse(block.body)
    return inline.text, Alignment(block.lines, inline.places, inline.ends)


def test_a_stretch_leads_to_its_source() -> None:
    text = "> one **two** 🎲 `three`\n> 中文 four"
    shown, alignment = aligned(text)
    assert shown == "one two 🎲 three 中文 four"
    for word in ("one", "two", "🎲", "three", "中文", "four"):
        start = shown.index(word)
        end = start + len(word)
        assert text[alignment.source(start) : alignment.source_end(end)] == word


def test_offsets_lead_back_to_what_is_shown() -> None:
    text = "- a *b* c\n  d"
    shown, alignment = aligned(text)
    for index in range(len(shown)):
        assert alignment.shown(alignment.source(index)) == index
    assert alignment.shown(0) == 0
    assert alignment.shown(len(text)) == len(shown)


def test_an_entity_is_taken_whole() -> None:
    text = "a &amp; b"
    shown, alignment = aligned(text)
    at = shown.index("&")
    assert text[alignment.source(at) : alignment.source_end(at + 1)] == "&amp;"


def test_nothing_leads_nowhere() -> None:
    assert Alignment([], [0]).source(0) == 0
    assert Alignment([], [0]).shown(5) == 0


@given(st.lists(st.text("ab*_`\\ é🎲[](", max_size=20), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_sources_never_go_backwards(texts: list[str]) -> None:
    lines = []
    at = 0
    for text in texts:
        lines.append(Line(at, text))
        at += len(text) + 3
    inline = parse("\n".join(texts))
    alignment = Alignment(lines, inline.places)
    sources = [alignment.source(i) for i in range(len(inline.text) + 1)]
    assert sources == sorted(sources)
    assert all(alignment.source_end(i) <= at for i in range(len(inline.text) + 1))
