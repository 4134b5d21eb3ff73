# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (servers' words are quoted as they come)
from __future__ import annotations

import json

import pytest

from sidelight.domain.message import Conversation, Message, Part
from sidelight.domain.model import Connection, GenerationConfig, Model, ModelRef
from sidelight.providers.dialects import Dialect, encoded, left_out, lesson_of
from sidelight.providers.errors import Complaint, complaint_in
from sidelight.providers.openai_chat import FORMAT, dialect_of
from sidelight.providers.request import Request

FULL = GenerationConfig(temperature=0.5, top_p=0.9, max_tokens=10, seed=3, stop=("x",))
ASKING = Conversation.asking("Why?", "Be brief.")


def body_of(name, conversation, config, dialect, *, completion):
    model = Model(ModelRef("c", name), name, style="completion" if completion else "chat")
    request = Request(model, Connection("c", "openai", "C"), conversation, config)
    return FORMAT.body(request, dialect)


def test_a_chat_body_holds_just_what_was_set():
    assert body_of("m", ASKING, GenerationConfig(), Dialect(), completion=False) == {
        "model": "m",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why?"}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_every_setting_is_passed_on():
    body = body_of("m", ASKING, FULL, Dialect(), completion=False)
    assert [body[k] for k in ("temperature", "top_p", "max_tokens", "seed", "stop")] == [
        0.5,
        0.9,
        10,
        3,
        ["x"],
    ]


def test_a_temperature_of_zero_is_a_setting():
    assert (
        body_of("m", ASKING, GenerationConfig(temperature=0.0), Dialect(), completion=False)["temperature"]
        == 0.0
    )


def test_reasoning_is_not_sent_back():
    said = Message("assistant", (Part("hm", "reasoning"), Part("Because.")))
    conversation = Conversation((Message.of("user", "Why?"), said, Message.of("user", "And?")))
    messages = body_of("m", conversation, GenerationConfig(), Dialect(), completion=False)["messages"]
    assert [m["content"] for m in messages] == ["Why?", "Because.", "And?"]


def test_a_base_model_continues_text():
    asked = Conversation.asking("Once upon", "A tale.").messages
    conversation = Conversation((*asked, Message.of("assistant", " a time"), Message.of("user", "The end")))
    body = body_of("m", conversation, GenerationConfig(), Dialect(), completion=True)
    assert body["prompt"] == "A tale.\n\nOnce upon a time\n\nThe end"
    assert "messages" not in body


def test_known_servers_get_their_own_words():
    openai = body_of("m", ASKING, FULL, dialect_of("api.openai.com"), completion=False)
    assert openai["max_completion_tokens"] == 10
    assert "max_tokens" not in openai
    assert body_of("m", ASKING, FULL, dialect_of("api.mistral.ai"), completion=False)["random_seed"] == 3


def test_the_body_can_be_sent_whatever_the_prompt():
    text = encoded(
        body_of("m", Conversation.asking("\ud83e ü"), GenerationConfig(), Dialect(), completion=False)
    )
    assert json.loads(text.encode())["messages"][0]["content"] == "\ud83e ü"
    assert "ü" in encoded({"a": "ü"})


def lesson(body_error, dialect=None, status=400):
    dialect = dialect or Dialect()
    body = body_of("m", ASKING, FULL, dialect, completion=False)
    return lesson_of(status, complaint_in(body_error), body, dialect)


def test_the_other_name_for_the_most_tokens_is_learnt_both_ways():
    message = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    error = {"error": {"message": message, "param": "max_tokens", "code": "unsupported_parameter"}}
    assert lesson(error).max_tokens == "max_completion_tokens"
    back = {"error": {"message": "Unknown field max_completion_tokens, did you mean max_tokens?"}}
    assert lesson(back, Dialect(max_tokens="max_completion_tokens")).max_tokens == "max_tokens"


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        ({"error": {"message": "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default "
                    "(1) value is supported.", "param": "temperature", "code": "unsupported_value"}}, "temperature"),
        ({"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}, "seed"),
        ({"error": {"message": "Unrecognized request argument supplied: stream_options"}}, "stream_options"),
        ({"error": {"message": "x is not allowed", "param": "stream_options.include_usage"}}, "stream_options"),
    ],
)  # fmt: skip
def test_a_setting_that_is_not_taken_is_left_out(error, refused):
    learnt = lesson(error)
    assert learnt.refused == {refused}
    assert refused not in body_of("m", ASKING, FULL, learnt, completion=False)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, {"error": {"message": "temperature must be at most 2", "param": "temperature"}}),
        (400, {"error": {"message": "Unknown model m", "param": "model"}}),
        (401, {"error": {"message": "Unknown key; temperature"}}),
        (500, {"error": {"message": "unexpected: temperature"}}),
        (400, {"error": {"message": "unknown problem"}}),
    ],
)
def test_other_refusals_teach_nothing(status, error):
    assert lesson(error, status=status) is None


def test_nothing_understood_teaches_nothing():
    assert lesson_of(400, None, {}, Dialect()) is None
    assert (
        lesson_of(400, Complaint(message="maximum context length, unsupported seed"), {"seed": 1}, Dialect())
        is None
    )


def test_what_was_left_out_is_told_only_if_it_was_set():
    dialect = Dialect(refused=frozenset({"temperature", "stop", "stream_options"}))
    assert len(left_out("h", FULL, dialect)) == 2
    assert left_out("h", GenerationConfig(seed=1), dialect) == []
