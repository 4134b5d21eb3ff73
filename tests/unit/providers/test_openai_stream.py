# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (servers' words are quoted as they come)
from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.domain.delta import (
    FailureDelta,
    NoticeDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.generation import StopReason, Usage
from sidelight.providers.errors import Asked
from sidelight.providers.openai_stream import OpenAIStream
from sidelight.providers.said import Surrogates

ASKED = Asked("api.example.org", "m", "EXAMPLE_KEY", True)


def event(value) -> bytes:
    return b"data: " + (value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n\n"


def chunk(delta=None, reason=None, **more):
    return {"choices": [{"index": 0, "delta": delta or {}, "finish_reason": reason}], **more}


def read(*pieces: bytes):
    stream = OpenAIStream(ASKED)
    return [delta for piece in pieces for delta in stream.feed(piece)] + stream.close()


def read_events(*values):
    return read(b"".join(event(value) for value in values))


def test_an_ordinary_answer():
    assert read_events(
        chunk({"role": "assistant", "content": None}),
        chunk({"content": "Hel"}),
        chunk({"content": "lo"}),
        chunk({}, "stop"),
        {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 2}},
        b"[DONE]",
    ) == [
        TextDelta("Hel"),
        TextDelta("lo"),
        UsageDelta(Usage(5, 2, "reported")),
        StopDelta(StopReason.COMPLETE),
    ]


@pytest.mark.parametrize(
    ("reason", "meaning"),
    [
        ("stop", StopReason.COMPLETE),
        ("length", StopReason.LENGTH),
        ("content_filter", StopReason.FILTERED),
        ("tool_calls", StopReason.TOOL),
        ("function_call", StopReason.TOOL),
        ("model_length", StopReason.LENGTH),
        ("STOP", StopReason.COMPLETE),
    ],
)
def test_reasons_for_the_end(reason, meaning):
    assert read_events(chunk({"content": "a"}, reason), b"[DONE]")[-1] == StopDelta(meaning)


def test_a_reason_that_is_not_known_is_no_success():
    *_, notice, stop = read_events(chunk({"content": "a"}, "abort"), b"[DONE]")
    assert stop == StopDelta(StopReason.TRUNCATED)
    assert isinstance(notice, NoticeDelta)
    assert "abort" in notice.text


@pytest.mark.parametrize("end", [[], [b"[DONE]"], [chunk({}, ""), b"[DONE]"], [chunk({}, None)]])
def test_an_end_without_a_reason_is_truncated(end):
    assert read_events(chunk({"content": "a"}), *end) == [TextDelta("a"), StopDelta(StopReason.TRUNCATED)]


def test_half_an_event_at_the_end_is_a_cut():
    assert read(event(chunk({"content": "a"})) + b'data: {"choices": [{"del') == [
        TextDelta("a"),
        StopDelta(StopReason.TRUNCATED),
    ]


def test_an_answer_that_never_began_is_truncated():
    assert read() == [StopDelta(StopReason.TRUNCATED)]


def test_text_after_the_reason_is_kept_and_the_stop_comes_last():
    assert read_events(chunk({"content": "a"}, "stop"), chunk({"content": "b"}), b"[DONE]") == [
        TextDelta("a"),
        TextDelta("b"),
        StopDelta(StopReason.COMPLETE),
    ]


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
def test_reasoning_in_both_spellings(name):
    deltas = read_events(
        chunk({name: "hm", "content": None}), chunk({name: "", "content": "so"}, "stop"), b"[DONE]"
    )
    assert deltas == [ReasoningDelta("hm"), TextDelta("so"), StopDelta(StopReason.COMPLETE)]


def test_reasoning_in_both_spellings_at_once_counts_once():
    assert read_events(chunk({"reasoning": "hm", "reasoning_content": "hm"}))[0] == ReasoningDelta("hm")
    assert len(read_events(chunk({"reasoning": "hm", "reasoning_content": "hm"}))) == 2


def test_content_as_a_list_of_parts():
    thinking = {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}
    deltas = read_events(chunk({"content": [thinking, {"type": "text", "text": "so"}, 7]}, "stop"))
    assert deltas == [ReasoningDelta("hm"), TextDelta("so"), StopDelta(StopReason.COMPLETE)]


def test_a_refusal_is_shown_and_noted_once():
    deltas = read_events(chunk({"refusal": "I can"}), chunk({"refusal": "not."}, "stop"), b"[DONE]")
    assert [d.text for d in deltas if isinstance(d, TextDelta)] == ["I can", "not."]
    assert sum(isinstance(d, NoticeDelta) for d in deltas) == 1


def test_a_wish_for_a_tool_is_told():
    call = {"index": 0, "function": {"name": "get_weather", "arguments": "{"}}
    *_, notice, stop = read_events(chunk({"tool_calls": [call]}), chunk({}, "tool_calls"), b"[DONE]")
    assert "get_weather" in notice.text
    assert stop == StopDelta(StopReason.TOOL)


def test_text_completions():
    values = [
        {"choices": [{"index": 0, "text": t, "finish_reason": r}]} for t, r in (("a", None), ("", "length"))
    ]
    assert read_events(*values, b"[DONE]") == [TextDelta("a"), StopDelta(StopReason.LENGTH)]


def test_only_the_first_choice_is_read():
    both = {"choices": [{"index": i, "delta": {"content": str(i)}} for i in (0, 1)]}
    assert read_events(both)[0] == TextDelta("0")
    assert len(read_events(both)) == 2


def test_usage_that_grows_is_given_when_it_changes():
    used = [{"prompt_tokens": 1, "completion_tokens": n} for n in (1, 1, 2)]
    deltas = read_events(*(chunk({"content": "a"}, usage=u) for u in used))
    assert [d.usage.output for d in deltas if isinstance(d, UsageDelta)] == [1, 2]


@pytest.mark.parametrize("number", [-1, "7", 1.5, True, None, 1 << 60, [], {}])
def test_usage_that_is_nonsense_is_none(number):
    deltas = read_events({"choices": [], "usage": {"prompt_tokens": number, "completion_tokens": 3}})
    assert UsageDelta(Usage(None, 3, "reported")) in deltas


def test_reasoning_tokens_are_told_apart():
    usage = {"prompt_tokens": 1, "completion_tokens": 9, "completion_tokens_details": {"reasoning_tokens": 7}}
    assert UsageDelta(Usage(1, 9, "reported", 7)) in read_events({"choices": [], "usage": usage})


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        ({"error": {"message": "Provider gone", "code": 502, "metadata": {}}}, "server", "Provider gone"),
        ({**chunk({}, "error"), "error": {"code": 429, "message": "Slow down"}}, "rate_limited", "Slow down"),
        ({"error": "out of memory"}, "server", "out of memory"),
        ({"object": "error", "message": "busy", "code": 42903}, "rate_limited", "busy"),
        ({"text": "NETWORK ERROR", "error_code": 50004}, "server", "NETWORK ERROR"),
        ({"error": {"message": "no", "type": "authentication_error"}}, "unauthorised", "no"),
    ],
)
def test_errors_inside_a_good_answer(value, kind, words):
    text, failed = read_events(chunk({"content": "a"}), value, b"[DONE]")
    assert text == TextDelta("a")
    assert isinstance(failed, FailureDelta)
    assert failed.failure.kind == kind
    assert words in failed.failure.what


def test_an_event_named_error():
    failed = read(b'event: error\ndata: {"message": "overheated", "code": 503}\n\n')[-1]
    assert failed.failure.kind == "server"
    assert "overheated" in failed.failure.what


@pytest.mark.parametrize("value", [chunk({"content": "a"}, error=None), chunk({"content": "a"}, error={})])
def test_an_empty_error_is_none(value):
    assert read_events(value, chunk({}, "stop"), b"[DONE]") == [
        TextDelta("a"),
        StopDelta(StopReason.COMPLETE),
    ]


@pytest.mark.parametrize(
    "nonsense", [b"{corrupt", b"[1, 2]", b"7", b"[" * 100_000, b'{"a": ' + b"1" * 5000 + b"}"]
)
def test_nonsense_is_a_broken_stream_and_keeps_what_came(nonsense):
    deltas = read(event(chunk({"content": "a"})) + event(nonsense) + event(chunk({"content": "b"})))
    assert deltas[0] == TextDelta("a")
    assert deltas[-1].failure.kind == "broken_stream"
    assert len(deltas) == 2


@pytest.mark.parametrize(
    "value",
    [{}, {"choices": None}, {"choices": [None]}, {"choices": [{"delta": 7}]}, chunk({"content": 7}),
     {"choices": [{"delta": {"content": "x"}, "index": 3}]}, chunk({"tool_calls": [None, {"function": 3}]})],
)  # fmt: skip
def test_odd_but_harmless_events_are_passed_over(value):
    assert read_events(value, chunk({}, "stop"), b"[DONE]") == [StopDelta(StopReason.COMPLETE)]


def test_a_server_that_does_not_stream():
    body = {"choices": [{"index": 0, "message": {"content": "Hello"}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 2}}  # fmt: skip
    assert read(json.dumps(body, indent=1).encode()) == [
        TextDelta("Hello"),
        UsageDelta(Usage(1, 2, "reported")),
        StopDelta(StopReason.COMPLETE),
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\n<!DOCTYPE html><html>", "not_found"),
        (b'{"error": {"message": "no", "code": 401}}', "unauthorised"),
        (b'{"choi', "broken_stream"),
        (b'{"hello": 1}', "broken_stream"),
        (b"[]", "broken_stream"),
    ],
)
def test_a_whole_body_in_place_of_a_stream(body, kind):
    assert read(body)[-1].failure.kind == kind


def test_halves_of_a_character_in_two_deltas():
    halves = [
        rb'{"choices": [{"delta": {"content": "a\ud83e"}}]}',
        rb'{"choices": [{"delta": {"content": "\udd95b"}}]}',
    ]
    assert read_events(*halves)[:2] == [TextDelta("a"), TextDelta("🦕b")]


def test_half_a_character_that_stays_alone():
    deltas = read_events(rb'{"choices": [{"delta": {"content": "a\ud83e"}}]}')
    assert deltas == [TextDelta("a"), TextDelta("�"), StopDelta(StopReason.TRUNCATED)]


@given(st.text(alphabet=st.characters(), max_size=20), st.data())
def test_surrogates_are_joined_wherever_they_are_cut(text, data):
    units = text.encode("utf-16-le", "surrogatepass")
    halves = "".join(chr(int.from_bytes(units[i : i + 2], "little")) for i in range(0, len(units), 2))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(halves)), max_size=5)))
    joiner = Surrogates()
    pieces = [halves[a:b] for a, b in zip([0, *cuts], [*cuts, len(halves)], strict=True)]
    whole = "".join(joiner.feed(piece) for piece in pieces) + joiner.close()
    assert whole == text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


TRANSCRIPTS = [
    b": PROCESSING\r\n\r\n" + event(chunk({"role": "assistant"})).replace(b"\n", b"\r\n")
    + event(chunk({"reasoning": "hm 🦕"})) + event(json.dumps(chunk({"content": "naïve €"}), ensure_ascii=False).encode())
    + event(chunk({"content": "b"}, "stop")) + event({"choices": [], "usage": {"prompt_tokens": 1}}) + event(b"[DONE]"),
    event(chunk({"content": "a"})) + event({"error": {"message": "no", "code": 500}}),
    event(chunk({"content": "a"})) + b"data: {oops\n\n",
    b'\xef\xbb\xbf{"choices": [{"message": {"content": "whole"}, "finish_reason": "stop"}]}',
    b"  <html><body>Log in</body></html>",
    event(chunk({"content": "a"})) + b'data: {"cho',
]  # fmt: skip


@settings(max_examples=300)
@given(st.sampled_from(TRANSCRIPTS), st.data())
def test_where_the_bytes_are_cut_does_not_matter(transcript, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(transcript)), max_size=10)))
    pieces = [transcript[a:b] for a, b in zip([0, *cuts], [*cuts, len(transcript)], strict=True)]
    assert read(*pieces) == read(transcript)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["choices", "delta", "content", "error", "usage", "finish_reason", "message", "code",
                         "tool_calls", "function", "index", "text", "error_code", "detail", "loc", "object"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(JSON, max_size=4))
def test_no_json_makes_it_raise_and_it_always_ends_once(values):
    deltas = read_events(*values)
    assert sum(isinstance(d, StopDelta | FailureDelta) for d in deltas) == 1
    assert isinstance(deltas[-1], StopDelta | FailureDelta)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data):
    assert isinstance(read(data)[-1], StopDelta | FailureDelta)
