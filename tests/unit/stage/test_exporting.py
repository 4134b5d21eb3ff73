# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Records and attempts go over the line as they are, whatever text they hold but halves of characters."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sidelight.api import AnswerRecord, Artifact, Attempt, BattleRecord, ComparisonRecord
from sidelight.stage.exporting import battle_of, comparison_of, line_of
from sidelight.stage.verifying import packed, reasons, unpacked

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ANSWERS = st.builds(AnswerRecord, TEXT, TEXT, TEXT, TEXT, st.integers(0, 7), verdict=TEXT)
COMPARISONS = st.builds(
    ComparisonRecord,
    TEXT,
    TEXT,
    st.lists(ANSWERS, max_size=3).map(tuple),
    TEXT,
    st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    st.integers(0, 2**48),
)
BATTLES = st.builds(
    BattleRecord,
    TEXT,
    st.tuples(TEXT, TEXT),
    TEXT,
    st.lists(COMPARISONS, max_size=2).map(tuple),
    st.booleans(),
    TEXT,
    TEXT,
    st.none() | st.integers(1, 3),
    st.lists(TEXT, max_size=2).map(tuple),
)


@given(st.lists(BATTLES, max_size=3), st.lists(COMPARISONS, max_size=3))
def test_records_come_as_they_went_each_in_one_line(
    battles: list[BattleRecord], comparisons: list[ComparisonRecord]
) -> None:
    for records, read in ((battles, battle_of), (comparisons, comparison_of)):
        portion = b"\n".join(map(line_of, records))
        assert [read(json.loads(line)) for line in portion.split(b"\n") if line] == records


@given(TEXT, TEXT, st.lists(st.builds(Artifact, st.integers(0, 9), TEXT, TEXT, st.booleans())), TEXT)
def test_attempts_come_as_they_went(prompt: str, text: str, blocks: list[Artifact], system: str) -> None:
    attempt = Attempt(prompt, text, tuple(blocks), system)
    assert unpacked(packed(attempt).decode("utf-8")) == attempt


def test_half_a_character_becomes_a_question_mark() -> None:
    assert unpacked(packed(Attempt("a\ud800", "b")).decode()).prompt == "a?"
    line = line_of(ComparisonRecord("id", "\udfff", ()))
    assert comparison_of(json.loads(line)).prompt == "?"


@given(st.lists(st.text(max_size=2000), max_size=30))
def test_reasons_are_short_lines_and_few(sentences: list[str]) -> None:
    found = reasons(sentences)
    assert len(found) <= 12
    assert all(0 < len(line) <= 300 and line == " ".join(line.split()) for line in found if line.strip())
