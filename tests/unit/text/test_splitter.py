# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.text.blocks import Block, Kind
from sidelight.text.machine import LEAF_LIMIT, ROW_LIMIT
from sidelight.text.splitter import Splitter, split
from sidelight.text.wrap import LIMIT

_spec = importlib.util.spec_from_file_location("corpus", Path(__file__).with_name("corpus.py"))
assert _spec is not None
assert _spec.loader is not None
corpus = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(corpus)


def kinds(text: str) -> list[str]:
    return [block.kind.value for block in split(text)]


def bodies(text: str) -> list[str]:
    return [block.body for block in split(text)]


def check_cuts(text: str, cuts: list[int]) -> None:
    """After each cut the view has what a fresh parse of that prefix gives, and nothing sealed changes."""
    splitter = Splitter()
    sealed: list[Block] = []
    whole = split(text)
    at = 0
    for cut in [*sorted(cuts), len(text)]:
        sealed += splitter.feed(text[at:cut])
        at = cut
        assert [*sealed, *splitter.open()] == split(text[:cut])
        assert sealed == whole[: len(sealed)]
    sealed += splitter.close()
    assert sealed == whole


@pytest.mark.parametrize("text", corpus.TRICKY)
def test_every_prefix_gives_what_a_fresh_parse_gives(text: str) -> None:
    step = max(1, len(text) // 150)
    check_cuts(text, list(range(0, len(text), step)))


def check_every_prefix(text: str) -> None:
    """Character by character; of very long texts 700 prefixes all along."""
    check_cuts(text, list(range(0, len(text), 1 + len(text) // 700)))


def test_every_prefix_of_hundreds_of_adversarial_documents() -> None:
    assert len(corpus.ADVERSARIAL) >= 200
    for text in corpus.ADVERSARIAL:
        check_every_prefix(text)


@given(corpus.markdown)
@settings(max_examples=1000, deadline=None)
def test_every_prefix_of_a_thousand_random_documents(text: str) -> None:
    check_every_prefix(text)


@given(corpus.markdown, st.data())
@settings(max_examples=250, deadline=None)
def test_any_cuts_of_any_text_give_the_same_blocks(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=8))
    check_cuts(text, cuts)


@given(corpus.markdown)
@settings(max_examples=250, deadline=None)
def test_offsets_lead_back_to_the_raw_text(text: str) -> None:
    before = 0
    for block in split(text):
        assert before <= block.end <= len(text)
        assert block.start <= block.end
        before = block.end
        for line in block.lines:
            assert text[line.start : line.start + len(line.text)] == line.text


@given(corpus.markdown)
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost(text: str) -> None:
    shown = "".join(block.info + block.body for block in split(text))
    for letter in "xé中ש0":
        # Digits may be a list's numbers; those of the other letters are all there.
        if letter != "0":
            assert shown.count(letter) + text.count("[x] ") >= text.count(letter)


def test_blocks_of_a_mixed_text() -> None:
    text = "# T\npara\n\n- a\n- b\n\n```py\nx\n```\n\n| a |\n|--|\n| 1 |\n\n> q\n\n***\n$$\nm\n$$\n<div>\nh"
    assert kinds(text) == [
        "heading",
        "paragraph",
        "paragraph",
        "paragraph",
        "code",
        "table",
        "paragraph",
        "rule",
        "maths",
        "verbatim",
    ]


def test_a_fence_in_a_list_keeps_its_own_indentation() -> None:
    text = "- a\n  ```py\n  if x:\n      y\n  ```\n- b"
    blocks = split(text)
    assert blocks[1].kind is Kind.CODE
    assert blocks[1].body == "if x:\n    y"
    assert blocks[1].closed
    assert len(blocks[1].containers) == 1
    assert blocks[2].opened == 1


def test_an_open_fence_is_not_closed() -> None:
    (block,) = split("```python\nprint(1)")
    assert not block.closed
    assert block.info == "python"


def test_a_shorter_fence_does_not_close() -> None:
    (block,) = split("````\n```\n~~~\n````")
    assert block.body == "```\n~~~"


def test_items_carry_number_and_tick() -> None:
    blocks = split("7. seven\n- [x] done\n- [ ] open")
    assert [b.containers[-1].number for b in blocks] == [7, None, None]
    assert [b.containers[-1].ticked for b in blocks] == [None, True, False]
    assert bodies("- [x] done") == ["done"]


def test_nested_items_open_one_container_each() -> None:
    blocks = split("- a\n  - b\n    - c\n- d")
    assert [len(b.containers) for b in blocks] == [1, 2, 3, 1]
    assert [b.opened for b in blocks] == [1, 1, 1, 1]


def test_an_empty_item_is_shown() -> None:
    blocks = split("-\n- x")
    assert [(b.opened, b.body) for b in blocks] == [(1, ""), (1, "x")]


def test_maths_ends_at_a_blank_line_if_it_is_never_closed() -> None:
    assert kinds("$$\nx\n\ntext") == ["maths", "paragraph"]
    assert not split("$$\nx\n\ntext")[0].closed


@pytest.mark.parametrize(
    "maths",
    [
        "$$\nx\n$$.",
        "\\[ x \\],",
        "\\begin{align*}\na &= b\n\\end{align*}",
        "\\begin{equation}x\\end{equation}",
    ],
)
def test_maths_is_closed_by_what_opened_it_and_a_full_stop_may_follow(maths: str) -> None:
    blocks = split(f"text\n{maths}\nmore")
    assert [(block.kind, block.body) for block in blocks][1:] == [
        (Kind.MATHS, maths),
        (Kind.PARAGRAPH, "more"),
    ]
    assert blocks[1].closed


def test_an_environment_that_is_no_formula_is_text() -> None:
    assert kinds("\\begin{itemize}\nx\n\\end{itemize}") == ["paragraph"]


def test_a_table_needs_as_many_columns_as_its_header() -> None:
    assert kinds("| a | b |\n|---|\n") == ["paragraph"]
    (table,) = split("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert table.info == "lcr"
    assert len(table.lines) == 2


def test_long_tables_go_on_in_parts() -> None:
    rows = 3 * ROW_LIMIT - 5
    blocks = split("| h |\n|--|\n" + "\n".join(f"| {i} |" for i in range(rows)))
    assert [b.continued for b in blocks] == [False, True, True]
    assert sum(len(b.lines) - 1 for b in blocks) == rows
    assert all(b.lines[0].text == "| h |" for b in blocks)


def test_long_paragraphs_go_on_in_further_blocks() -> None:
    text = "\n".join(["word " * 10] * 300)
    blocks = split(text)
    assert len(blocks) > 1
    assert all(sum(len(line.text) for line in b.lines) <= LEAF_LIMIT + LIMIT for b in blocks)
    assert [b.continued for b in blocks] == [False] + [True] * (len(blocks) - 1)


def test_definitions_are_gathered_and_not_shown() -> None:
    splitter = Splitter()
    blocks = [*splitter.feed("[A  b]: http://x.example\n\n[c]: /d\ntext\n"), *splitter.close()]
    assert [b.kind for b in blocks] == [Kind.DEFINITION, Kind.DEFINITION, Kind.PARAGRAPH]
    assert splitter.definitions == {"a b": "http://x.example", "c": "/d"}


def test_work_per_line_does_not_grow_with_the_answer() -> None:
    """CPU time for the second half of a long answer beside the first."""
    line = "- item with *some* text and `code`\n"
    splitter = Splitter()

    def spend() -> float:
        begin = time.thread_time()
        for _ in range(2000):
            splitter.feed(line)
            splitter.open()
        return time.thread_time() - begin

    first = min(spend() for _ in range(3))
    for _ in range(3):
        spend()
    assert min(spend() for _ in range(3)) < 2.5 * first


def test_an_open_listing_costs_the_same_however_long_it_is() -> None:
    splitter = Splitter()
    splitter.feed("```\n")

    def spend() -> float:
        begin = time.thread_time()
        for _ in range(4000):
            splitter.feed("x = 1\n")
            splitter.open()
        return time.thread_time() - begin

    first = min(spend() for _ in range(3))
    for _ in range(6):
        spend()
    assert min(spend() for _ in range(3)) < 3 * first


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "- item\n" * 100_000,
        ">" * 200_000,
        "[" * 200_000,
        "`" * 100_000 + "\n" + "*" * 100_000,
        "$$\n" * 50_000,
        "| a " * 100_000 + "\n" + "|--" * 100_000,
        "\n" * 500_000,
        " " * 500_000 + "x",
        "- " * 100_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_texts_end_in_bounded_time(text: str) -> None:
    begin = time.thread_time()
    blocks = split(text)
    assert time.thread_time() - begin < 20
    assert all(len(line.text) <= LIMIT for block in blocks for line in block.lines)
