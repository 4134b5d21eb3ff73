# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest

from sidelight import resources
from sidelight.domain.generation import StopReason, Usage, estimated_tokens
from sidelight.domain.model import ModelRef
from sidelight.providers.recorded import closest, timed_pieces
from sidelight.providers.recording import RecordedAnswer, RecordedModel, Recording
from sidelight.providers.request import Request

MOON = RecordedAnswer("otter", "What would a feather weigh on the Moon?", "A sixth of it.", "Hm, gravity.",
                      usage=Usage(9, 4, "reported"))  # fmt: skip
SEA = RecordedAnswer("otter", "Write a poem about the sea.", "O sea!", stop_reason=StopReason.LENGTH)
FAILED = RecordedAnswer("otter", "Fail, please.", "I t", stop_reason=StopReason.FAILED)


@pytest.fixture
def replaying(bench, tmp_path, asking):
    def make(prompt, pace=0.0, name="otter", **config):
        path = tmp_path / "r.json"
        Recording(
            (RecordedModel("otter", "Otter"), RecordedModel("a/b@c", "Slashed")), (MOON, SEA, FAILED)
        ).write(path)
        network = bench.network(recordings=[path], pace=pace)
        ref = ModelRef.parse(f"recorded/{name}")
        plain = asking(bench.catalogue.connection("recorded"), prompt, **config)
        request = Request(bench.catalogue.model(ref), plain.connection, plain.conversation, plain.config)
        return bench.ask(network, request)

    return make


def test_the_exact_prompt(replaying):
    answer = replaying(MOON.prompt)
    assert (answer.reasoning, answer.text) == (MOON.reasoning, MOON.text)
    assert answer.usage == MOON.usage
    assert answer.stops == [StopReason.COMPLETE]
    assert answer.notices == []
    assert answer.exchange.url == "recorded:otter"
    assert answer.sent["prompt"] == MOON.prompt


def test_settings_are_left_out_and_named(replaying):
    answer = replaying(MOON.prompt, temperature=0.5, seed=3)
    assert answer.notices == ["A recording takes no settings, so these were left out: temperature, seed."]
    assert answer.text == MOON.text


def test_case_and_spaces_do_not_matter(replaying):
    answer = replaying("  write a POEM\nabout the sea. ")
    assert (answer.text, answer.stops, answer.notices) == ("O sea!", [StopReason.LENGTH], [])


def test_a_similar_prompt_is_answered_and_told(replaying):
    answer = replaying("How much would a feather weigh on the moon")
    assert answer.text == MOON.text
    assert MOON.prompt in answer.notices[0]


def test_another_prompt_is_a_clear_failure(replaying):
    answer = replaying("Sort a list in Python")
    assert answer.failure.kind == "not_found"
    assert "Otter" in answer.failure.what
    assert answer.failure.advice.startswith(
        "Choose a model that can be asked anything, or one of the recorded"
    )
    assert SEA.prompt in answer.failure.advice


def test_a_model_without_answers(replaying):
    assert replaying("Why?", name="a/b@c").failure.kind == "not_found"


def test_an_answer_that_failed_when_it_was_recorded(replaying):
    answer = replaying("Fail, please.")
    assert (answer.text, answer.failure.kind) == ("I t", "server")


def test_the_pace(replaying):
    began = time.monotonic()
    answer = replaying(SEA.prompt, pace=20)
    # “O sea!” is about two tokens, and the first takes the time of one more.
    assert time.monotonic() - began >= 3 / 20
    assert answer.timing.ttft_ms >= 40
    assert len([b for b in answer.batches if b.deltas]) >= 3


@pytest.mark.parametrize("usage", [None, Usage(None, 40, "reported"), Usage(None, None, "reported")])
def test_the_pace_is_in_the_tokens_that_the_speed_is_shown_in(usage):
    text, thought = "def f(x):\n    return [x*x for x in (1, 2, 3)]\n" * 9, "A list, so to say."
    answer = RecordedAnswer("otter", "Write a list.", text, thought, usage=usage)
    due = [at for at, _ in timed_pieces(answer)]
    assert due == sorted(due)
    assert due[0] == 1
    tokens = usage.output if usage and usage.output else estimated_tokens(len(text) + len(thought))
    assert due[-1] - due[0] == pytest.approx(tokens)
    assert "".join(delta.text for _, delta in timed_pieces(answer)) == thought + text


@pytest.mark.parametrize("text", ["", "O", "Oh"])
def test_the_pace_of_next_to_nothing(text):
    assert [at for at, _ in timed_pieces(RecordedAnswer("otter", "Write.", text))] == [1] * bool(text)


def test_the_recorded_models_are_listed(replaying, bench, tmp_path):
    assert replaying(SEA.prompt).text
    network = bench.network(recordings=[tmp_path / "r.json"])
    assert [m.label for m in network.list_models("recorded").result(10)] == ["Otter", "Slashed"]


def test_the_closest_is_by_words():
    assert closest("a poem about the sea", [MOON, SEA]) is SEA
    assert closest("", [MOON, SEA]) is None
    assert closest("x", []) is None


def test_the_sample_recording_can_be_replayed(bench, asking):
    path = resources.path("samples", "recorded.json")
    network = bench.network(recordings=[path], pace=0)
    models = bench.catalogue.models()
    assert models
    for model in models:
        for recorded in bench.catalogue.recorded(str(model.ref).partition("/")[2]):
            plain = asking(bench.catalogue.connection("recorded"), recorded.prompt)
            answer = bench.ask(network, Request(model, plain.connection, plain.conversation, model.defaults))
            assert answer.text == recorded.text
