# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.delta import FailureDelta, NoticeDelta, ReasoningDelta, StopDelta, TextDelta, UsageDelta
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Generation, StopReason, Timing, Usage
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.model import GenerationConfig, Model, ModelRef
from sidelight.workbench.live import LiveAnswer

REF = ModelRef("recorded", "sample")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def answer_on(clock: Clock) -> LiveAnswer:
    begun = Generation(GenerationId("g"), ComparisonId("c"), REF, GenerationConfig(), 0, 1, 0)
    return LiveAnswer(begun, Model(REF, "Sample"), clock)


@given(st.lists(st.text(max_size=20), max_size=40), st.lists(st.integers(0, 40), max_size=8))
def test_a_view_that_asks_for_what_is_new_sees_all_of_it_once(pieces: list[str], looks: list[int]) -> None:
    answer = answer_on(Clock())
    seen = ""
    for index, piece in enumerate(pieces):
        answer.take((TextDelta(piece),))
        if index in looks:
            seen += answer.text_from(len(seen))
    seen += answer.text_from(len(seen))
    assert seen == "".join(pieces) == answer.text
    assert answer.text_length == len(seen)


def test_an_answer_that_never_says_why_it_ended_is_truncated_and_its_tokens_are_an_estimate() -> None:
    answer = answer_on(Clock())
    answer.take((TextDelta("eight chars and"),))
    kept = answer.end(Timing(5.0, 10.0))
    assert kept.stop_reason is StopReason.TRUNCATED
    assert kept.usage is not None
    assert (kept.usage.source, kept.usage.output) == ("estimated", 4)


def test_a_reported_usage_stands() -> None:
    answer = answer_on(Clock())
    answer.take((TextDelta("x"), UsageDelta(Usage(9, 1, "reported")), StopDelta(StopReason.COMPLETE)))
    assert answer.end(Timing(1.0, 2.0)).usage == Usage(9, 1, "reported")


def test_a_failure_keeps_what_came_before_it() -> None:
    answer = answer_on(Clock())
    answer.take(
        (
            ReasoningDelta("hm"),
            TextDelta("half"),
            NoticeDelta("busy"),
            FailureDelta(Failure("server", "It broke.")),
        )
    )
    kept = answer.end(Timing())
    assert (kept.text, kept.reasoning, kept.notices) == ("half", "hm", ("busy",))
    assert kept.stop_reason is StopReason.FAILED


def test_speed_is_counted_after_the_first_piece() -> None:
    clock = Clock()
    answer = answer_on(clock)
    clock.now = 400.0
    answer.take((TextDelta("x"),))
    assert answer.timing.ttft_ms == 400.0
    assert answer.tokens_per_second is None
    answer.take((UsageDelta(Usage(1, 50, "reported")), StopDelta(StopReason.COMPLETE)))
    answer.end(Timing(400.0, 1400.0))
    assert answer.tokens_per_second == 50.0


def test_each_change_is_a_new_version() -> None:
    answer = answer_on(Clock())
    versions = [answer.version]
    answer.take((TextDelta("x"),))
    versions.append(answer.version)
    answer.end(Timing())
    versions.append(answer.version)
    assert versions == sorted(set(versions))
