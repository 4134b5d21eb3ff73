# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Replays recorded answers at the pace of a model: comparisons without any model, always the same."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

from sidelight.domain.delta import Delta, NoticeDelta, ReasoningDelta, StopDelta, TextDelta, UsageDelta
from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason, estimated_tokens
from sidelight.domain.model import Connection, Model
from sidelight.providers.dialects import made
from sidelight.providers.provider import WireLog
from sidelight.providers.recording import RecordedAnswer, split_pace
from sidelight.providers.request import Request
from sidelight.providers.token_pieces import token_pieces

PACE = 60.0
"""Tokens a second at which answers are replayed, unless told otherwise."""

# Share of common words from which a recorded prompt counts as the same question in other words.
_ALIKE = 0.4

_WORD = re.compile(r"\w+")

MOST_PROMPTS = 2
MOST_OF_A_PROMPT = 70
"""What is told of the prompts that have an answer, where one has none: enough for two lines of a pane."""


class RecordedAnswers:
    """Adapter to recordings.

    Args:
        answers_of: the recorded answers of a model, by its full name.
        pace: tokens a second where a model is asked for without one; 0 gives everything at once.
        models: what ``models`` lists.
    """

    def __init__(
        self,
        answers_of: Callable[[str], Sequence[RecordedAnswer]],
        *,
        pace: float = PACE,
        models: Callable[[], list[Model]] = list,
    ) -> None:
        self._answers_of = answers_of
        self._pace = pace
        self._models = models

    async def stream(self, request: Request, wire: WireLog) -> AsyncIterator[Delta]:
        """Replay the recorded answer to the request's last question.

        Raises:
            GenerationError: there is none.
        """
        prompt = request.conversation.prompt
        wire.sent(
            f"recorded:{request.wire_name}",
            json.dumps({"model": request.wire_name, "prompt": prompt}, ensure_ascii=False),
        )
        name, chosen = split_pace(request.wire_name)
        pace = self._pace if chosen is None else chosen
        answer = closest(prompt, self._answers_of(name))
        if answer is None:
            raise GenerationError(_nothing_recorded(request, self._answers_of(name)))
        if ignored := [name for name in made(request.config) if name not in request.model.accepts]:
            yield NoticeDelta(f"A recording takes no settings, so these were left out: {', '.join(ignored)}.")
        if _plain(answer.prompt) != _plain(prompt):
            yield NoticeDelta(f"This was recorded for a similar prompt: “{_line(answer.prompt)}”")
        loop = asyncio.get_running_loop()
        start = loop.time()
        for number, (due, delta) in enumerate(timed_pieces(answer), 1):
            # Counted from the start, so that a late wake-up does not slow the whole answer down.
            wait = start + due / pace - loop.time() if pace > 0 else 0.0
            if wait > 0:
                await asyncio.sleep(wait)
            elif number % 256 == 0:
                await asyncio.sleep(0)
            yield delta
        if answer.usage is not None:
            yield UsageDelta(answer.usage)
        if answer.stop_reason is StopReason.FAILED:
            failure = Failure(
                "server", "This answer failed when it was recorded.", "What came of it is here."
            )
            raise GenerationError(failure)
        yield StopDelta(answer.stop_reason)

    async def models(self, connection: Connection) -> list[Model]:
        """The models that have recordings."""
        return self._models()


def closest(prompt: str, answers: Sequence[RecordedAnswer]) -> RecordedAnswer | None:
    """The answer to this prompt, or to the one that shares most words with it; ``None`` if none is alike."""
    for answer in answers:
        if answer.prompt == prompt:
            return answer
    for answer in answers:
        if _plain(answer.prompt) == _plain(prompt):
            return answer
    words = _words(prompt)
    best = max(answers, key=lambda answer: _overlap(words, _words(answer.prompt)), default=None)
    return best if best is not None and _overlap(words, _words(best.prompt)) >= _ALIKE else None


def timed_pieces(answer: RecordedAnswer) -> Iterator[tuple[float, Delta]]:
    """The pieces, and after how many tokens each comes: the first after one, the last when all are counted.

    A piece is not a token: what counts is how many the answer has by its model's count, or by the estimate
    that is shown where nobody counted. Its speed as a window shows it, from the first piece on, is the pace.
    """
    length = len(answer.reasoning) + len(answer.text)
    counted = answer.usage.output if answer.usage is not None else None
    tokens = estimated_tokens(length) if counted is None else counted
    first = done = 0
    for delta in _pieces(answer):
        done += len(delta.text)
        first = first or done
        yield 1 + tokens * (done - first) / max(1, length - first), delta


def _pieces(answer: RecordedAnswer) -> Iterator[TextDelta | ReasoningDelta]:
    for piece in token_pieces(answer.reasoning):
        yield ReasoningDelta(piece)
    for piece in token_pieces(answer.text):
        yield TextDelta(piece)


def _plain(prompt: str) -> str:
    return " ".join(prompt.casefold().split())


def _words(prompt: str) -> frozenset[str]:
    return frozenset(_WORD.findall(prompt.casefold()))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _line(prompt: str) -> str:
    line = " ".join(prompt.split())
    return line if len(line) <= MOST_OF_A_PROMPT else line[: MOST_OF_A_PROMPT - 1] + "…"


def _nothing_recorded(request: Request, answers: Sequence[RecordedAnswer]) -> Failure:
    prompts = list(dict.fromkeys(_line(answer.prompt) for answer in answers))[:MOST_PROMPTS]
    advice = "Choose a model that can be asked anything"
    if prompts:
        advice += f", or one of the recorded prompts: {'; '.join(f'“{prompt}”' for prompt in prompts)}"
    return Failure("not_found", f"{request.model.label} has no recorded answer to this prompt.", f"{advice}.")
