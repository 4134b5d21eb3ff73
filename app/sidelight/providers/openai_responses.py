# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""OpenAI's Responses: named events, an answer made of items, and a closing event that repeats all of it."""

from __future__ import annotations

from collections.abc import Mapping

from sidelight.domain.generation import StopReason
from sidelight.providers.counting import CountForm, only
from sidelight.providers.dialects import Dialect, settings_of
from sidelight.providers.errors import complaint_in
from sidelight.providers.logprobs import listed
from sidelight.providers.openai_chat import bearer
from sidelight.providers.reading import Reader, mapping, mappings
from sidelight.providers.request import Request
from sidelight.providers.said import Meaning, reported
from sidelight.providers.wire_format import WireFormat

REASONS = {
    "completed": Meaning(StopReason.COMPLETE),
    "max_output_tokens": Meaning(StopReason.LENGTH),
    "content_filter": Meaning(StopReason.FILTERED, "The service's filter ended the answer."),
    "max_messages": Meaning(StopReason.TRUNCATED, "The service ended the answer after its last message."),
    "steered": Meaning(StopReason.TRUNCATED, "The service ended the answer to begin another one."),
    "cancelled": Meaning(StopReason.TRUNCATED, "The service cancelled the answer."),
    "failed": Meaning(StopReason.FAILED),
}  # fmt: skip

_TEXT = "response.output_text.delta"
_REFUSAL = "response.refusal.delta"
_REASONING = frozenset({"response.reasoning_summary_text.delta", "response.reasoning_text.delta"})
_ARGUMENTS = "response.function_call_arguments.delta"
_ITEM = "response.output_item.added"
_CLOSING = frozenset({"response.completed", "response.incomplete", "response.failed", "response.cancelled"})


class ResponsesStream(Reader):
    """A stream of named events; those that are not known here are passed over."""

    def take(self, value: Mapping[str, object], kind: str) -> None:
        """Read one event."""
        said = self.said
        kind = str(value.get("type", kind))
        if kind == _TEXT:
            said.text(value.get("delta"))
            said.logprobs(listed(value.get("logprobs")))
        elif kind in _REASONING:
            said.reasoning(value.get("delta"))
        elif kind == "response.reasoning_summary_part.added" and said.anything:
            said.reasoning("\n\n")
        elif kind == _REFUSAL:
            said.refusal(value.get("delta"))
        elif kind == _ITEM:
            item = mapping(value.get("item"))
            if str(item.get("type", "")).endswith("_call"):
                said.tool(value.get("output_index"), item.get("name") or item.get("type"))
        elif kind == _ARGUMENTS:
            said.tool(value.get("output_index"), "", value.get("delta"))
        elif kind in _CLOSING:
            self._close(mapping(value.get("response")), made=mapping(value.get("timings")).get("predicted_n"))

    def take_whole(self, value: Mapping[str, object]) -> None:
        """Read an answer that came in one piece."""
        if value.get("object") != "response":
            self.take(value, "message")
            return
        for place, item in enumerate(mappings(value.get("output"))):
            for part in mappings(item.get("summary")):
                self.said.reasoning(part.get("text"))
            for part in mappings(item.get("content")):
                thought = item.get("type") == "reasoning"
                (self.said.reasoning if thought else self.said.text)(part.get("text"))
                self.said.refusal(part.get("refusal"))
                self.said.logprobs(listed(part.get("logprobs")))
            if str(item.get("type", "")).endswith("_call"):
                self.said.tool(place, item.get("name") or item.get("type"), item.get("arguments"))
        self._close(value)

    def _close(self, response: Mapping[str, object], made: object = None) -> None:
        usage = mapping(response.get("usage"))
        details = mapping(usage.get("output_tokens_details"))
        self.said.usage(
            reported(
                usage.get("input_tokens"),
                usage.get("output_tokens"),
                details.get("reasoning_tokens"),
                mapping(usage.get("input_tokens_details")).get("cached_tokens"),
            )
        )
        if (complaint := complaint_in({"error": response.get("error")})) is not None:
            self.said.complained(complaint)
            return
        word = mapping(response.get("incomplete_details")).get("reason") or response.get("status")
        if word == "completed" and made is not None and made == self._asked.max_tokens:
            # llama.cpp calls every answer completed, also those that its own limit cut off.
            word = "max_output_tokens"
        if isinstance(word, str):
            self.said.reason(word, REASONS.get(word))
        self.said.end()


def body_of(request: Request, dialect: Dialect) -> dict[str, object]:
    """The request body that asks for an answer and asks the service not to keep it."""
    conversation = request.conversation
    body: dict[str, object] = {
        "model": request.wire_name,
        "input": [
            {
                "role": message.role,
                "content": [
                    {
                        "type": "output_text" if message.role == "assistant" else "input_text",
                        "text": text,
                    }
                    for text in message.sent_parts
                ],
            }
            for message in conversation.messages
            if message.role != "system"
        ],
        "stream": True,
        "store": False,
    }
    if conversation.system:
        body["instructions"] = conversation.system
    body |= settings_of(request.config, dialect)
    if (effort := dialect.effort(request.config)) is not None:
        body["reasoning"] = {"effort": effort}
    if (most := dialect.alternatives(request.config)) is not None:
        body |= {"include": ["message.output_text.logprobs"], "top_logprobs": most}
    return body


FORMAT = WireFormat(
    kind="openai-responses",
    label="OpenAI Responses",
    address="https://api.openai.com/v1",
    address_end="/v1",
    models_path="models",
    dialect=lambda _: Dialect(max_tokens="max_output_tokens", refused=frozenset({"seed", "stop"})),
    path=lambda _: "responses",
    body=body_of,
    headers=bearer,
    reader=ResponsesStream,
    count=lambda _: CountForm(
        lambda _: "responses/input_tokens", only(("model", "input", "instructions")), "input_tokens"
    ),
)
