# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.text.blocks import Kind
from sidelight.text.splitter import split
from unit.text import specification

EXCEPTIONS = {
    5: "a tab that belongs to a mark in part stays a whole tab in the listing: code keeps the raw text",
    6: "as 5",
    7: "as 5",
    12: r"\( and \[ begin maths, as models write it",
    14: "as 12",
    563: "as 12",
    602: "a bare web address is a link, as on GitHub",
    608: "as 602",
    611: "as 602",
}
"""Examples that are shown otherwise, by number, each with its reason."""


@pytest.fixture(scope="module")
def examples() -> list[specification.Example]:
    return specification.examples()


def test_the_specifications_examples_are_shown_as_commonmark_has_them(
    examples: list[specification.Example],
) -> None:
    assert len(examples) == 652
    differing = [
        example.number
        for example in examples
        if specification.ours(example.text) != specification.reference(example.text)
    ]
    assert differing == sorted(EXCEPTIONS)


def test_every_prefix_of_the_examples_gives_what_a_fresh_parse_gives(
    examples: list[specification.Example],
) -> None:
    from sidelight.text.splitter import Splitter

    for example in examples:
        splitter = Splitter()
        sealed = []
        for end in range(1, len(example.text) + 1):
            sealed += splitter.feed(example.text[end - 1 : end])
            assert [*sealed, *splitter.open()] == split(example.text[:end]), example


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. a\n1. b\n1. c", [1, 2, 3]),
        ("3) a\n\n   more\n9) b\n\n4) c", [3, None, 4, 5]),
        ("1. a\n   1. x\n   1. y\n1. b\n   1. z", [1, 1, 2, 2, 1]),
        ("1. a\n1) b\n2) c", [1, 1, 2]),
        ("1. a\n- b\n1. c", [1, None, 1]),
        ("1. a\n\nbetween\n\n1. b", [1, None, 1]),
        ("1. a\n\n***\n1. b", [1, None, 1]),
        ("> 1. a\n> 1. b\n\n> 1. c", [1, 2, 1]),
        ("0. a\n0. b", [0, 1]),
    ],
)
def test_items_are_counted_from_the_first_one(text: str, numbers: list[int | None]) -> None:
    found = [b.containers[-1].number if b.containers and b.opened else None for b in split(text)]
    assert found == numbers


def test_a_long_line_of_markup_ends_where_it_says() -> None:
    text = "<script>" + "x" * 4990 + "</script> and this\n**after**"
    blocks = split(text)
    assert [b.kind for b in blocks][-1] is Kind.PARAGRAPH
    assert blocks[-1].body == "**after**"
    assert "".join(b.body for b in blocks[:-1]) == text.partition("\n")[0]


@pytest.mark.parametrize("count", [3, 400, 5000])
def test_a_long_list_of_definitions_defines_all_of_them(count: int) -> None:
    text = "".join(f"[label {n}]: https://x.example/{n} 'Title {n}'\n" for n in range(count))
    splitter = specification.Splitter()
    blocks = [*splitter.feed(text + "\n[label 2]"), *splitter.close()]
    assert {b.kind for b in blocks[:-1]} == {Kind.DEFINITION}
    assert len(splitter.definitions) == count
    assert splitter.definitions["label 2"] == "https://x.example/2"
