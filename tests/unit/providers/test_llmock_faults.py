# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Every fault that llmock can make, in every wire format that it speaks, and the words that a user reads."""

from __future__ import annotations

import re

import pytest

from sidelight.domain.generation import StopReason
from sidelight.domain.model import Connection
from sidelight.providers.provider import Patience

KINDS = ["openai", "openai-responses", "anthropic", "gemini"]
TEXT = "one two three four five six seven eight nine ten"
ONCE = Patience(retry_s=0)


@pytest.fixture(params=KINDS)
def mock(request, llmock, bench, asking):
    """llmock as one maker: ``ask`` gives the answer, ``script`` what llmock is told."""
    path = {"anthropic": "/anthropic/v1", "gemini": "/gemini/v1beta"}.get(request.param, "/v1")
    connection = Connection("mock", request.param, "llmock", llmock.url + path, "MOCK_KEY")

    class Mock:
        script = llmock
        host = llmock.url.partition("//")[2]
        kind = request.param

        def start(self, patience=ONCE, **config):
            network = bench.network(
                connections=[connection], environ={"MOCK_KEY": "llmock-test-key"}, patience=patience
            )
            return network, bench.start(network, asking(connection, "Hello", name="a-model", **config))

        def ask(self, patience=ONCE, **config):
            return bench.ended(self.start(patience, **config)[1])

    return Mock()


def test_well(mock):
    mock.script.reply(TEXT)
    got = mock.ask()
    assert (got.text, got.stops, got.failure, got.notices) == (TEXT, [StopReason.COMPLETE], None, [])
    assert got.usage.source == "reported"
    assert got.usage.output > 0


def test_a_tool_is_shown(mock):
    mock.script.call_tool("get_weather", {"city": "Zürich"}, text="Let me see.")
    got = mock.ask()
    assert (got.text, got.stops) == ("Let me see.", [StopReason.TOOL])
    assert got.notices[0].startswith("The model asked for a tool: get_weather(")


def test_rate_limit_without_patience(mock):
    mock.script.rate_limit(retry_after=9)
    failure = mock.ask().failure
    assert failure.kind == "rate_limited"
    assert failure.sentence.startswith(f"{mock.host} is getting too many requests: “")
    assert failure.sentence.endswith(" Try again in 9 seconds.")


def test_rate_limit_that_passes(mock):
    mock.script.rate_limit(times=2, retry_after=0.3).reply(TEXT)
    got = mock.ask(Patience(retry_step_s=0.05))
    assert (got.text, got.stops, got.failure) == (TEXT, [StopReason.COMPLETE], None)
    # Both refusals are told once: the words are the same.
    assert len(got.notices) >= 1
    assert all("too many requests" in n and n.endswith("Asking again after 1 second.") for n in got.notices)
    assert got.exchange.status == 200
    assert b"too many" not in got.wire.lower()
    assert len(mock.script.requests) == 3
    # Never sooner than Retry-After, never the same wait twice, nothing given up.
    mock.script.assert_resilient(strict=True)


def test_a_limit_that_takes_an_hour_is_told_at_once(mock):
    mock.script.rate_limit(times=None, retry_after=3600)
    failure = mock.ask(Patience()).failure
    assert failure.advice == "Try again in 60 minutes."
    assert len(mock.script.requests) == 1


def test_real_quotas(mock):
    mock.script.limits(rpm=1)
    assert mock.ask().stops == [StopReason.COMPLETE]
    failure = mock.ask().failure
    assert failure.kind == "rate_limited"
    assert f"{mock.host} allows 1 requests at a time, and they are used up" in failure.what
    # What is left of the minute since the first one.
    assert int(re.fullmatch(r"Try again in (\d+) seconds?\.", failure.advice)[1]) in range(1, 61)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, "bad_request", "refused the request"),
        (401, "unauthorised", "does not accept the key"),
        (402, "unauthorised", "has no credit left"),
        (403, "unauthorised", "The key may not use a-model"),
        (404, "not_found", "there is no model service at this address"),
        (413, "too_long", "is larger than"),
        (429, "rate_limited", "too many requests"),
        (500, "server", "failed (error 500)"),
        (503, "server", "overloaded or closed for now"),
        (504, "timeout", "gave up waiting for the model"),
    ],
)
def test_fail(mock, status, kind, words):
    mock.script.fail(status)
    failure = mock.ask().failure
    assert (failure.kind, failure.status) == (kind, status)
    assert words in failure.what
    assert failure.advice


def test_a_failure_that_passes(mock):
    mock.script.fail(503, times=2, retry_after=0.1).reply(TEXT)
    got = mock.ask(Patience(retry_step_s=0.05))
    assert (got.text, got.failure) == (TEXT, None)
    assert "overloaded or closed for now" in got.notices[0]
    mock.script.assert_resilient(strict=True)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_will_not_pass_is_asked_once(mock, status):
    mock.script.fail(status, times=None)
    assert mock.ask(Patience(retry_step_s=0.01)).failure.status == status
    assert len(mock.script.requests) == 1


def test_an_outage_ends(mock):
    mock.script.fail(503, times=None, retry_after=0.01)
    assert mock.ask(Patience(retry_step_s=0.01)).failure.kind == "server"
    assert len(mock.script.requests) == 5


def test_a_context_that_is_too_small(mock):
    mock.script.context_overflow()
    failure = mock.ask(Patience()).failure
    assert failure.kind == "too_long"
    assert failure.what == "The prompt is too long for a-model."


def test_truncate(mock):
    mock.script.reply(TEXT).truncate(after_chunks=4)
    got = mock.ask()
    assert (got.stops, got.failure) == ([StopReason.TRUNCATED], None)
    assert TEXT.startswith(got.text)
    assert got.text != TEXT


def test_disconnect(mock):
    mock.script.reply(TEXT).disconnect(after_chunks=5)
    got = mock.ask(Patience(retry_step_s=0.01))
    assert got.failure.what == f"The connection to {mock.host} broke in the middle of the answer."
    assert got.failure.advice == "What came so far is kept; try again."
    assert got.text
    assert TEXT.startswith(got.text)
    # Something had come, so it was not asked for twice.
    assert len(mock.script.requests) == 1


def test_disconnect_before_the_first_token_is_asked_again(mock):
    mock.script.disconnect(after_chunks=0).reply(TEXT, times=2)
    got = mock.ask(Patience(retry_step_s=0.05))
    assert (got.text, got.failure) == (TEXT, None)
    assert len(mock.script.requests) == 2


def test_corrupt(mock):
    mock.script.reply(TEXT).corrupt(after_chunks=5)
    got = mock.ask(Patience(retry_step_s=0.01))
    assert got.failure.kind == "broken_stream"
    assert got.failure.what == f"{mock.host} sent something that is not JSON."
    assert got.text
    assert len(mock.script.requests) == 1


def test_stall(mock):
    mock.script.reply(TEXT).stall(after_chunks=5, seconds=5)
    got = mock.ask(Patience(between_tokens_s=0.3))
    assert got.failure.kind == "timeout"
    assert got.failure.what == (
        f"{mock.host} fell silent in the middle of the answer: nothing came for 0.3 seconds."
    )
    assert got.text


def test_slow_first_token_is_waited_for(mock):
    mock.script.reply(TEXT).slow_first_token(0.8)
    got = mock.ask(Patience(between_tokens_s=0.3))
    assert (got.text, got.failure) == (TEXT, None)
    assert got.timing.ttft_ms >= 800


def test_slow_first_token_is_not_waited_for_for_ever(mock):
    mock.script.slow_first_token(5)
    failure = mock.ask(Patience(first_token_s=0.3)).failure
    assert failure.kind == "timeout"
    assert failure.what == f"{mock.host} did not begin to answer within 0.3 seconds."


def test_a_slow_answer_is_one(mock):
    mock.script.reply(TEXT).delay(0.5)
    assert mock.ask(Patience(between_tokens_s=0.2)).text == TEXT


def test_a_stop_while_waiting_to_ask_again(bench, mock):
    mock.script.rate_limit(times=None, retry_after=20)
    network, stream = mock.start(Patience())
    bench.until(lambda: bench.answers[stream].notices)
    network.stop(stream)
    assert bench.ended(stream).stops == [StopReason.STOPPED]
    assert len(mock.script.requests) == 1


def test_the_models_are_listed(bench, mock):
    network, stream = mock.start()
    bench.ended(stream)
    models = network.list_models("mock").result(30)
    assert models
    assert not any(model.ref.name.startswith("models/") for model in models)
