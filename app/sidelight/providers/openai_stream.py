# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reads the stream of an OpenAI-compatible server: bytes in, cut anywhere; deltas out.

Knows the dialects: OpenAI, llama.cpp, vLLM and DeepSeek (``reasoning``, ``reasoning_content``), OpenRouter
(comments, errors inside a good answer), Mistral (content as a list of chunks), FastChat (its own error
objects), and servers that ignore ``stream`` and send one JSON object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from sidelight.domain.delta import (
    Delta,
    FailureDelta,
    NoticeDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason, Usage
from sidelight.providers.errors import BODY_KEPT, Asked, complaint_in, failure_of_complaint
from sidelight.providers.sse import Event, EventSplitter, EventTooLong

_REASONS = {
    "stop": StopReason.COMPLETE,
    "eos": StopReason.COMPLETE,
    "eos_token": StopReason.COMPLETE,
    "end_turn": StopReason.COMPLETE,
    "stop_sequence": StopReason.COMPLETE,
    "length": StopReason.LENGTH,
    "max_tokens": StopReason.LENGTH,
    "model_length": StopReason.LENGTH,
    "content_filter": StopReason.FILTERED,
    "safety": StopReason.FILTERED,
    "tool_calls": StopReason.TOOL,
    "tool_use": StopReason.TOOL,
    "function_call": StopReason.TOOL,
}
_FAILED_REASONS = frozenset({"error", "insufficient_system_resource"})

_LONGEST_BLANK = 4096

_SURROGATE = re.compile("[\ud800-\udfff]")


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


class OpenAIStream:
    """One answer's stream; ``ended`` once nothing more is to be read.

    The stop delta is held back until the stream is over, since usage, and in some dialects text, follows the
    reason.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._splitter = EventSplitter()
        self._whole: bytearray | None = None
        self._start: bytes | None = b""
        self._text, self._reasoning = Surrogates(), Surrogates()
        self._usage: Usage | None = None
        self._stop: StopReason | None = None
        self._tools: list[str] = []
        self._refused = False
        self.ended = False

    @property
    def reason_known(self) -> bool:
        """Whether the server has said why the answer ends."""
        return self._stop is not None

    def feed(self, data: bytes) -> list[Delta]:
        """The deltas that these bytes complete."""
        if self.ended:
            return []
        if self._start is not None:
            # A server may answer 200 with a page or one JSON object, whatever its content type says.
            data = self._start + data
            start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
            if not start and len(data) < _LONGEST_BLANK:
                self._start = data
                return []
            self._start = None
            if start[:1] in (b"{", b"<", b"["):
                self._whole = bytearray()
        if self._whole is not None:
            self._whole += data
            return self._broken("an answer without end") if len(self._whole) > 16 * 1024 * 1024 else []
        deltas: list[Delta] = []
        try:
            events = self._splitter.feed(data)
        except EventTooLong:
            return self._broken("an event without end")
        for event in events:
            if not self._take(event, deltas):
                break
        return deltas

    def close(self) -> list[Delta]:
        """What remains when no more bytes come: at least a stop, unless the answer has ended before."""
        if self.ended:
            return []
        deltas: list[Delta] = []
        if self._whole is not None:
            deltas += self._take_whole(bytes(self._whole))
        else:
            for event in self._splitter.close():
                # Half an event at the end is a cut, not nonsense.
                if event.data.strip() == "[DONE]" or _json(event.data) is not None:
                    self._take(event, deltas)
        return deltas if self.ended else deltas + self._end()

    def _take(self, event: Event, deltas: list[Delta]) -> bool:
        """Read one event; whether more may follow."""
        data = event.data.strip()
        if data == "[DONE]":
            deltas += self._end()
        elif data:
            chunk = _json(data)
            if chunk is None:
                deltas += self._broken("something that is not JSON", data)
            else:
                self._take_chunk(chunk, deltas, is_error=event.kind == "error")
        return not self.ended

    def _take_chunk(self, chunk: object, deltas: list[Delta], *, is_error: bool = False) -> None:
        if not isinstance(chunk, Mapping):
            deltas += self._broken("something that is not an object", json.dumps(chunk)[:BODY_KEPT])
            return
        complaint = complaint_in({"error": chunk} if is_error and "error" not in chunk else chunk)
        if complaint is not None:
            deltas += self._failed(failure_of_complaint(self._asked, complaint, 200))
            return
        choices = chunk.get("choices")
        if isinstance(choices, list):
            for choice in choices:
                if isinstance(choice, Mapping) and choice.get("index", 0) in (0, None):
                    self._take_choice(choice, deltas)
        usage = chunk.get("usage")
        if isinstance(usage, Mapping) and (counted := _usage(usage)) not in (None, self._usage):
            self._usage = counted
            deltas.append(UsageDelta(counted))

    def _take_choice(self, choice: Mapping[str, object], deltas: list[Delta]) -> None:
        delta = choice.get("delta", choice.get("message"))
        if isinstance(delta, Mapping):
            for name in ("reasoning", "reasoning_content"):
                if isinstance(thought := delta.get(name), str) and thought:
                    self._say(deltas, reasoning=thought)
                    break
            content = delta.get("content")
            if isinstance(content, str):
                self._say(deltas, text=content)
            elif isinstance(content, list):
                self._take_parts(content, deltas)
            if isinstance(refusal := delta.get("refusal"), str) and refusal:
                if not self._refused:
                    deltas.append(NoticeDelta("The service marked this answer as a refusal."))
                self._refused = True
                self._say(deltas, text=refusal)
            self._note_tools(delta)
        elif isinstance(text := choice.get("text"), str):
            self._say(deltas, text=text)
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason:
            self._finish(reason, deltas)

    def _take_parts(self, parts: list[object], deltas: list[Delta]) -> None:
        for part in parts:
            if not isinstance(part, Mapping):
                continue
            if isinstance(text := part.get("text"), str):
                self._say(deltas, text=text)
            thinking = part.get("thinking")
            for thought in thinking if isinstance(thinking, list) else [thinking]:
                words = thought.get("text") if isinstance(thought, Mapping) else thought
                if isinstance(words, str):
                    self._say(deltas, reasoning=words)

    def _say(self, deltas: list[Delta], *, text: str = "", reasoning: str = "") -> None:
        if text and (text := self._text.feed(text)):
            deltas.append(TextDelta(text))
        if reasoning and (reasoning := self._reasoning.feed(reasoning)):
            deltas.append(ReasoningDelta(reasoning))

    def _note_tools(self, delta: Mapping[str, object]) -> None:
        calls = delta.get("tool_calls")
        for call in calls if isinstance(calls, list) else [{"function": delta.get("function_call")}]:
            function = call.get("function") if isinstance(call, Mapping) else None
            name = function.get("name") if isinstance(function, Mapping) else None
            if isinstance(name, str) and name and len(self._tools) < 20:
                self._tools.append(name[:100])

    def _finish(self, reason: str, deltas: list[Delta]) -> None:
        if reason.lower() in _FAILED_REASONS:
            what = f"{self._asked.host} failed in the middle of the answer ({reason[:60]})."
            deltas += self._failed(Failure("server", what, "What came so far is kept; try again.", 200))
            return
        known = _REASONS.get(reason.lower())
        if known is None and self._stop is None:
            deltas.append(
                NoticeDelta(f"The server ended the answer for a reason unknown here: “{reason[:60]}”.")
            )
        self._stop = known or self._stop or StopReason.TRUNCATED

    def _end(self) -> list[Delta]:
        self.ended = True
        deltas = self._leftovers()
        if self._tools:
            deltas.append(
                NoticeDelta(f"The model asked for a tool: {', '.join(self._tools)}. It was given none.")
            )
        deltas.append(StopDelta(self._stop or StopReason.TRUNCATED))
        return deltas

    def _leftovers(self) -> list[Delta]:
        deltas: list[Delta] = []
        if left := self._reasoning.close():
            deltas.append(ReasoningDelta(left))
        if left := self._text.close():
            deltas.append(TextDelta(left))
        return deltas

    def _failed(self, failure: Failure) -> list[Delta]:
        self.ended = True
        return [*self._leftovers(), FailureDelta(failure)]

    def _broken(self, what: str, words: str = "") -> list[Delta]:
        failure = Failure(
            "broken_stream",
            f"{self._asked.host} sent {what}.",
            "What came so far is kept; try again, and check that the address is that of a model service.",
            200,
            words[:BODY_KEPT],
        )
        return self._failed(failure)

    def _take_whole(self, body: bytes) -> list[Delta]:
        text = body.decode("utf-8-sig", "replace").strip()
        if text.startswith("<"):
            failure = Failure(
                "not_found",
                f"{self._asked.host} answered with a web page, not as a model service.",
                "Check the connection's address: it usually ends in /v1.",
                200,
                text[:BODY_KEPT],
            )
            return self._failed(failure)
        chunk = _json(text)
        if chunk is None:
            return self._broken("half an answer, or one that is not JSON", text)
        deltas: list[Delta] = []
        if isinstance(chunk, Mapping) and "choices" not in chunk and complaint_in(chunk) is None:
            return self._broken("an answer of an unknown form", text)
        self._take_chunk(chunk, deltas)
        return deltas


def _json(text: str) -> object | None:
    """The value, or ``None`` if there is none to be had (a bare ``null`` is none either)."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def _usage(usage: Mapping[str, object]) -> Usage | None:
    details = usage.get("completion_tokens_details")
    given = _tokens(usage.get("prompt_tokens"))
    made = _tokens(usage.get("completion_tokens"))
    thought = _tokens(details.get("reasoning_tokens")) if isinstance(details, Mapping) else None
    if given is None and made is None:
        return None
    return Usage(given, made, "reported", thought)


def _tokens(value: object) -> int | None:
    # A count beyond what a project can keep is nonsense.
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53 else None
