# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import asyncio

import pytest

from sidelight.domain.delta import (
    FailureDelta,
    NoticeDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.errors import GenerationError, UsageError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason, Usage
from sidelight.domain.model import Connection
from sidelight.providers.outbox import Ended, Outbox
from sidelight.providers.provider import WireLog
from sidelight.providers.scripted import Scripted, Wait
from sidelight.providers.stream import MOST_DELTAS, Stream, joined

HERE = Connection("scripted", "recorded", "Scripted")


def carried(asking, steps, provider=None):
    outbox = Outbox()

    async def run():
        stream = Stream("s", outbox, WireLog())
        await stream.carry(lambda: provider or Scripted(lambda _: steps), asking(HERE))
        # Whoever calls it again changes nothing.
        stream.conclude(StopReason.STOPPED)

    asyncio.run(run())
    *batches, end = outbox.drain()
    assert isinstance(end, Ended)
    return [delta for batch in batches for delta in batch.deltas], batches, end


def test_neighbours_are_joined():
    deltas = [
        TextDelta("a"),
        TextDelta("b"),
        ReasoningDelta("c"),
        NoticeDelta("d"),
        TextDelta("e"),
        TextDelta("f"),
    ]
    assert joined(deltas) == (TextDelta("ab"), ReasoningDelta("c"), NoticeDelta("d"), TextDelta("ef"))
    assert joined([]) == ()


def test_deltas_that_come_together_cross_together(asking):
    deltas, batches, end = carried(asking, ["Be", "cause", "."])
    assert len(batches) == 1
    assert deltas == [
        TextDelta("Because."),
        StopDelta(StopReason.COMPLETE),
        UsageDelta(Usage(1, 2, "estimated")),
    ]
    assert 0 <= end.timing.ttft_ms <= end.timing.total_ms


def test_no_batch_gathers_more_than_its_most(asking):
    _, batches, _ = carried(asking, ["x"] * (3 * MOST_DELTAS))
    assert [len(d.text) for b in batches for d in b.deltas if isinstance(d, TextDelta)] == [MOST_DELTAS] * 3


def test_a_delta_does_not_wait_for_the_next(asking):
    _, batches, _ = carried(asking, ["a", Wait(0.1), "b"])
    assert batches[0].deltas == (TextDelta("a"),)
    assert batches[1].at_ms >= 100


def test_a_stream_that_gathers_tokens_is_estimated_by_its_length(asking):
    deltas, _, _ = carried(asking, ["word " * 100])
    assert deltas[-1] == UsageDelta(Usage(1, 125, "estimated"))


def test_reported_usage_is_not_estimated_over(asking):
    used = UsageDelta(Usage(1, 2, "reported"))
    assert carried(asking, ["a", used])[0] == [TextDelta("a"), used, StopDelta(StopReason.COMPLETE)]


@pytest.mark.parametrize("how", ["stopped", "broken", "ceased"])
def test_what_had_come_counts_where_the_service_had_no_time_to_count_it(asking, how):
    """Some services say how much was asked at the beginning, with a token of answer, and count later."""

    class Counting:
        async def stream(self, request, wire):
            yield UsageDelta(Usage(100, 1, "reported", cached=40))
            yield TextDelta("word " * 400)
            if how == "stopped":
                raise asyncio.CancelledError
            if how == "broken":
                raise GenerationError(Failure("broken_stream", "It broke off."))

    outbox = Outbox()

    async def run():
        stream = Stream("s", outbox, WireLog())
        await stream.carry(Counting, asking(HERE))
        return stream.charged

    charged = asyncio.run(run())
    assert charged == Usage(100, 500, "estimated", cached=40)
    deltas = [delta for batch in outbox.drain()[:-1] for delta in batch.deltas]
    assert deltas[-1] == UsageDelta(charged)


def test_a_failure_comes_instead_of_a_stop(asking):
    failure = Failure("server", "It fell over.")
    deltas, _, end = carried(asking, ["a", failure])
    assert FailureDelta(failure) in deltas
    assert not any(isinstance(d, StopDelta) for d in deltas)
    assert end.timing.total_ms is not None


def test_a_provider_that_just_ceases_is_truncated(asking):
    class Ceasing:
        async def stream(self, request, wire):
            yield TextDelta("a")

    assert StopDelta(StopReason.TRUNCATED) in carried(asking, [], Ceasing())[0]


def test_an_error_of_ours_keeps_its_sentence(asking):
    class Refusing:
        async def stream(self, request, wire):
            raise UsageError("There is no such file.", "Look for it.")
            yield

    (failed,) = carried(asking, [], Refusing())[0]
    assert failed.failure.sentence == "There is no such file. Look for it."


def test_a_defect_is_told_without_its_words(asking):
    class Broken:
        async def stream(self, request, wire):
            secret = "sk-canary"
            raise RuntimeError(f"header {secret}")
            yield

    (failed,) = carried(asking, [], Broken())[0]
    assert failed.failure.kind == "internal"
    assert "RuntimeError" in failed.failure.what
    assert "test_stream" in failed.failure.body
    assert "header sk-canary" not in repr(failed)


def test_a_provider_that_cannot_be_found_ends_the_stream(asking):
    outbox = Outbox()

    def find():
        raise ImportError("x")

    asyncio.run(Stream("s", outbox, WireLog()).carry(find, asking(HERE)))
    batch, end = outbox.drain()
    assert batch.deltas[0].failure.kind == "internal"
    assert isinstance(end, Ended)
