# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Three wire formats against one real engine: llama.cpp's own server, which speaks all of them."""

from __future__ import annotations

import json
import subprocess
import sys

import httpx
import pytest

from sidelight.domain.delta import LogprobsDelta
from sidelight.domain.generation import StopReason
from sidelight.domain.message import Conversation
from sidelight.domain.model import Connection, GenerationConfig, Model, ModelRef
from sidelight.providers.request import Request

KEY = "engine-key-0123456789"
KINDS = ["openai", "openai-responses", "anthropic"]


@pytest.fixture(scope="module")
def engine(demo_file):
    """Its address, ending in /v1."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sidelight.providers.localserver"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    told = {"model": str(demo_file), "api_key": KEY, "threads": 1, "context": 2048, "slots": 1}
    process.stdin.write(json.dumps(told).encode() + b"\n")
    process.stdin.flush()
    word, _, address = process.stdout.readline().decode().strip().partition(" ")
    assert word == "LISTEN"
    yield f"{address}/v1"
    process.stdin.close()
    process.wait(20)
    process.stdout.close()


@pytest.fixture
def ask(engine, bench, patiently):
    patiently(lambda: httpx.get(engine.removesuffix("/v1") + "/health").status_code == 200)

    def make(kind, prompt="Name three colours of the sea.", key=KEY, **config):
        connection = Connection(kind, kind, kind, engine, "ENGINE_KEY")
        network = bench.network(connections=[connection], environ={"ENGINE_KEY": key})
        conversation = Conversation.asking(prompt, "You are brief.")
        settings = GenerationConfig(**{"temperature": 0.0, "max_tokens": 12, **config})
        request = Request(Model(ModelRef(kind, "any"), "Any"), connection, conversation, settings)
        return network, bench.start(network, request)

    return make


def test_one_model_says_the_same_in_every_format(bench, ask):
    answers = [bench.ended(ask(kind)[1]) for kind in KINDS]
    assert [answer.failure for answer in answers] == [None] * 3
    assert len({answer.text for answer in answers}) == 1
    assert len(answers[0].text) > 10
    assert [answer.stops for answer in answers] == [[StopReason.LENGTH]] * 3
    used = {(a.usage.input, a.usage.output, a.usage.source) for a in answers}
    assert len(used) == 1
    assert used.pop()[1:] == (12, "reported")


@pytest.mark.parametrize("kind", KINDS)
def test_a_stop_frees_the_engine_at_once(bench, ask, engine, kind, patiently):
    network, stream = ask(kind, "Write a very long tale.", max_tokens=1500)
    bench.until(lambda: bench.answers[stream].text)
    network.stop(stream)
    assert bench.ended(stream).stops == [StopReason.STOPPED]

    def idle():
        slots = httpx.get(engine.removesuffix("/v1") + "/slots", headers={"authorization": f"Bearer {KEY}"})
        return not any(slot["is_processing"] for slot in slots.json())

    # It would be at work for half a minute and more.
    patiently(idle, 10)


@pytest.mark.parametrize("kind", KINDS)
def test_the_engines_own_words_against_a_wrong_key(bench, ask, kind):
    answer = bench.ended(ask(kind, key="wrong-key-0123456789")[1])
    assert answer.failure.kind == "unauthorised"
    assert "ENGINE_KEY" in answer.failure.advice


@pytest.mark.parametrize("kind", KINDS)
def test_a_prompt_that_does_not_fit(bench, ask, kind):
    answer = bench.ended(ask(kind, "word " * 4000)[1])
    assert answer.failure.kind == "too_long"
    assert "2,048" in answer.failure.what


@pytest.mark.parametrize("kind", ["openai", "openai-responses"])
def test_the_engine_tells_how_probable_its_tokens_were_or_it_is_said_that_it_does_not(bench, ask, kind):
    answer = bench.ended(ask(kind, logprobs=3)[1])
    tokens = [token for delta in answer.deltas if isinstance(delta, LogprobsDelta) for token in delta.tokens]
    if kind == "openai":
        assert b"".join(token.data for token in tokens).decode().startswith(answer.text)
        assert all(token.logprob <= 0 and len(token.alternatives) == 3 for token in tokens)
        # At temperature 0 the most probable one is taken.
        assert [token.alternatives[0].token for token in tokens] == [token.token for token in tokens]
        assert answer.notices == []
    else:
        # It refuses the field at first, and is asked again without it.
        assert answer.failure is None
        assert bool(tokens) != any("“logprobs”" in notice for notice in answer.notices)
