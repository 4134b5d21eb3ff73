# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (servers' words are quoted as they come)
"""Every wire format: what it sends, and that it reads alike wherever the bytes are cut."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build_endings
from sidelight.domain.delta import (
    FailureDelta,
    NoticeDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.generation import StopReason, Usage
from sidelight.domain.message import Conversation, Message
from sidelight.domain.model import Connection, GenerationConfig, Model, ModelRef
from sidelight.providers.dialects import left_out
from sidelight.providers.errors import Asked
from sidelight.providers.formats import FORMATS
from sidelight.providers.request import Request
from sidelight.providers.stream import joined
from support import answer_cases

HERE = Path(__file__).parent


GOOD = [case for case in answer_cases.CASES if case.status == 200]
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
TALK = Conversation(
    (
        *Conversation.asking("Why?", "Be brief.").messages,
        Message.of("assistant", "Because."),
        Message.of("user", "And?"),
    )
)
FULL = GenerationConfig(temperature=0.5, top_p=0.9, max_tokens=24, seed=3, stop=("x",))


def read(kind: str, *pieces: bytes):
    reader = FORMATS[kind].reader(Asked("host", "m", max_tokens=24))
    return [delta for piece in pieces for delta in reader.feed(piece)] + reader.close()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    places = sorted(place % (len(data) + 1) for place in places)
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


def sent(kind: str, config: GenerationConfig = FULL, name: str = "m"):
    connection = Connection("c", kind, "C")
    request = Request(Model(ModelRef("c", name), name), connection, TALK, config)
    form = FORMATS[kind]
    return form.path(request), form.body(request, form.dialect("host"))


def by_kind(kind: str, says: str):
    return next(c for c in answer_cases.CASES if c.kind == kind and says in c.says).deltas()


def text(deltas, kind=TextDelta) -> str:
    return "".join(d.text for d in deltas if isinstance(d, kind))


@settings(max_examples=400)
@given(st.sampled_from(TRANSCRIPTS), st.lists(st.integers(0, 10_000), max_size=12))
def test_a_recorded_transcript_reads_alike_wherever_it_is_cut(path, places):
    kind, data = path.name.split(".")[1], path.read_bytes()
    assert joined(read(kind, *cut(data, places))) == joined(read(kind, data))


@settings(max_examples=400)
@given(st.sampled_from(GOOD), st.lists(st.integers(0, 10_000), max_size=12))
def test_every_form_reads_alike_wherever_it_is_cut(case, places):
    places = [place % (len(case.body) + 1) for place in places]
    assert joined(case.deltas(*places)) == joined(case.deltas())


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_recorded_transcript_byte_by_byte(path):
    kind, data = path.name.split(".")[1], path.read_bytes()
    assert joined(read(kind, *cut(data, list(range(len(data)))))) == joined(read(kind, data))


def test_the_page_about_endings_is_what_these_cases_make():
    assert build_endings.PAGE.read_text("utf-8") == build_endings.page(), "python packaging/build_endings.py"
    assert {case.shown()[0] for case in answer_cases.CASES} == {reason.value for reason in StopReason} - {
        "stopped"
    }


@pytest.mark.parametrize(
    "case", answer_cases.CASES, ids=lambda case: f"{case.maker or case.kind}: {case.says}"
)
def test_whoever_reads_a_failure_reads_what_happened_and_what_to_do(case):
    for delta in case.deltas():
        if isinstance(delta, FailureDelta):
            assert delta.failure.what.rstrip("”").endswith((".", "…"))
            assert delta.failure.advice.endswith(".")
            assert case.host in delta.failure.what or "the-model" in delta.failure.what


def test_there_is_a_transcript_or_a_case_of_every_format():
    assert {case.kind for case in GOOD} == set(FORMATS)


@pytest.mark.parametrize("kind", ["openai", "openai-responses", "anthropic"])
def test_what_the_real_engine_sent(kind):
    deltas = read(kind, (HERE / "transcripts" / f"llama-cpp.{kind}.txt").read_bytes())
    assert text(deltas) == (
        "The sea is inhabited by a multitude of colors, but three of them are most recognisable to the "
        "human eye:"
    )
    usage = [d.usage for d in deltas if isinstance(d, UsageDelta)][-1]
    assert usage == Usage(42, 24, "reported", usage.reasoning, usage.cached)
    # Its cache held the prompt from the question before, where it says so at all.
    assert usage.cached in (None, 41)
    assert deltas[-1] == StopDelta(StopReason.LENGTH)


@pytest.mark.parametrize("kind", ["openai", "openai-responses", "anthropic", "gemini"])
def test_a_tool_is_shown_with_what_it_was_to_be_given(kind):
    deltas = read(kind, (HERE / "transcripts" / f"llmock-tool.{kind}.txt").read_bytes())
    assert text(deltas) == "Let me see."
    assert deltas[-1] == StopDelta(StopReason.TOOL)
    notice = text(deltas, NoticeDelta)
    assert notice.startswith("The model asked for a tool: get_weather({")
    assert "rich" in notice
    assert '"days": 3}). It was given none.' in notice


@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.maker or case.kind}: {case.says}")
def test_every_answer_ends_once_and_last(case):
    deltas = case.deltas()
    assert isinstance(deltas[-1], StopDelta | FailureDelta)
    assert sum(isinstance(d, StopDelta | FailureDelta) for d in deltas) == 1


@pytest.mark.parametrize(
    ("kind", "says", "thoughts"),
    [
        ("openai-responses", "response.completed", "Hm.\n\nSo."),
        ("anthropic", "end_turn", "Hm. 🦕"),
        ("gemini", "STOP", "Hm."),
        ("ollama", "done_reason: stop", "Hm. 🦕"),
    ],
)
def test_thoughts_come_apart_from_the_answer_and_both_are_counted(kind, says, thoughts):
    deltas = by_kind(kind, says)
    assert text(deltas, ReasoningDelta) == thoughts
    assert text(deltas).startswith("Because")
    (usage,) = [d.usage for d in deltas if isinstance(d, UsageDelta)][-1:]
    assert (usage.input, usage.output, usage.source) == (9, 7, "reported")
    assert usage.reasoning == {"openai-responses": 4, "gemini": 4}.get(kind)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "openai"])
def test_an_answer_that_just_ceases_is_truncated(kind):
    assert by_kind(kind, "the stream ends without")[-1] == StopDelta(StopReason.TRUNCATED)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_web_page_is_no_answer(kind):
    failure = read(kind, b"  <html>Log in</html>")[-1].failure
    assert failure.kind == "not_found"
    assert FORMATS[kind].address_end in read(kind, b"<html>")[-1].failure.advice or kind in (
        "gemini",
        "ollama",
    )


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("openai-responses", {"object": "response", "status": "completed", "output": [
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm."}]},
            {"type": "message", "content": [{"type": "output_text", "text": "Because."}]}]}),
        ("anthropic", {"type": "message", "stop_reason": "end_turn", "content": [
            {"type": "thinking", "thinking": "Hm."}, {"type": "text", "text": "Because."}]}),
        ("gemini", [{"candidates": [{"content": {"parts": [{"text": "Hm.", "thought": True}]}}]},
                    {"candidates": [{"content": {"parts": [{"text": "Because."}]}, "finishReason": "STOP"}]}]),
        ("ollama", {"message": {"thinking": "Hm.", "content": "Because."}, "done": True}),
    ],
)  # fmt: skip
def test_a_server_that_does_not_stream(kind, document):
    deltas = read(kind, json.dumps(document, indent=None if kind == "ollama" else 1).encode())
    assert (text(deltas, ReasoningDelta), text(deltas)) == ("Hm.", "Because.")
    assert deltas[-1] == StopDelta(StopReason.COMPLETE)


def test_responses_say_what_was_asked_and_keep_nothing_there():
    path, body = sent("openai-responses")
    assert path == "responses"
    assert body["instructions"] == "Be brief."
    assert [(m["role"], m["content"][0]["type"]) for m in body["input"]] == [
        ("user", "input_text"),
        ("assistant", "output_text"),
        ("user", "input_text"),
    ]
    assert (body["max_output_tokens"], body["temperature"], body["store"]) == (24, 0.5, False)
    assert not {"seed", "stop", "max_tokens"} & set(body)


def test_messages_hold_the_system_prompt_apart_and_always_a_limit():
    path, body = sent("anthropic")
    assert path == "messages"
    assert (body["system"], body["max_tokens"], body["stop_sequences"]) == ("Be brief.", 24, ["x"])
    assert [m["role"] for m in body["messages"]] == ["user", "assistant", "user"]
    assert "seed" not in body
    assert sent("anthropic", GenerationConfig())[1]["max_tokens"] == 4096
    assert FORMATS["anthropic"].headers("k") == {"anthropic-version": "2023-06-01", "x-api-key": "k"}


def test_gemini_calls_the_assistant_model():
    path, body = sent("gemini", name="gemini-2.5-pro")
    assert path == "models/gemini-2.5-pro:streamGenerateContent?alt=sse"
    assert [c["role"] for c in body["contents"]] == ["user", "model", "user"]
    assert body["systemInstruction"] == {"parts": [{"text": "Be brief."}]}
    assert body["generationConfig"] == {
        "temperature": 0.5, "topP": 0.9, "maxOutputTokens": 24, "seed": 3, "stopSequences": ["x"],
    }  # fmt: skip
    assert sent("gemini", name="tunedModels/a b?")[0].startswith("tunedModels/a%20b%3F:")
    assert "generationConfig" not in sent("gemini", GenerationConfig())[1]


def test_ollama_has_settings_of_its_own():
    path, body = sent("ollama")
    assert path == "chat"
    assert body["options"]["num_predict"] == 24
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}


@pytest.mark.parametrize(
    ("kind", "settings"), [("openai-responses", ["seed", "stop"]), ("anthropic", ["seed"]), ("gemini", [])]
)
def test_what_a_maker_does_not_take_is_told(kind, settings):
    told = left_out("host", FULL, FORMATS[kind].dialect("host"))
    assert [f"“{name}”" in line for name, line in zip(settings, told, strict=True)] == [True] * len(settings)


def test_calls_that_share_a_place_are_told_apart():
    calls = [
        {"index": 0, "id": "a", "function": {"name": "one", "arguments": "{}"}},
        {"index": 0, "id": "b", "function": {"name": "two", "arguments": ""}},
        {"index": 0, "function": {"arguments": '{"x":1}'}},
        {"id": "c", "function": {"name": "three"}},
    ]
    chunks = [{"choices": [{"delta": {"tool_calls": [call]}}]} for call in calls]
    deltas = read("openai", answer_cases.sse(*chunks, {"choices": [{"finish_reason": "stop"}]}))
    assert 'one({}), two({"x":1}), three.' in text(deltas, NoticeDelta)
    assert deltas[-1] == StopDelta(StopReason.TOOL)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["type", "message", "delta", "content", "content_block", "usage", "index", "response", "output",
                         "candidates", "parts", "text", "finishReason", "promptFeedback", "blockReason", "functionCall",
                         "done", "done_reason", "tool_calls", "function", "arguments", "error", "status", "stop_reason",
                         "usageMetadata", "promptTokenCount", "incomplete_details", "reason", "item", "object"]),
        inner | st.sampled_from(["message_start", "message_delta", "content_block_start", "tool_use", "response",
                                 "response.completed", "response.output_item.added", "function_call", "STOP"]),
        max_size=5,
    ),
    max_leaves=14,
)  # fmt: skip


@settings(max_examples=300)
@given(st.sampled_from(sorted(FORMATS)), st.lists(JSON, max_size=4), st.booleans())
def test_no_json_makes_a_reader_raise_and_it_always_ends_once(kind, values, one_document):
    if one_document:
        data = json.dumps(values[0] if len(values) == 1 else values).encode()
    elif kind == "ollama":
        data = b"".join(json.dumps(value).encode() + b"\n" for value in values)
    else:
        data = b"".join(b"data: " + json.dumps(value).encode() + b"\n\n" for value in values)
    deltas = read(kind, data)
    assert sum(isinstance(d, StopDelta | FailureDelta) for d in deltas) == 1
    assert isinstance(deltas[-1], StopDelta | FailureDelta)


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=200))
def test_no_bytes_make_a_reader_raise(kind, data):
    assert isinstance(read(kind, data)[-1], StopDelta | FailureDelta)


def test_the_table_of_formats_imports_no_network():
    code = "import sys, sidelight.providers.formats; print(sorted({'httpx', 'ssl', 'asyncio'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
