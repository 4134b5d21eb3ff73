# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reads the stream of an OpenAI-compatible server.

Knows the dialects: OpenAI, llama.cpp, vLLM and DeepSeek (``reasoning``, ``reasoning_content``), OpenRouter
(comments, errors inside a good answer), Mistral (content as a list of chunks), FastChat (its own error
objects), keep-alives that come as data, and servers that ignore ``stream`` and send one JSON object.
"""

from __future__ import annotations

from collections.abc import Mapping

from sidelight.domain.generation import StopReason
from sidelight.providers.errors import Asked
from sidelight.providers.logprobs import of_choice
from sidelight.providers.reading import Reader, mapping, mappings
from sidelight.providers.said import Meaning, reported

REASONS = {
    "stop": Meaning(StopReason.COMPLETE),
    "eos": Meaning(StopReason.COMPLETE),
    "eos_token": Meaning(StopReason.COMPLETE),
    "end_turn": Meaning(StopReason.COMPLETE),
    "stop_sequence": Meaning(StopReason.COMPLETE),
    "length": Meaning(StopReason.LENGTH),
    "max_tokens": Meaning(StopReason.LENGTH),
    "model_length": Meaning(StopReason.LENGTH),
    "content_filter": Meaning(StopReason.FILTERED, "The service's filter ended the answer."),
    "safety": Meaning(StopReason.FILTERED, "The service's filter ended the answer."),
    "tool_calls": Meaning(StopReason.TOOL),
    "tool_use": Meaning(StopReason.TOOL),
    "function_call": Meaning(StopReason.TOOL),
    "error": Meaning(StopReason.FAILED),
    "insufficient_system_resource": Meaning(StopReason.FAILED),
}


class OpenAIStream(Reader):
    """A stream of chat or text completions. Only the first choice is read."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._calls: dict[int, str] = {}

    def take(self, value: Mapping[str, object], kind: str) -> None:
        """Read one chunk."""
        for choice in mappings(value.get("choices")):
            if choice.get("index", 0) in (0, None):
                self._take_choice(choice)
        usage = mapping(value.get("usage"))
        details = mapping(usage.get("completion_tokens_details"))
        given = mapping(usage.get("prompt_tokens_details"))
        self.said.usage(
            reported(
                usage.get("prompt_tokens"),
                usage.get("completion_tokens"),
                details.get("reasoning_tokens"),
                given.get("cached_tokens"),
            )
        )

    def _take_choice(self, choice: Mapping[str, object]) -> None:
        said = self.said
        delta = choice.get("delta", choice.get("message"))
        if isinstance(delta, Mapping):
            # Two spellings; a server that sends both means the same.
            said.reasoning(delta.get("reasoning") or delta.get("reasoning_content"))
            content = delta.get("content")
            if isinstance(content, list):
                self._take_parts(content)
            else:
                said.text(content)
            said.refusal(delta.get("refusal"))
            self._take_tools(delta)
        else:
            said.text(choice.get("text"))
        said.logprobs(of_choice(choice.get("logprobs")))
        reason = choice.get("finish_reason")
        if isinstance(reason, str):
            said.reason(reason, REASONS.get(reason.lower()))

    def _take_parts(self, parts: list[object]) -> None:
        for part in mappings(parts):
            self.said.text(part.get("text"))
            thinking = part.get("thinking")
            for thought in thinking if isinstance(thinking, list) else [thinking]:
                self.said.reasoning(thought.get("text") if isinstance(thought, Mapping) else thought)

    def _take_tools(self, delta: Mapping[str, object]) -> None:
        for place, call in enumerate(mappings(delta.get("tool_calls"))):
            index = call.get("index", place)
            index = index if isinstance(index, int) else place
            if isinstance(identity := call.get("id"), str) and identity:
                # The place alone does not tell calls apart: some servers give all the same one, or none.
                self._calls[index] = identity
            function = mapping(call.get("function"))
            key = (index, self._calls.get(index, ""))
            self.said.tool(key, function.get("name"), function.get("arguments"))
        function = mapping(delta.get("function_call"))
        self.said.tool("function_call", function.get("name"), function.get("arguments"))
