# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Ollama's own chat: a line of JSON for each piece, the last one with ``done``."""

from __future__ import annotations

from collections.abc import Mapping

from sidelight.domain.generation import StopReason
from sidelight.providers.dialects import Dialect, encoded, settings_of
from sidelight.providers.logprobs import listed
from sidelight.providers.openai_chat import bearer
from sidelight.providers.reading import Reader, mapping, mappings
from sidelight.providers.request import Request
from sidelight.providers.said import Meaning, reported
from sidelight.providers.sse import LineSplitter
from sidelight.providers.wire_format import WireFormat

REASONS = {
    "stop": Meaning(StopReason.COMPLETE),
    "length": Meaning(StopReason.LENGTH),
    "load": Meaning(StopReason.TRUNCATED, "The service loaded the model and wrote nothing; ask again."),
    "unload": Meaning(StopReason.TRUNCATED, "The service put the model away before it answered."),
}


class OllamaStream(Reader):
    """A stream of lines; a server that does not stream sends one line, so that is no special case."""

    splitter = LineSplitter
    whole_begins = (b"<",)

    def take(self, value: Mapping[str, object], kind: str) -> None:
        """Read one line."""
        said = self.said
        message = mapping(value.get("message"))
        said.reasoning(message.get("thinking"))
        said.text(message.get("content"))
        said.logprobs(listed(value.get("logprobs")))
        for call in mappings(message.get("tool_calls")):
            function = mapping(call.get("function"))
            arguments = function.get("arguments")
            shown = encoded(arguments) if isinstance(arguments, Mapping) else arguments
            said.tool(str(call.get("id") or encoded({"call": function})), function.get("name"), shown)
        said.usage(reported(value.get("prompt_eval_count"), value.get("eval_count")))
        if value.get("done") is True:
            # Older versions give no reason.
            word = value.get("done_reason") or "stop"
            if isinstance(word, str):
                said.reason(word, REASONS.get(word))
            said.end()


def body_of(request: Request, dialect: Dialect) -> dict[str, object]:
    """The request body that asks for an answer."""
    body: dict[str, object] = {
        "model": request.wire_name,
        "messages": [{"role": m.role, "content": m.sent_text} for m in request.conversation.messages],
        "stream": True,
    }
    if settings := settings_of(request.config, dialect):
        body["options"] = settings
    if (effort := dialect.effort(request.config)) is not None:
        body["think"] = effort if effort != "none" else False
    if (most := dialect.alternatives(request.config)) is not None:
        body |= {"logprobs": True, "top_logprobs": most}
    return body


FORMAT = WireFormat(
    kind="ollama",
    label="Ollama",
    address="http://127.0.0.1:11434/api",
    address_end="/api",
    models_path="tags",
    # Another word would be taken for the model's own, and nobody would be told.
    dialect=lambda _: Dialect(max_tokens="num_predict", efforts=frozenset({"none", "low", "medium", "high"})),
    path=lambda _: "chat",
    body=body_of,
    headers=bearer,
    reader=OllamaStream,
)
