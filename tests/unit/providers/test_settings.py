# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (what servers send is quoted as it comes)
"""Reasoning effort and probabilities of tokens: what each format sends, refuses and reads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sidelight import resources
from sidelight.domain.delta import LogprobsDelta, NoticeDelta, TextDelta
from sidelight.domain.logprob import Alternative, TokenLogprob
from sidelight.domain.message import Conversation
from sidelight.domain.model import SETTINGS, Connection, GenerationConfig, Model, ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.dialects import left_out, lesson_of
from sidelight.providers.errors import Asked, complaint_in
from sidelight.providers.formats import FORMATS
from sidelight.providers.model_table import ModelTable
from sidelight.providers.request import Request

FULL = GenerationConfig(0.5, 0.9, 24, 3, ("x",), "high", 2)


def body(kind, config=FULL, style="chat", **dialect):
    form = FORMATS[kind]
    request = Request(
        Model(ModelRef("c", "m"), "m", style=style),
        Connection("c", kind, "C"),
        Conversation.asking("Why?"),
        config,
    )
    return form.body(request, replace(form.dialect("host"), **dialect))


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("openai", {"reasoning_effort": "high", "logprobs": True, "top_logprobs": 2}),
        (
            "openai-responses",
            {"reasoning": {"effort": "high"}, "include": ["message.output_text.logprobs"], "top_logprobs": 2},
        ),
        ("anthropic", {"output_config": {"effort": "high"}}),
        ("ollama", {"think": "high", "logprobs": True, "top_logprobs": 2}),
    ],
)
def test_each_format_says_it_in_its_own_words(kind, sent):
    found = body(kind)
    assert {name: found.get(name) for name in sent} == sent
    assert not set(sent) & set(body(kind, GenerationConfig()))


def test_gemini_has_them_among_its_settings():
    found = body("gemini")["generationConfig"]
    assert found["thinkingConfig"] == {"thinkingLevel": "high"}
    assert (found["responseLogprobs"], found["logprobs"], found["topP"], found["seed"]) == (True, 2, 0.9, 3)


def test_a_base_model_is_asked_as_text_completions_are():
    assert body("openai", style="completion")["logprobs"] == 2


def test_no_thinking_is_said_to_ollama_as_it_wants_it():
    assert body("ollama", GenerationConfig(reasoning_effort="none"))["think"] is False


@pytest.mark.parametrize(
    ("kind", "effort"),
    [("ollama", "max"), ("ollama", "minimal"), ("gemini", "none"), ("anthropic", "minimal")],
)
def test_an_effort_that_a_format_does_not_know_is_left_out_and_told(kind, effort):
    config = GenerationConfig(reasoning_effort=effort)
    sent = json.dumps(body(kind, config))
    assert effort not in sent
    (told,) = left_out("h", config, FORMATS[kind].dialect("host"))
    assert told == f"h knows no reasoning effort “{effort}”, so it was left out."


@pytest.mark.parametrize(
    ("kind", "words", "refused"),
    [
        (
            "openai",
            {"message": "Unrecognized request argument supplied: reasoning_effort"},
            "reasoning_effort",
        ),
        ("openai", {"message": "x is not supported", "param": "top_logprobs"}, "logprobs"),
        (
            "openai-responses",
            {"message": "Unsupported parameter", "param": "reasoning.effort"},
            "reasoning_effort",
        ),
        ("anthropic", {"message": "output_config: Extra inputs are not permitted"}, "reasoning_effort"),
        ("gemini", {"message": "Thinking level is not supported for this model."}, "reasoning_effort"),
        ("gemini", {"message": "Unknown name: responseLogprobs"}, "logprobs"),
        ("ollama", "“m” does not support thinking", "reasoning_effort"),
    ],
)
def test_a_refusal_teaches_to_leave_it_out(kind, words, refused):
    form = FORMATS[kind]
    learnt = lesson_of(400, complaint_in({"error": words}), body(kind), form.dialect("host"))
    assert refused in learnt.refused
    again = body(kind, refused=learnt.refused)
    assert "high" not in json.dumps(again) or refused != "reasoning_effort"
    assert "ogprobs" not in json.dumps(again) or refused != "logprobs"
    assert any(f"“{refused}”" in told for told in left_out("h", FULL, learnt))


def test_what_a_model_accepts_is_its_formats_and_its_own(tmp_path):
    connections = [
        Connection("o", "openai", "O", "https://api.openai.com/v1"),
        Connection("r", "openai-responses", "R", "https://api.openai.com/v1"),
        Connection("a", "anthropic", "A", "https://api.anthropic.com/v1"),
    ]
    table = ModelTable(resources.path("models.toml"))
    catalogue = Catalogue(
        data_folder=tmp_path, connections=connections, recordings=(), environ={}, table=table
    )

    def missing(name):
        return SETTINGS - catalogue.model(ModelRef.parse(name)).accepts

    assert missing("o/gpt-4o-mini") == {"reasoning_effort"}
    assert missing("o/gpt-5") == {"temperature", "top_p", "logprobs"}
    assert missing("r/something-new") == {"seed", "stop"}
    assert missing("a/claude-opus-5-5") == {"seed", "logprobs", "temperature", "top_p"}


def test_what_a_model_does_not_accept_is_not_sent_and_told(bench, asking, odd_server):
    def answer(caller):
        caller.begin()
        caller.say("Because.", "stop")
        caller.done()

    server = odd_server(answer)
    connection = server.connection()
    request = asking(connection, temperature=0.5, seed=3)
    request = replace(request, model=replace(request.model, accepts=SETTINGS - {"temperature"}))
    answered = bench.ask(bench.network(connections=[connection]), request)
    assert "temperature" not in answered.sent
    assert answered.sent["seed"] == 3
    place = f"127.0.0.1:{server.port}"
    assert answered.notices == [
        f"{place} does not take the setting “temperature” for this model, so it was left out."
    ]


ENTRY = {"token": "Be", "logprob": -0.25, "bytes": [66, 101],
         "top_logprobs": [{"token": "Be", "logprob": -0.25}, {"token": "So", "logprob": -2}]}  # fmt: skip
READ = TokenLogprob("Be", -0.25, (Alternative("Be", -0.25), Alternative("So", -2.0)), b"Be")
NO_BYTES = replace(READ, data=None)


def sse(*events):
    return b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events)


@pytest.mark.parametrize(
    ("kind", "data", "read"),
    [
        ("openai", sse({"choices": [{"delta": {"content": "Be"}, "logprobs": {"content": [ENTRY]}, "finish_reason": "stop"}]}), READ),
        ("openai", sse({"choices": [{"text": "Be", "finish_reason": "stop", "logprobs": {
            "tokens": ["Be"], "token_logprobs": [-0.25], "top_logprobs": [{"So": -2, "Be": -0.25}]}}]}), NO_BYTES),
        ("openai-responses", sse({"type": "response.output_text.delta", "delta": "Be", "logprobs": [ENTRY]},
                                 {"type": "response.completed", "response": {"status": "completed"}}), READ),
        ("gemini", sse({"candidates": [{"content": {"parts": [{"text": "Be"}]}, "finishReason": "STOP", "logprobsResult": {
            "chosenCandidates": [{"token": "Be", "tokenId": 7, "logProbability": -0.25}],
            "topCandidates": [{"candidates": [{"token": "Be", "logProbability": -0.25}, {"token": "So", "logProbability": -2}]}]}}]}), NO_BYTES),
        ("ollama", json.dumps({"message": {"content": "Be"}, "logprobs": [ENTRY], "done": True}).encode() + b"\n", READ),
    ],
)  # fmt: skip
def test_each_format_is_read(kind, data, read):
    def deltas(wanted):
        reader = FORMATS[kind].reader(Asked("host", "m", logprobs=wanted))
        return reader.feed(data) + reader.close()

    found = [d for d in deltas(True) if isinstance(d, LogprobsDelta)]
    assert found == [LogprobsDelta((read,))]
    assert "".join(d.text for d in deltas(True) if isinstance(d, TextDelta)) == "Be"
    # Nobody asked: nobody is told, and nothing is said about it.
    assert not [d for d in deltas(False) if isinstance(d, LogprobsDelta | NoticeDelta)]


def test_a_service_that_gives_none_though_it_was_asked_is_told_of():
    reader = FORMATS["openai"].reader(Asked("host", "m", logprobs=True))
    deltas = (
        reader.feed(sse({"choices": [{"delta": {"content": "Be"}, "finish_reason": "stop"}]}))
        + reader.close()
    )
    assert NoticeDelta("host gave no probabilities of tokens, though it was asked for them.") in deltas


@pytest.mark.parametrize(
    "entry",
    [
        {"token": "x"},
        {"token": 3, "logprob": -1},
        {"token": "x", "logprob": float("nan")},
        {"token": "x", "logprob": True},
    ],
)
def test_nonsense_is_passed_over(entry):
    reader = FORMATS["openai"].reader(Asked("host", "m", logprobs=True))
    event = {"choices": [{"delta": {"content": "Be"}, "logprobs": {"content": [entry, ENTRY]}}]}
    assert [d for d in reader.feed(sse(event)) if isinstance(d, LogprobsDelta)] == [LogprobsDelta((READ,))]
