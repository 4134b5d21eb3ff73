# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Google's Gemini: each event is a small answer of its own, and nothing marks the last one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from sidelight.domain.generation import StopReason, Usage
from sidelight.providers.counting import CountForm
from sidelight.providers.dialects import Dialect, encoded, settings_of
from sidelight.providers.logprobs import of_candidate
from sidelight.providers.reading import Reader, mapping, mappings
from sidelight.providers.request import Request
from sidelight.providers.said import Meaning, tokens
from sidelight.providers.wire_format import WireFormat


def _filtered(why: str) -> Meaning:
    return Meaning(StopReason.FILTERED, f"The service's filter ended the answer: {why}.")


def _cut(why: str) -> Meaning:
    return Meaning(StopReason.TRUNCATED, f"The service ended the answer: {why}.")


REASONS = {
    "STOP": Meaning(StopReason.COMPLETE),
    "MAX_TOKENS": Meaning(StopReason.LENGTH),
    "SAFETY": _filtered("it may do harm"),
    "RECITATION": _filtered("it repeats a text that others own"),
    "BLOCKLIST": _filtered("it holds a word that is not allowed"),
    "PROHIBITED_CONTENT": _filtered("what it speaks of is not allowed"),
    "SPII": _filtered("it holds somebody's personal data"),
    "MODEL_ARMOR": _filtered("the project's own filter stopped it"),
    "IMAGE_SAFETY": _filtered("a picture may do harm"),
    "LANGUAGE": _cut("it does not serve this language"),
    "MALFORMED_FUNCTION_CALL": _cut("the model's wish for a tool could not be read"),
    "UNEXPECTED_TOOL_CALL": _cut("the model wished for a tool that it was not offered"),
    "MISSING_THOUGHT_SIGNATURE": _cut("it misses the signature of an earlier thought"),
    "OTHER": _cut("it gives no reason"),
}


class GeminiStream(Reader):
    """A stream of unnamed events, each with some parts of the first candidate."""

    def take(self, value: Mapping[str, object], kind: str) -> None:
        """Read one event."""
        for candidate in mappings(value.get("candidates")):
            if candidate.get("index", 0) in (0, None):
                self._take_candidate(candidate)
        self._count(mapping(value.get("usageMetadata")))
        blocked = mapping(value.get("promptFeedback")).get("blockReason")
        if isinstance(blocked, str) and blocked and not self.reason_known:
            word = blocked[:60]
            self.said.reason(
                word, Meaning(StopReason.FILTERED, f"The service's filter refused the prompt ({word}).")
            )

    def _take_candidate(self, candidate: Mapping[str, object]) -> None:
        for part in mappings(mapping(candidate.get("content")).get("parts")):
            (self.said.reasoning if part.get("thought") is True else self.said.text)(part.get("text"))
            call = mapping(part.get("functionCall"))
            if call:
                key = str(call.get("id") or encoded({"call": call}))
                self.said.tool(key, call.get("name"), encoded(mapping(call.get("args"))))
        self.said.logprobs(of_candidate(candidate.get("logprobsResult")))
        word = candidate.get("finishReason")
        if isinstance(word, str) and word != "FINISH_REASON_UNSPECIFIED":
            self.said.reason(word, REASONS.get(word))

    def _count(self, usage: Mapping[str, object]) -> None:
        given = tokens(usage.get("promptTokenCount"))
        made, thought = tokens(usage.get("candidatesTokenCount")), tokens(usage.get("thoughtsTokenCount"))
        cached = tokens(usage.get("cachedContentTokenCount"))
        if given is None and made is None and thought is None:
            return
        # Thoughts are counted beside the answer here and are part of it everywhere else.
        output = None if made is None and thought is None else (made or 0) + (thought or 0)
        self.said.usage(Usage(given, output, "reported", thought, cached or None))


def body_of(request: Request, dialect: Dialect) -> dict[str, object]:
    """The request body that asks for an answer."""
    conversation = request.conversation
    body: dict[str, object] = {
        "contents": [
            {
                "role": "model" if m.role == "assistant" else "user",
                "parts": [{"text": text} for text in m.sent_parts],
            }
            for m in conversation.messages
            if m.role != "system"
        ]
    }
    if conversation.system:
        body["systemInstruction"] = {"parts": [{"text": conversation.system}]}
    settings = settings_of(request.config, dialect)
    if (effort := dialect.effort(request.config)) is not None:
        settings["thinkingConfig"] = {"thinkingLevel": effort}
    if (most := dialect.alternatives(request.config)) is not None:
        settings |= {"responseLogprobs": True, "logprobs": most}
    if settings:
        body["generationConfig"] = settings
    return body


def path_of(request: Request) -> str:
    """Where a request goes."""
    return f"{_resource(request)}:streamGenerateContent?alt=sse"


def _resource(request: Request) -> str:
    return quote(_full_name(request), safe="/@")


def _full_name(request: Request) -> str:
    # A name without a folder is one of Google's own models.
    name = request.wire_name
    return name if "/" in name else f"models/{name}"


def _counted(request: Request, body: Mapping[str, object]) -> dict[str, object]:
    parts = {name: body[name] for name in ("contents", "systemInstruction") if name in body}
    return {"generateContentRequest": {"model": _full_name(request), **parts}}


FORMAT = WireFormat(
    kind="gemini",
    label="Google Gemini",
    address="https://generativelanguage.googleapis.com/v1beta",
    address_end="/v1beta",
    models_path="models?pageSize=1000",
    dialect=lambda _: Dialect(
        top_p="topP",
        max_tokens="maxOutputTokens",
        stop="stopSequences",
        efforts=frozenset({"minimal", "low", "medium", "high"}),
    ),
    path=path_of,
    body=body_of,
    headers=lambda key: {"x-goog-api-key": key} if key else {},
    reader=GeminiStream,
    count=lambda _: CountForm(lambda request: f"{_resource(request)}:countTokens", _counted, "totalTokens"),
)
