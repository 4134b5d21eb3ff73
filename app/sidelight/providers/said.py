# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What was said in one answer so far, as deltas: the part of reading that is the same for every maker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
from sidelight.domain.generation import StopReason, Usage
from sidelight.domain.logprob import TokenLogprob
from sidelight.providers.errors import BODY_KEPT, Asked, Complaint, failure_of_complaint

_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_TOOLS = 20
_ARGUMENTS_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a maker's word for the end of an answer means, and what the user is told about it, if anything."""

    stop: StopReason
    notice: str = ""


class Surrogates:
    """Joins halves of characters that a server sent in two deltas; a half that stays alone becomes U+FFFD."""

    def __init__(self) -> None:
        self._high = ""

    def feed(self, text: str) -> str:
        """The text with whole characters only."""
        if not self._high and not _SURROGATE.search(text):
            return text
        text = self._high + text
        self._high = ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            self._high, text = text[-1], text[:-1]
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def close(self) -> str:
        """What a half that stayed alone becomes."""
        left, self._high = self._high, ""
        return "�" if left else ""


class Said:
    """Collects one answer's deltas. ``take`` gives those that came since it was called last.

    The stop delta comes with ``end`` only, since usage, and with some servers text, follows the reason.
    """

    def __init__(self, asked: Asked) -> None:
        self.ended = False
        self.stop: StopReason | None = None
        self._asked = asked
        self._deltas: list[Delta] = []
        self._text, self._reasoning = Surrogates(), Surrogates()
        self._usage: Usage | None = None
        self._tools: dict[object, list[str]] = {}
        self._refused = False
        self._logprobs = False
        self.anything = False

    def take(self) -> list[Delta]:
        """The deltas since the last call."""
        deltas, self._deltas = self._deltas, []
        return deltas

    def text(self, text: object) -> None:
        """More of the answer; what is not text is passed over."""
        if isinstance(text, str) and text:
            self.anything = True
            if text := self._text.feed(text):
                self._deltas.append(TextDelta(text))

    def reasoning(self, text: object) -> None:
        """More of the thoughts before it."""
        if isinstance(text, str) and text:
            self.anything = True
            if text := self._reasoning.feed(text):
                self._deltas.append(ReasoningDelta(text))

    def refusal(self, text: object) -> None:
        """More of an answer that the service itself marks as a refusal."""
        if isinstance(text, str) and text:
            if not self._refused:
                self.notice("The service marked this answer as a refusal.")
            self._refused = True
            self.text(text)

    def logprobs(self, tokens: Sequence[TokenLogprob]) -> None:
        """How probable some tokens of the answer were; they are passed on only if somebody asked."""
        if tokens and self._asked.logprobs:
            self._logprobs = True
            self._deltas.append(LogprobsDelta(tuple(tokens)))

    def notice(self, text: str) -> None:
        """Something that is said about the answer."""
        self._deltas.append(NoticeDelta(text))

    def usage(self, usage: Usage | None) -> None:
        """What was used so far; the same figures again are passed over."""
        if usage is not None and usage != self._usage:
            self._usage = usage
            self._deltas.append(UsageDelta(usage))

    def tool(self, key: object, name: object = "", arguments: object = "") -> None:
        """More of a wish for a tool; ``key`` tells several apart."""
        if key not in self._tools:
            if len(self._tools) >= _MOST_TOOLS or not (isinstance(name, str) and name):
                return
            self._tools[key] = [name[:100], ""]
        if isinstance(arguments, str) and len(self._tools[key][1]) <= _ARGUMENTS_SHOWN:
            self._tools[key][1] += arguments

    def has_tool(self, key: object) -> bool:
        """Whether a tool was asked for under this key."""
        return key in self._tools

    def reason(self, word: object, meaning: Meaning | None) -> None:
        """Why the answer ends, in the maker's word and what that means; ``None`` if it is unknown here."""
        if not isinstance(word, str) or not word:
            return
        if meaning is None:
            if self.stop is None:
                self.notice(f"The server ended the answer for a reason unknown here: “{word[:60]}”.")
                self.stop = StopReason.TRUNCATED
        elif meaning.stop is StopReason.FAILED:
            what = f"{self._asked.host} failed in the middle of the answer ({word[:60]})."
            self.fail(Failure("server", what, "What came so far is kept; try again.", 200))
        else:
            if meaning.notice and self.stop is not meaning.stop:
                self.notice(meaning.notice)
            self.stop = meaning.stop

    def end(self) -> None:
        """The answer is over; without a reason it counts as cut off."""
        if self.ended:
            return
        self.ended = True
        self._leftovers()
        if self._asked.logprobs and self.anything and not self._logprobs:
            self.notice(f"{self._asked.host} gave no probabilities of tokens, though it was asked for them.")
        if self._tools:
            wishes = ", ".join(_call(name, arguments) for name, arguments in self._tools.values())
            self.notice(f"The model asked for a tool: {wishes}. It was given none.")
            if self.stop is StopReason.COMPLETE:
                # Several servers say “stop” for it.
                self.stop = StopReason.TOOL
        self._deltas.append(StopDelta(self.stop or StopReason.TRUNCATED))

    def fail(self, failure: Failure) -> None:
        """The answer failed; what came before stays."""
        if self.ended:
            return
        self.ended = True
        self._leftovers()
        self._deltas.append(FailureDelta(failure))

    def complained(self, complaint: Complaint) -> None:
        """The server reported an error inside a good answer."""
        self.fail(failure_of_complaint(self._asked, complaint, 200))

    def broken(self, what: str, words: str = "") -> None:
        """The server sent something that cannot be read, for example “half an answer”."""
        self.fail(
            Failure(
                "broken_stream",
                f"{self._asked.host} sent {what}.",
                "What came so far is kept; try again, and check that the address is that of a model service.",
                200,
                words[:BODY_KEPT],
            )
        )

    def _leftovers(self) -> None:
        if left := self._reasoning.close():
            self._deltas.append(ReasoningDelta(left))
        if left := self._text.close():
            self._deltas.append(TextDelta(left))


def _call(name: str, arguments: str) -> str:
    line = " ".join(arguments.split())
    if len(line) > _ARGUMENTS_SHOWN:
        line = line[: _ARGUMENTS_SHOWN - 1] + "…"
    return f"{name}({line})" if line else name


def tokens(value: object) -> int | None:
    """A count of tokens; ``None`` if it is none, or more than a project can keep."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53 else None


def reported(given: object, made: object, thought: object = None, cached: object = None) -> Usage | None:
    """Usage as a server reports it; ``None`` if it gives neither figure."""
    input_, output = tokens(given), tokens(made)
    if input_ is None and output is None:
        return None
    return Usage(input_, output, "reported", tokens(thought), tokens(cached) or None)
