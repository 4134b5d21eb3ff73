# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The adapter against real sockets: servers written by hand, and llmock for the faults it can make."""

from __future__ import annotations

import json
import socket
import time

import pytest

from sidelight.domain.delta import ReasoningDelta, StopDelta, TextDelta
from sidelight.domain.errors import GenerationError
from sidelight.domain.generation import StopReason
from sidelight.domain.model import Connection
from sidelight.providers.provider import Patience

KEY = "sk-canary-0123456789abcdef"


def answer_well(caller):
    caller.begin()
    for text in ("Be", "cause", "."):
        caller.say(text)
    caller.event({"choices": [{"delta": {}, "finish_reason": "stop"}]})
    caller.event({"choices": [], "usage": {"prompt_tokens": 4, "completion_tokens": 3}})
    caller.done()


def test_an_answer_with_its_evidence(bench, odd_server, asking):
    server = odd_server(answer_well)
    connection = server.connection()
    answer = bench.ask(bench.network(connections=[connection]), asking(connection, "Why?", temperature=0.5))
    assert answer.text == "Because."
    assert answer.stops == [StopReason.COMPLETE]
    assert (answer.usage.input, answer.usage.output, answer.usage.source) == (4, 3, "reported")
    assert server.callers[0].body.decode() == answer.exchange.request
    assert answer.sent["temperature"] == 0.5
    assert answer.exchange.url == server.url + "/chat/completions"
    assert answer.exchange.status == 200
    assert ("content-type", "text/event-stream") in answer.exchange.headers
    assert answer.exchange.pieces == ()
    assert answer.wire.count(b"data: ") == 6
    assert 0 <= answer.timing.ttft_ms <= answer.timing.total_ms
    arrivals = [piece.at_ms for batch in answer.batches for piece in batch.wire]
    assert arrivals == sorted(arrivals)


def test_a_base_model_is_asked_for_a_continuation(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        caller.event({"choices": [{"index": 0, "text": " a time", "finish_reason": "length"}]})
        caller.done()

    server = odd_server(answer)
    got = bench.ask(bench.network(), asking(server.connection(), "Once upon", style="completion"))
    assert got.text == " a time"
    assert got.exchange.url.endswith("/v1/completions")
    assert got.sent["prompt"] == "Once upon"


def test_comments_and_an_answer_in_single_bytes(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        whole = (
            ": PROCESSING\r\n\r\n"
            'data: {"choices": [{"delta": {"content": "naïve 🦕"}, "finish_reason": "stop"}]}\r\n\r\n'
        )
        for byte in whole.encode():
            caller.chunk(bytes([byte]))
        caller.done()

    got = bench.ask(bench.network(), asking(odd_server(answer).connection()))
    assert got.text == "naïve 🦕"
    assert got.wire.startswith(b": PROCESSING")


def test_a_stream_that_ends_without_a_reason_is_truncated(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        caller.say("Be")
        caller.end()

    got = bench.ask(bench.network(), asking(odd_server(answer).connection()))
    assert (got.text, got.stops, got.failure) == ("Be", [StopReason.TRUNCATED], None)
    # Nobody reported the tokens, so they were counted here.
    assert (got.usage.output, got.usage.source) == (1, "estimated")


def test_a_line_that_breaks_is_a_failure_and_keeps_what_came(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        caller.say("Be")

    got = bench.ask(bench.network(), asking(odd_server(answer).connection()))
    assert got.text == "Be"
    assert got.failure.kind == "broken_stream"
    assert got.stops == []


@pytest.mark.parametrize("end", ["breaks", "stays silent"])
def test_what_goes_wrong_after_the_reason_does_not_spoil_the_answer(bench, odd_server, asking, end):
    def answer(caller):
        caller.begin()
        caller.say("Because.", "stop")
        if end == "stays silent":
            caller.left_after()

    network = bench.network(patience=Patience(between_tokens_s=0.3))
    got = bench.ask(network, asking(odd_server(answer).connection()))
    assert (got.text, got.stops, got.failure) == ("Because.", [StopReason.COMPLETE], None)


def test_a_server_that_does_not_stream(bench, odd_server, asking):
    body = {"choices": [{"message": {"content": "Because."}, "finish_reason": "stop"}]}
    server = odd_server(lambda caller: caller.answer("200 OK", json.dumps(body)))
    got = bench.ask(bench.network(), asking(server.connection()))
    assert (got.text, got.stops) == ("Because.", [StopReason.COMPLETE])


def test_a_web_page_in_place_of_an_answer(bench, odd_server, asking):
    server = odd_server(lambda caller: caller.answer("200 OK", "<html>Log in</html>", kind="text/html"))
    got = bench.ask(bench.network(), asking(server.connection()))
    assert got.failure.kind == "not_found"
    assert "web page" in got.failure.what


def test_silence_before_the_first_token(bench, odd_server, asking):
    server = odd_server(lambda caller: caller.left_after())
    got = bench.ask(bench.network(patience=Patience(first_token_s=0.2)), asking(server.connection()))
    assert got.failure.kind == "timeout"
    assert "did not begin to answer within 0.2 seconds" in got.failure.what


def test_silence_between_tokens(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        caller.say("Be")
        caller.left_after()

    patience = Patience(first_token_s=30, between_tokens_s=0.2)
    got = bench.ask(bench.network(patience=patience), asking(odd_server(answer).connection()))
    assert got.text == "Be"
    assert got.failure.kind == "timeout"
    assert "in the middle" in got.failure.what


def test_keep_alives_are_signs_of_life(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        began = time.monotonic()
        while time.monotonic() - began < 5:
            caller.chunk(": ping\n\n")
            time.sleep(0.05)  # The pace of the server is what this is about.
        caller.say("Late.", "stop")
        caller.done()

    network = bench.network(patience=Patience(first_token_s=4, between_tokens_s=4))
    got = bench.ask(network, asking(odd_server(answer).connection()))
    assert (got.text, got.stops) == ("Late.", [StopReason.COMPLETE])


def test_nobody_answers(bench, asking):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    connection = Connection("dead", "openai", "Dead", f"http://127.0.0.1:{port}/v1")
    got = bench.ask(bench.network(), asking(connection))
    assert got.failure.kind == "unreachable"
    assert f"127.0.0.1:{port}" in got.failure.what
    assert got.exchange.status is None
    assert got.timing.ttft_ms is None


def test_a_name_that_nobody_has(bench, asking):
    connection = Connection("nowhere", "openai", "Nowhere", "https://sidelight.invalid/v1")
    got = bench.ask(bench.network(), asking(connection))
    assert got.failure.kind == "unreachable"
    assert "sidelight.invalid" in got.failure.what


def test_encryption_where_there_is_none(bench, odd_server, asking):
    server = odd_server(lambda caller: None)
    connection = Connection("tls", "openai", "TLS", server.url.replace("http:", "https:"))
    got = bench.ask(bench.network(), asking(connection))
    assert got.failure.kind == "unreachable"
    assert "secure connection" in got.failure.what


def test_no_encryption_beyond_this_machine(bench, asking):
    connection = Connection("plain", "openai", "Plain", "http://192.0.2.1/v1", "EXAMPLE_KEY")
    got = bench.ask(bench.network(environ={"EXAMPLE_KEY": KEY}), asking(connection))
    assert got.failure.kind == "bad_request"
    assert "not encrypted" in got.failure.what
    assert got.exchange.url == ""


def test_a_server_that_hangs_up(bench, odd_server, asking):
    got = bench.ask(bench.network(), asking(odd_server(lambda caller: None).connection()))
    assert got.failure.kind == "server"
    assert "without an answer" in got.failure.what


def test_a_redirection_is_not_followed_with_the_key(bench, odd_server, asking):
    other = odd_server(answer_well)
    server = odd_server(lambda caller: caller.answer("307 Moved", "", f"location: {other.url}"))
    connection = server.connection(key_variable="EXAMPLE_KEY")
    got = bench.ask(bench.network(environ={"EXAMPLE_KEY": KEY}), asking(connection))
    assert got.failure.kind == "not_found"
    assert other.callers == []


def test_a_proxy_is_not_asked_for_this_machine(bench, odd_server, asking, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert bench.ask(bench.network(), asking(odd_server(answer_well).connection())).text == "Because."


def test_a_refused_name_is_asked_again_by_the_other_and_remembered(bench, odd_server, asking):
    def answer(caller):
        if "max_tokens" in caller.asked:
            message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            caller.answer(
                "400 Bad Request", json.dumps({"error": {"message": message, "param": "max_tokens"}})
            )
        else:
            answer_well(caller)

    server = odd_server(answer)
    network = bench.network()
    got = bench.ask(network, asking(server.connection(), max_tokens=7))
    assert got.text == "Because."
    assert got.notices == []
    assert got.sent["max_completion_tokens"] == 7
    assert b"Unsupported" not in got.wire
    bench.ask(network, asking(server.connection(), max_tokens=7))
    assert len(server.callers) == 3


def test_a_setting_that_is_not_taken_is_left_out_and_told_each_time(bench, odd_server, asking):
    def answer(caller):
        if "temperature" in caller.asked:
            message = "Unsupported value: 'temperature' does not support 0.5 with this model."
            caller.answer(
                "400 Bad Request", json.dumps({"error": {"message": message, "param": "temperature"}})
            )
        else:
            answer_well(caller)

    server = odd_server(answer)
    network = bench.network()
    for _ in range(2):
        got = bench.ask(network, asking(server.connection(), temperature=0.5))
        assert got.text == "Because."
        assert len(got.notices) == 1
        assert "“temperature”" in got.notices[0]


def test_a_server_that_refuses_everything_by_name_is_not_asked_for_ever(bench, odd_server, asking):
    def answer(caller):
        names = [n for n in caller.asked if n not in ("model", "messages", "stream")] or ["model"]
        caller.answer("400 Bad Request", json.dumps({"error": {"message": f"Unknown field {names[0]}"}}))

    server = odd_server(answer)
    got = bench.ask(
        bench.network(), asking(server.connection(), temperature=1.0, seed=1, max_tokens=3, top_p=0.5)
    )
    assert got.failure.kind == "bad_request"
    assert len(server.callers) <= 6


def test_a_context_that_is_too_small_gives_both_numbers(bench, odd_server, asking):
    error = {"code": 400, "message": "request (9031 tokens) exceeds the available context size (4096 tokens)",
             "type": "exceed_context_size_error", "n_prompt_tokens": 9031, "n_ctx": 4096}  # fmt: skip
    server = odd_server(lambda caller: caller.answer("400 Bad Request", json.dumps({"error": error})))
    got = bench.ask(bench.network(), asking(server.connection()))
    assert got.failure.kind == "too_long"
    assert "9,031" in got.failure.what
    assert "4,096" in got.failure.what
    assert got.exchange.status == 400
    assert json.loads(got.wire) == {"error": error}


def test_stop_closes_the_socket_at_once(bench, odd_server, asking):
    left = []

    def answer(caller):
        caller.begin()
        caller.say("Be")
        left.append(caller.left_after())

    network = bench.network()
    stream = bench.start(network, asking(odd_server(answer).connection()))
    bench.until(lambda: bench.answers[stream].text)
    asked_at = time.monotonic()
    network.stop(stream)
    got = bench.ended(stream)
    bench.until(lambda: left)
    assert left[0] - asked_at < 15
    assert (got.text, got.stops, got.failure) == ("Be", [StopReason.STOPPED], None)


@pytest.mark.parametrize("phase", ["connecting", "before headers", "reading an error"])
def test_stop_before_the_first_token(bench, odd_server, asking, phase, patiently):
    def answer(caller):
        if phase == "reading an error":
            caller.begin("500 Oops")
        caller.left_after()

    server = odd_server(answer)
    network = bench.network()
    stream = bench.start(network, asking(server.connection()))
    if phase != "connecting":
        patiently(lambda: server.callers)
    network.stop(stream)
    assert bench.ended(stream).stops == [StopReason.STOPPED]


def test_the_key_is_sent_and_comes_out_nowhere(bench, odd_server, asking):
    def answer(caller):
        echo = caller.headers["authorization"]
        caller.begin("200 OK", f"x-echo: {echo}", f"set-cookie: {echo}", f"x-api-key: {KEY}")
        body = (
            f'data: {{"choices": [{{"delta": {{"content": "you said {echo}", "reasoning": "{KEY}"}}}}]}}\n\n'
        )
        middle = body.index(KEY) + 9
        caller.chunk(body[:middle])
        caller.chunk(body[middle:])
        caller.event({"error": {"message": f"bad {echo}", "code": 401}})
        caller.done()

    server = odd_server(answer)
    connection = server.connection(key_variable="EXAMPLE_KEY")
    got = bench.ask(bench.network(environ={"EXAMPLE_KEY": KEY + "\n"}), asking(connection))
    assert server.callers[0].headers["authorization"] == f"Bearer {KEY}"
    assert got.text.startswith("you said Bearer")
    everything = repr(got.batches) + repr(got.ends) + repr(got.wire)
    assert KEY not in everything
    assert "canary" not in everything
    assert {name for name, _ in got.exchange.headers} & {"set-cookie", "x-api-key", "authorization"} == set()


@pytest.mark.parametrize("status", ["401 Unauthorized", "400 Bad Request", "500 Oops", "307 Moved"])
def test_the_key_comes_out_of_no_error_either(bench, odd_server, asking, status):
    def answer(caller):
        caller.answer(
            status, json.dumps({"error": {"message": f"Wrong key {KEY}"}}), f"location: https://x/{KEY}"
        )

    connection = odd_server(answer).connection(key_variable="EXAMPLE_KEY")
    got = bench.ask(bench.network(environ={"EXAMPLE_KEY": KEY}), asking(connection))
    assert got.failure is not None
    assert "canary" not in repr(got.batches) + repr(got.ends)


@pytest.mark.parametrize("key", [f"{KEY}\r\nX-Evil: 1", f"{KEY} x", f"{KEY}€"])
def test_a_key_that_no_header_may_carry_is_not_sent_and_not_quoted(bench, odd_server, asking, key):
    server = odd_server(answer_well)
    connection = server.connection(key_variable="EXAMPLE_KEY")
    got = bench.ask(bench.network(environ={"EXAMPLE_KEY": key}), asking(connection))
    assert got.failure.kind == "unauthorised"
    assert "EXAMPLE_KEY" in got.failure.what
    assert server.callers == []
    assert "canary" not in repr(got.batches) + repr(got.ends)


def test_a_connection_is_used_again(bench, odd_server, asking):
    server = odd_server(answer_well)
    network = bench.network()
    for _ in range(3):
        assert bench.ask(network, asking(server.connection())).text == "Because."
    assert len(server.callers) == 3
    assert server.connections == 1


def test_fast_streams_come_in_few_batches(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        event = b'data: {"choices": [{"delta": {"content": "word "}}]}\n\n'
        for _ in range(20):
            caller.chunk(event * 100)
        caller.say("", "stop")
        caller.done()

    got = bench.ask(bench.network(), asking(odd_server(answer).connection()))
    assert got.text == "word " * 2000
    assert len(got.batches) <= 2000 / 64 + 25
    assert all(sum(isinstance(d, TextDelta) for d in batch.deltas) <= 1 for batch in got.batches)


def test_the_models_of_a_server(bench, odd_server):
    server = odd_server(
        lambda caller: caller.answer("200 OK", json.dumps({"data": [{"id": "b"}, {"id": "a"}]}))
    )
    network = bench.network(
        connections=[server.connection(key_variable="EXAMPLE_KEY")], environ={"EXAMPLE_KEY": KEY}
    )
    assert [str(m.ref) for m in network.list_models("odd").result(30)] == ["odd/a", "odd/b"]
    assert server.callers[0].headers["authorization"] == f"Bearer {KEY}"
    assert server.callers[0].head.startswith("GET /v1/models ")


def test_a_server_that_does_not_list_its_models(bench, odd_server):
    server = odd_server(lambda caller: caller.answer("404 Not Found", "nothing here"))
    future = bench.network(connections=[server.connection()]).list_models("odd")
    with pytest.raises(GenerationError, match="no model service"):
        future.result(30)


@pytest.fixture
def mock(llmock):
    return llmock, Connection("mock", "openai", "llmock", llmock.base_url("openai"), "OPENAI_API_KEY")


def ask_mock(bench, asking, connection, **patience):
    network = bench.network(
        environ={"OPENAI_API_KEY": "llmock-test-key"}, patience=Patience(retry_s=0, **patience)
    )
    return bench.ask(network, asking(connection, "Hello", name="gpt-4o"))


def test_llmock_well(bench, asking, mock):
    llmock, connection = mock
    llmock.reply("It is well.")
    got = ask_mock(bench, asking, connection)
    assert (got.text, got.stops) == ("It is well.", [StopReason.COMPLETE])
    assert got.usage.source == "reported"


def test_llmock_truncates(bench, asking, mock):
    llmock, connection = mock
    llmock.reply("one two three four five").truncate(after_chunks=2)
    got = ask_mock(bench, asking, connection)
    assert (got.stops, got.failure) == ([StopReason.TRUNCATED], None)


def test_llmock_disconnects(bench, asking, mock):
    llmock, connection = mock
    llmock.reply("one two three four five").disconnect(after_chunks=2)
    got = ask_mock(bench, asking, connection)
    assert got.failure.kind == "broken_stream"


def test_llmock_corrupts(bench, asking, mock):
    llmock, connection = mock
    llmock.reply("one two three four five").corrupt(after_chunks=2)
    got = ask_mock(bench, asking, connection)
    assert got.failure.kind == "broken_stream"
    assert "not JSON" in got.failure.what


def test_llmock_stalls(bench, asking, mock):
    llmock, connection = mock
    llmock.reply("one two three four five").stall(after_chunks=3, seconds=5)
    got = ask_mock(bench, asking, connection, between_tokens_s=0.3)
    assert got.failure.kind == "timeout"


def test_llmock_limits_the_rate(bench, asking, mock):
    llmock, connection = mock
    llmock.rate_limit(retry_after=9)
    got = ask_mock(bench, asking, connection)
    assert got.failure.kind == "rate_limited"
    assert "9 seconds" in got.failure.advice


def test_llmock_has_too_small_a_context(bench, asking, mock):
    llmock, connection = mock
    llmock.context_overflow()
    assert ask_mock(bench, asking, connection).failure.kind == "too_long"


def test_reasoning_comes_apart_from_the_answer(bench, odd_server, asking):
    def answer(caller):
        caller.begin()
        caller.event({"choices": [{"delta": {"reasoning_content": "hm"}}]})
        caller.say("so", "stop")
        caller.done()

    got = bench.ask(bench.network(), asking(odd_server(answer).connection()))
    said = [type(d) for d in got.deltas if not isinstance(d, StopDelta)]
    assert said[:2] == [ReasoningDelta, TextDelta]
    assert (got.reasoning, got.text) == ("hm", "so")
