# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Another machine without encryption: never but by the user's word. A proxy here stands for that machine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sidelight.domain.generation import StopReason
from sidelight.domain.model import Connection

ELSEWHERE = Connection("far", "openai", "Far", "http://far.example/v1")


@pytest.fixture
def far(odd_server, monkeypatch):
    def answer(caller):
        caller.begin()
        caller.say("Because.", "stop")
        caller.done()

    server = odd_server(answer)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.port}")
    return server


def test_without_that_word_nothing_leaves_this_machine(bench, asking, far):
    failure = bench.ask(bench.network(connections=[ELSEWHERE]), asking(ELSEWHERE)).failure
    assert failure.what.startswith("The address of far.example is not encrypted")
    assert "insecure_http = true" in failure.advice
    assert far.callers == []


def test_by_that_word_it_is_asked_and_the_answer_says_so(bench, asking, far):
    allowed = replace(ELSEWHERE, insecure_http=True)
    answer = bench.ask(bench.network(connections=[allowed]), asking(allowed))
    assert answer.stops == [StopReason.COMPLETE]
    assert answer.text == "Because."
    assert answer.notices == ["far.example was asked without encryption, as you allowed."]
    assert far.callers[0].head.startswith("POST http://far.example/v1/chat/completions")
