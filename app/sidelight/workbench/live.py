# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Answers and comparisons as a window sees them: growing while they are written, still afterwards.

These are the only mutable things between the network and the pixels. They belong to one thread, the one that
calls ``Desk.tick``; a view keeps the ``version`` that it last showed and asks for the text behind an offset.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sidelight.domain.comparison import Comparison
from sidelight.domain.cost import cost_of
from sidelight.domain.delta import (
    Delta,
    FailureDelta,
    LogprobsDelta,
    NoticeDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Generation, StopReason, Timing, Usage, estimated_tokens
from sidelight.domain.identity import GenerationId
from sidelight.domain.logprob import TokenLogprob
from sidelight.domain.message import Part
from sidelight.domain.model import GenerationConfig, Model
from sidelight.domain.price import Cost


class LiveAnswer:
    """One answer, being written or finished."""

    def __init__(self, generation: Generation, model: Model, steady_ms: Callable[[], float]) -> None:
        self.model = model
        self.version = 0
        self._generation = generation
        self._steady_ms = steady_ms
        self._started_ms = steady_ms()
        self._text = _GrowingText(generation.text)
        self._reasoning = _GrowingText(generation.reasoning)
        self._logprobs: list[TokenLogprob] = []
        self._sent_known = False
        self._first_ms: float | None = None
        self._reason: StopReason | None = None

    # what it is

    @property
    def id(self) -> GenerationId:
        """The generation that this shows."""
        return self._generation.id

    @property
    def position(self) -> int:
        """The pane, 0 is leftmost."""
        return self._generation.position

    @property
    def attempt(self) -> int:
        """Counts from 1."""
        return self._generation.attempt

    @property
    def config(self) -> GenerationConfig:
        """What was asked of the sampler."""
        return self._generation.config

    @property
    def created_ms(self) -> int:
        """When it was asked for, milliseconds since 1970 UTC."""
        return self._generation.created_ms

    # what it says

    @property
    def text(self) -> str:
        """All of the answer so far."""
        return self._text.whole()

    @property
    def text_length(self) -> int:
        """Characters of the answer so far; free of cost."""
        return self._text.length

    def text_from(self, offset: int) -> str:
        """What stands behind the first ``offset`` characters; costs as much as is new."""
        return self._text.from_offset(offset)

    @property
    def reasoning(self) -> str:
        """What the model thought aloud before it answered."""
        return self._reasoning.whole()

    @property
    def logprobs(self) -> tuple[TokenLogprob, ...]:
        """How probable its tokens were, if that was asked for since the project was opened.

        ``Desk.logprobs`` reads those of earlier answers from the record.
        """
        return tuple(self._logprobs)

    @property
    def accepts(self) -> frozenset[str]:
        """The settings that its model takes, as far as is known."""
        return self.model.accepts

    @property
    def notices(self) -> tuple[str, ...]:
        """What the platform, not the model, said."""
        return self._generation.notices

    # how it goes

    @property
    def running(self) -> bool:
        """Whether it is still being written."""
        return self._generation.stop_reason is None

    @property
    def stop_reason(self) -> StopReason | None:
        """Why it ended; ``None`` while it is being written."""
        return self._generation.stop_reason

    @property
    def failure(self) -> Failure | None:
        """Why it failed, if it did."""
        return self._generation.failure

    @property
    def interrupted(self) -> bool:
        """Whether the program ended before the answer did."""
        return self._generation.interrupted

    @property
    def usage(self) -> Usage | None:
        """Tokens, reported or estimated."""
        return self._generation.usage

    @property
    def cost(self) -> Cost | None:
        """What it cost by the price that is known now; ``None`` while it is written or if none is known."""
        price, usage = self.model.price, self.usage
        return None if self.running or price is None or usage is None else cost_of(price, usage)

    @property
    def timing(self) -> Timing:
        """Milliseconds to the first piece and to the end."""
        if self.running:
            return Timing(ttft_ms=self._first_ms)
        return self._generation.timing

    @property
    def elapsed_ms(self) -> float:
        """Milliseconds since it was asked for, or that it took."""
        if self.running:
            return self._steady_ms() - self._started_ms
        return self._generation.timing.total_ms or 0.0

    @property
    def tokens_per_second(self) -> float | None:
        """Speed after the first piece; ``None`` where it cannot be told."""
        timing = self.timing
        if timing.ttft_ms is None:
            return None
        spent_ms = (timing.total_ms or self.elapsed_ms) - timing.ttft_ms
        usage = self.usage
        written = self._text.length + self._reasoning.length
        tokens = usage.output if usage and usage.output is not None else estimated_tokens(written)
        return tokens / spent_ms * 1000 if spent_ms >= 50 and tokens > 1 else None

    @property
    def generation(self) -> Generation:
        """The answer as the project keeps it, with the text so far."""
        return replace(self._generation, text=self.text, reasoning=self.reasoning)

    # how it grows

    def take(self, deltas: tuple[Delta, ...], at_ms: float | None = None) -> None:
        """Add what arrived, ``at_ms`` after the request was sent.

        Only then is it known when that was: a model on this machine may have had to be loaded first.
        """
        if at_ms is not None and not self._sent_known:
            self._sent_known = True
            self._started_ms = self._steady_ms() - at_ms
        for delta in deltas:
            match delta:
                case TextDelta(text):
                    self._mark_first()
                    self._text.append(text)
                case ReasoningDelta(text):
                    self._mark_first()
                    self._reasoning.append(text)
                case LogprobsDelta(tokens):
                    self._logprobs.extend(tokens)
                case UsageDelta(usage):
                    self._generation = replace(self._generation, usage=usage)
                case StopDelta(reason):
                    self._reason = reason
                case FailureDelta(failure):
                    self._generation = replace(self._generation, failure=failure)
                    self._reason = StopReason.FAILED
                case NoticeDelta(text):
                    self._generation = replace(self._generation, notices=(*self.notices, text))
        self.version += 1

    def end(self, timing: Timing) -> Generation:
        """Close the answer. One that never said why it ended is truncated."""
        estimate = estimated_tokens(self._text.length + self._reasoning.length)
        usage = self.usage or Usage(input=None, output=estimate, source="estimated")
        self._generation = replace(
            self._generation,
            stop_reason=self._reason or StopReason.TRUNCATED,
            timing=timing,
            usage=usage,
        )
        self.version += 1
        return self.generation

    def _mark_first(self) -> None:
        if self._first_ms is None:
            self._first_ms = self._steady_ms() - self._started_ms


class LiveComparison:
    """One prompt and its panes; each pane holds its attempts in order, at least one."""

    def __init__(
        self, comparison: Comparison, models: tuple[Model, ...], panes: list[list[LiveAnswer]]
    ) -> None:
        self.comparison = comparison
        self.models = models
        self.panes = panes

    @property
    def prompt(self) -> str:
        """What was asked."""
        return self.comparison.conversation.prompt

    @property
    def attachments(self) -> tuple[Part, ...]:
        """The files that went with it."""
        return self.comparison.conversation.attachments

    @property
    def running(self) -> bool:
        """Whether any answer is still being written."""
        return any(answer.running for answer in self.answers())

    def answers(self) -> list[LiveAnswer]:
        """Every attempt of every pane."""
        return [answer for pane in self.panes for answer in pane]


class _GrowingText:
    """Text that is appended to often and read from its end often; neither costs its length."""

    def __init__(self, text: str) -> None:
        self._pieces = [text] if text else []
        self.length = len(text)

    def append(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self.length += len(text)

    def whole(self) -> str:
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def from_offset(self, offset: int) -> str:
        wanted = self.length - max(0, offset)
        if wanted <= 0:
            return ""
        taken: list[str] = []
        for piece in reversed(self._pieces):
            if wanted <= len(piece):
                taken.append(piece[len(piece) - wanted :])
                break
            taken.append(piece)
            wanted -= len(piece)
        return "".join(reversed(taken))
