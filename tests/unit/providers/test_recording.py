# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.domain.errors import UsageError
from sidelight.domain.generation import Generation, StopReason, Usage
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.providers.recording import (
    RecordedAnswer,
    RecordedModel,
    Recording,
    read_recording,
    recording_of,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def saved(folder, document):
    path = folder / "answers.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def document(**changes):
    base = {"format": "sidelight-recording", "version": 1,
            "models": [{"name": "a", "label": "A", "about": "x"}],
            "answers": [{"model": "a", "prompt": "Why?", "text": "Because."}]}  # fmt: skip
    return base | changes


def test_a_file_by_hand(tmp_path):
    answers = [{"model": "a", "prompt": "Why?", "text": "Be", "reasoning": "hm", "stop_reason": "length",
                "usage": {"input": 3}, "mood": "unknown"}]  # fmt: skip
    recording = read_recording(saved(tmp_path, document(answers=answers)))
    assert recording.models == (RecordedModel("a", "A", "x"),)
    assert recording.answers == (
        RecordedAnswer("a", "Why?", "Be", "hm", StopReason.LENGTH, Usage(3, None, "reported")),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.sampled_from(StopReason), st.none() | st.integers(0, 99))))
def test_what_is_written_is_read(tmp_path, rows):
    answers = tuple(
        RecordedAnswer(
            "m", prompt, text, reasoning, reason, None if n is None else Usage(n, None, "reported")
        )
        for prompt, text, reasoning, reason, n in rows
    )
    recording = Recording((RecordedModel("m", "M"),), answers)
    path = tmp_path / "r.json"
    recording.write(path)
    assert read_recording(path) == recording
    assert [p.name for p in tmp_path.iterdir()] == ["r.json"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("{}", "does not say"),
        (document(format="other"), "does not say"),
        (document(version=2), "newer"),
        (document(version="1"), "no version"),
        (document(models=None), "no list of models"),
        (document(models=[{"label": "A"}]), "without a name"),
        (document(answers=[3]), "no list of answers"),
        (document(answers=[{"model": "b", "prompt": "", "text": ""}]), "not among its models"),
        (document(answers=[{"model": "a", "prompt": 3, "text": ""}]), "without model, prompt or text"),
        (
            document(answers=[{"model": "a", "prompt": "", "text": "", "stop_reason": "bored"}]),
            "unknown reason",
        ),
    ],
)
def test_what_is_no_recording(tmp_path, content, words):
    with pytest.raises(UsageError, match=words):
        read_recording(saved(tmp_path, content))


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "latin").write_bytes(b"\xff\xfe\xfa")
    for name in ("none", "latin", "."):
        with pytest.raises(UsageError):
            read_recording(tmp_path / name)


def test_halves_of_characters_are_replaced(tmp_path):
    path = saved(tmp_path, json.dumps(document()).replace("Because.", "Be\\ud83e"))
    assert read_recording(path).answers[0].text == "Be?"


def generation(text, reason, model="local/m@warm"):
    return Generation(
        "g", "c", ModelRef.parse(model), GenerationConfig(), 0, 1, 0, text=text, stop_reason=reason
    )


def test_a_recording_of_generations():
    recording = recording_of(
        [
            ("Why?", generation("Because.", StopReason.COMPLETE)),
            ("Who?", generation("Me", StopReason.FAILED, "o/x")),
            ("Left out?", generation("", StopReason.FAILED)),
            ("Unfinished?", generation("Wel", None)),
        ],
        {"local/m@warm": "The warm one"},
    )
    assert [(m.name, m.label) for m in recording.models] == [("local/m@warm", "The warm one"), ("o/x", "o/x")]
    assert [(a.prompt, a.text, a.stop_reason) for a in recording.answers] == [
        ("Why?", "Because.", StopReason.COMPLETE),
        ("Who?", "Me", StopReason.TRUNCATED),
    ]
