# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is taken from a record, and for which reason one is not."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from sidelight.domain.battle import Choice
from sidelight.domain.errors import ExchangeError, UsageError
from sidelight.exchange.arena import Unfit, arena_battle
from sidelight.exchange.battles_in import battles_in
from sidelight.exchange.fastchat import FastChatLog
from sidelight.exchange.foreign import ForeignBattle, Reason, Said
from unit.exchange.making import arena, lines, state, talk, vote


def reason(read: Callable[[dict[str, Any]], ForeignBattle], row: dict[str, Any]) -> Reason:
    with pytest.raises(Unfit) as error:
        read(row)
    return error.value.reason


def test_a_record_of_the_data_sets_is_read() -> None:
    found = arena_battle(arena(2))
    assert found.models == ("amber-7b", "blue-13b")
    assert found.choice is Choice.A
    assert found.talks[0] == (Said("user", "What is two and two?"), Said("assistant", "It is **4**."))
    assert (found.annotator, found.created_ms, found.blind) == ("arena_user_2", 1_690_000_002_250, True)
    assert found.category == "English"


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"winner": "model_b"}, "choice", Choice.B),
        ({"winner": "tie"}, "choice", Choice.TIE),
        ({"winner": "tie (bothbad)"}, "choice", Choice.BOTH_BAD),
        ({"winner": "both_bad"}, "choice", Choice.BOTH_BAD),
        ({"anony": False}, "blind", False),
        ({"is_code": True}, "category", "code"),
        ({"language": "unknown"}, "category", ""),
        ({"tstamp": ..., "timestamp": "2025-06-01T00:00:00"}, "created_ms", 1_748_736_000_000),
        *(
            ({"tstamp": wrong}, "created_ms", None)
            for wrong in (
                float("nan"),
                float("inf"),
                1.8e305,
                -1,
                10**400,
                True,
                "soon",
                "0001-01-01T00:00+14:00",
            )
        ),
        ({"judge": ..., "judge_hash": "abc"}, "annotator", "abc"),
        ({"conversation_a": ..., "conversation_b": ...}, "talks", ()),
    ],
)
def test_other_shapes_of_it_are_read_too(changes: dict[str, Any], field: str, value: object) -> None:
    assert getattr(arena_battle(arena(**changes)), field) == value


def test_conversations_may_be_written_as_text_or_in_parts() -> None:
    parts = [
        {"role": "user", "content": [{"type": "text", "text": "Hi", "image": None}]},
        {"role": "assistant", "content": [{"type": "text", "text": "Hel"}, {"type": "text", "text": "lo"}]},
    ]
    found = arena_battle(arena(conversation_a=json.dumps(talk("Hi", "Yes")), conversation_b=parts))
    assert found.talks[1] == (Said("user", "Hi"), Said("assistant", "Hello"))


def test_style_comes_from_what_the_data_set_counted() -> None:
    counted = {
        **{f"sum_assistant_{side}_tokens": 100 for side in "ab"},
        **{f"header_count_{side}": {"h1": 1, "h2": 2} for side in "ab"},
        **{f"list_count_{side}": {"ordered": 4, "unordered": 0} for side in "ab"},
        **{f"bold_count_{side}": {"**": 3, "__": 0} for side in "ab"},
    }
    assert arena_battle(arena(conv_metadata=counted)).styles == ((100, 3, 4, 3), (100, 3, 4, 3))
    del counted["bold_count_b"]
    assert arena_battle(arena(conv_metadata=counted)).styles == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"winner": ...}, Reason.OTHER_KIND),
        ({"winner": "arena"}, Reason.NO_WINNER),
        ({"winner": ["model_a"]}, Reason.NO_WINNER),
        ({"model_a": None}, Reason.NO_NAME),
        ({"model_b": " "}, Reason.NO_NAME),
        ({"model_b": "amber-7b"}, Reason.SAME_MODEL),
        ({"conversation_a": []}, Reason.NO_MESSAGES),
        ({"conversation_a": "no json"}, Reason.NO_MESSAGES),
        ({"conversation_a": talk("Hi")}, Reason.NO_MESSAGES),
        ({"conversation_a": talk("Hi", "")}, Reason.EMPTY_MESSAGE),
        ({"conversation_a": [{"role": "user", "content": None}]}, Reason.EMPTY_MESSAGE),
        (
            {"conversation_a": [{"role": "user", "content": [{"image": "x", "text": "y"}]}]},
            Reason.MORE_THAN_TEXT,
        ),
        ({"conversation_a": talk("Another question", "It is 4.")}, Reason.PROMPTS_DIFFER),
        (
            {"conversation_a": talk("What is two and two?", "**NETWORK ERROR DUE TO HIGH TRAFFIC. …**")},
            Reason.PLATFORM,
        ),
        ({"conversation_b": talk("What is two and two?", "It is▌")}, Reason.UNFINISHED),
    ],
)
def test_records_of_the_data_sets_that_are_not_taken(changes: dict[str, Any], why: Reason) -> None:
    assert reason(arena_battle, arena(**changes)) is why


def test_a_long_answer_may_quote_an_error_message() -> None:
    quoting = "The words “rate limit of this model is reached” mean: " + "wait a little. " * 40
    assert arena_battle(arena(conversation_a=talk("What is two and two?", quoting)))


def test_a_vote_of_the_log_is_read() -> None:
    found = FastChatLog().battle(vote(type="bothbad_vote"))
    assert (found.models, found.choice, found.blind) == (("amber-7b", "blue-13b"), Choice.BOTH_BAD, True)
    assert found.talks[1] == (Said("user", "Hi"), Said("assistant", "Yes?"))
    assert found.created_ms == 1_690_000_000_500


def test_templates_examples_are_no_part_of_the_conversation() -> None:
    states = [
        state(name, "Example?", "Example!", "Hi", "Hello", offset=2, system_message="Be kind.")
        for name in ("a", "b")
    ]
    found = FastChatLog().battle(vote(states=states))
    assert found.talks[0] == (Said("system", "Be kind."), Said("user", "Hi"), Said("assistant", "Hello"))


@pytest.mark.parametrize(
    ("shown", "blind"),
    [
        (["Model A", "Model B"], True),
        (["### Model A", "### Model B"], True),
        (["amber-7b", "blue-13b"], False),
        (["### Model A: amber-7b", "### Model B: blue-13b"], False),
        (["<h3>Model A: amber-7b</h3>", "<h3>Model B: blue-13b</h3>"], False),
    ],
)
def test_whether_names_were_shown_is_told_from_what_stood_there(shown: list[str], blind: bool) -> None:
    assert FastChatLog().battle(vote(models=shown)).blind is blind


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"type": "chat"}, Reason.OTHER_KIND),
        ({"type": "upvote"}, Reason.OTHER_KIND),
        ({"type": 3}, Reason.OTHER_KIND),
        ({"states": [state("a", "Hi", "x")]}, Reason.OTHER_KIND),
        ({"states": ["a", "b"]}, Reason.NO_NAME),
        ({"models": [None, ""]}, Reason.NO_NAME),
        ({"models": "amber-7b"}, Reason.NO_NAME),
        ({"models": ["amber-7b", ""]}, Reason.ONE_NAME),
        ({"models": ["blue-13b", "amber-7b"]}, Reason.NAMES_DIFFER),
        ({"states": [state("a", "Hi", "x"), state("a", "Hi", "y")]}, Reason.SAME_MODEL),
        ({"states": [state("a"), state("b", "Hi", "y")]}, Reason.NO_MESSAGES),
        ({"states": [state("a", "Hi", None), state("b", "Hi", "y")]}, Reason.EMPTY_MESSAGE),
        (
            {"states": [state("a", "Hi", "x", messages=[["U", ["Hi", ["picture"]]]]), state("b", "Hi", "y")]},
            Reason.MORE_THAN_TEXT,
        ),
        ({"states": [state("a", "Hi", 'x<span class="cursor">'), state("b", "Hi", "y")]}, Reason.UNFINISHED),
    ],
)
def test_events_of_the_log_that_are_not_taken(changes: dict[str, Any], why: Reason) -> None:
    assert reason(FastChatLog().battle, vote(**changes)) is why


def test_who_voted_is_told_apart_without_keeping_the_address() -> None:
    log = FastChatLog()
    people = [log.battle(vote(n)).annotator for n in (1, 2, 1)]
    assert people == ["arena_user_0", "arena_user_1", "arena_user_0"]


# Whole files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "jsonl", "parquet"])
def test_a_file_is_known_by_what_is_in_it(tmp_path: Path, form: str) -> None:
    rows = [arena(n) for n in range(5)]
    path = tmp_path / "battles"
    if form == "parquet":
        parquet.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text(json.dumps(rows) if form == "json" else "\n".join(map(json.dumps, rows)), "utf-8")
    found = list(battles_in(path))
    assert [one.key for one in found if isinstance(one, ForeignBattle)] == [
        arena_battle(row).key for row in rows
    ]


def test_a_log_is_known_by_what_is_in_it_and_chats_in_it_are_counted(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "2024-01-01-conv.json", [{"type": "chat", "tstamp": 1.0}, vote(1), vote(1), vote(2)]
    )
    found = list(battles_in(path))
    assert [one if isinstance(one, Reason) else one.annotator for one in found] == [
        Reason.OTHER_KIND,
        "arena_user_0",
        Reason.TWICE,
        "arena_user_1",
    ]


def test_votes_that_nothing_tells_apart_are_each_a_vote(tmp_path: Path) -> None:
    bare = {"model_a": "x", "model_b": "y", "winner": "model_a"}
    path = lines(tmp_path / "votes.jsonl", [bare, bare, bare])
    keys = [one.key for one in battles_in(path) if isinstance(one, ForeignBattle)]
    assert len(set(keys)) == 3
    assert keys == [one.key for one in battles_in(path) if isinstance(one, ForeignBattle)]


def test_two_people_on_one_question_are_two_votes(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "votes.jsonl", [arena(judge="author_1"), arena(judge="author_2"), arena(judge="author_2")]
    )
    assert [isinstance(one, Reason) for one in battles_in(path)] == [False, False, True]


def test_what_is_nested_too_deep_is_one_record_less(tmp_path: Path) -> None:
    nested: object = 1
    for _ in range(700):
        nested = {"a": nested}
    deep = arena(1, conv_metadata={"sum_assistant_a_tokens": nested})
    found = list(battles_in(lines(tmp_path / "battles.jsonl", [arena(0), deep, arena(2)])))
    assert [isinstance(one, Reason) for one in found] == [False, True, False]


def test_a_name_is_one_line_that_can_be_written_anywhere() -> None:
    battle = arena_battle(arena(0, model_a="a\nb\x1b[2J", model_b="\ud800 größer 模型"))
    assert battle.models == ("a\ufffdb\ufffd[2J", "\ufffd größer 模型")


def test_a_heading_of_a_million_blanks_is_read_at_once(tmp_path: Path) -> None:
    shown = "model a:" + " " * 1_000_000 + "x" + " " * 1_000_000 + "y"
    found = list(battles_in(lines(tmp_path / "log.jsonl", [vote(0, models=[shown, shown])])))
    assert found == [Reason.NAMES_DIFFER]


def test_files_that_hold_no_battles_get_a_sentence(tmp_path: Path) -> None:
    for name, data, words in (
        ("other.jsonl", b'{"prompt": "x", "chosen": "y"}\n', "chosen, prompt"),
        ("latin.jsonl", '{"winner": "é"}\n'.encode("latin-1"), "UTF-8"),
        ("broken.parquet", b"PAR1 and nothing more", "damaged Parquet"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ExchangeError) as error:
            list(battles_in(path))
        assert words in error.value.sentence
    with pytest.raises(UsageError, match="no file"):
        list(battles_in(tmp_path / "missing"))
    with pytest.raises(UsageError, match="no known form"):
        list(battles_in(tmp_path / "other.jsonl", "label-studio"))


def test_a_spoilt_table_gives_battles_or_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    parquet.write_table(pa.Table.from_pylist([arena(n) for n in range(20)]), path)
    whole, chance = path.read_bytes(), random.Random(4)
    refused = 0
    for _ in range(60):
        spoilt = bytearray(whole[: chance.choice([len(whole), chance.randrange(8, len(whole))])])
        for _ in range(4):
            spoilt[chance.randrange(4, len(spoilt))] = chance.randrange(256)
        path.write_bytes(spoilt)
        try:
            list(battles_in(path))
        except ExchangeError:
            refused += 1
    assert refused > 30


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_value_in_any_place_gives_a_battle_or_a_reason(data: st.DataObject) -> None:
    row, read = data.draw(st.sampled_from([(arena(), arena_battle), (vote(), FastChatLog().battle)]))
    place = data.draw(st.sampled_from(sorted(row)))
    spoilt = {**row, place: data.draw(JSON)}
    if data.draw(st.booleans()) and "states" in row:
        part = data.draw(st.sampled_from(sorted(row["states"][0])))
        spoilt["states"] = [{**row["states"][0], part: data.draw(JSON)}, row["states"][1]]
    found = None
    with contextlib.suppress(Unfit):
        found = read(spoilt)
    assert found is None or found.models[0] != found.models[1]
