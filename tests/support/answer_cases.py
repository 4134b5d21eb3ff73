# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (servers' words are quoted as they come)
"""How the makers' servers end an answer or refuse one, as bytes: for the tests, and for the page that tells users.

The forms are those of the makers' own documentation and clients; what llama.cpp and llmock really sent is in
``transcripts``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise

from sidelight.domain.delta import Delta, FailureDelta, NoticeDelta, StopDelta
from sidelight.domain.generation import StopReason
from sidelight.providers.errors import Asked, failure_of_response
from sidelight.providers.formats import FORMATS


@dataclass(frozen=True)
class Case:
    """What a server sends, and under which name the page lists it."""

    kind: str
    says: str
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    maker: str = ""

    @property
    def host(self) -> str:
        return HOSTS[self.maker or self.kind]

    @property
    def asked(self) -> Asked:
        return Asked(self.host, "the-model", "THE_KEY", True, FORMATS[self.kind].address_end, 24)

    def deltas(self, *cuts: int) -> list[Delta]:
        """What becomes of it, the bytes cut at these places."""
        if self.status != 200:
            headers = dict(self.headers)
            return [FailureDelta(failure_of_response(self.asked, self.status, headers, self.body.decode()))]
        reader = FORMATS[self.kind].reader(self.asked)
        places = [0, *sorted(cuts), len(self.body)]
        pieces = [self.body[a:b] for a, b in pairwise(places)]
        return [delta for piece in pieces for delta in reader.feed(piece)] + reader.close()

    def shown(self) -> tuple[str, str]:
        """The status that the user sees, and the words beside it."""
        deltas = self.deltas()
        words = [d.text for d in deltas if isinstance(d, NoticeDelta)]
        for delta in deltas:
            if isinstance(delta, FailureDelta):
                return StopReason.FAILED.value, " ".join([*words, delta.failure.sentence])
            if isinstance(delta, StopDelta):
                return delta.reason.value, " ".join(words)
        raise AssertionError("an answer always ends")


HOSTS = {
    "openai": "api.openai.com",
    "openai-responses": "api.openai.com",
    "anthropic": "api.anthropic.com",
    "gemini": "generativelanguage.googleapis.com",
    "ollama": "127.0.0.1:11434",
    "Mistral": "api.mistral.ai",
    "DeepSeek": "api.deepseek.com",
    "OpenRouter": "openrouter.ai",
    "vLLM": "127.0.0.1:8000",
    "llama.cpp": "127.0.0.1:8080",
    "FastChat": "127.0.0.1:8000",
    "any": "api.example.org",
}


def sse(*values: object, named: bool = False) -> bytes:
    """Events; ``named`` ones carry their type as a name, too."""
    lines = []
    for value in values:
        if isinstance(value, str):
            lines.append(f"{value}\n\n")
            continue
        name = f"event: {value['type']}\n" if named and isinstance(value, dict) else ""
        lines.append(f"{name}data: {json.dumps(value, ensure_ascii=False)}\n\n")
    return "".join(lines).encode()


DONE = "data: [DONE]"


def chat(delta: dict | None = None, reason: str | None = None, **more) -> dict:
    return {"choices": [{"index": 0, "delta": delta or {}, "finish_reason": reason}], **more}


def chat_end(reason: str, maker: str = "", says: str = "") -> Case:
    body = sse(chat({"content": "Because"}), chat({}, reason), DONE)
    return Case("openai", says or f"`finish_reason: {reason}`", body, maker=maker)


def error(
    kind: str, status: int, value: object, *headers: tuple[str, str], maker: str = "", says: str = ""
) -> Case:
    return Case(kind, says or f"HTTP {status}", json.dumps(value).encode(), status, headers, maker)


def openai_error(
    status: int, message: str, kind: str = "invalid_request_error", code: str | None = None, *headers, **more
) -> Case:
    value = {"error": {"message": message, "type": kind, "param": more.pop("param", None), "code": code}}
    says = f"HTTP {status}" + (f", `{code}`" if code else "")
    return error(more.pop("form", "openai"), status, value, *headers, says=says, **more)


OPENAI = [
    chat_end("stop"),
    chat_end("length"),
    chat_end("content_filter"),
    Case(
        "openai",
        "`finish_reason: tool_calls`",
        sse(
            chat({"tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": ""}}]}),
            chat({"tool_calls": [{"index": 0, "function": {"arguments": '{"city":'}}]}),
            chat({"tool_calls": [{"index": 0, "function": {"arguments": ' "Zürich"}'}}]}),
            chat({}, "tool_calls"),
            DONE,
        ),
    ),
    Case("openai", "`delta.refusal`", sse(chat({"refusal": "I cannot help with that."}), chat({}, "stop"), DONE)),
    Case("openai", "the stream ends without a reason", sse(chat({"content": "Because"}))),
    openai_error(401, "Incorrect API key provided.", code="invalid_api_key"),
    openai_error(404, "The model `the-model` does not exist.", code="model_not_found"),
    openai_error(400, "This model's maximum context length is 8192 tokens. However, your messages resulted in 9031 tokens.", code="context_length_exceeded"),
    openai_error(429, "Rate limit reached for requests.", "requests", "rate_limit_exceeded", ("retry-after", "12")),
    openai_error(429, "Rate limit reached for tokens.", "tokens", "rate_limit_exceeded", ("x-ratelimit-limit-tokens", "30000"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "1m12s")),
    openai_error(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota"),
    openai_error(500, "The server had an error.", "server_error"),
    openai_error(503, "The engine is currently overloaded.", "server_error"),
]  # fmt: skip

DIALECTS = [
    chat_end("model_length", "Mistral"),
    chat_end("error", "Mistral"),
    chat_end("insufficient_system_resource", "DeepSeek"),
    error("openai", 402, {"error": {"message": "Insufficient Balance", "type": "unknown_error", "code": "invalid_request_error"}}, maker="DeepSeek"),
    Case("openai", "`error` inside a good answer", sse(": OPENROUTER PROCESSING", chat({"content": "Because"}), {**chat({}, "error"), "error": {"code": 502, "message": "Provider disconnected"}}, DONE), maker="OpenRouter"),
    error("openai", 402, {"error": {"code": 402, "message": "Insufficient credits"}}, maker="OpenRouter"),
    Case("openai", "`delta.reasoning` and `delta.reasoning_content`", sse(chat({"reasoning": "Hm. ", "content": None}), chat({"reasoning_content": "So."}), chat({"content": "Because."}), chat({}, "stop"), {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 7}}, DONE), maker="vLLM"),
    error("openai", 400, {"object": "error", "message": "This model's maximum context length is 4096 tokens. However, you requested 9031 tokens.", "type": "BadRequestError", "param": None, "code": 400}, maker="vLLM"),
    error("openai", 503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}, maker="llama.cpp"),
    error("openai", 400, {"error": {"code": 400, "message": "request (9031 tokens) exceeds the available context size (4096 tokens)", "type": "exceed_context_size_error", "n_prompt_tokens": 9031, "n_ctx": 4096}}, maker="llama.cpp", says="HTTP 400, `exceed_context_size_error`"),
    Case("openai", "`error_code: 40303`", sse({"text": "The prompt exceeds the context.", "error_code": 40303}, DONE), maker="FastChat"),
    Case("openai", "`error_code: 42903`", sse({"text": "The worker is overloaded.", "error_code": 42903}, DONE), maker="FastChat"),
    Case("openai", "keep-alives as data", sse("data: : keepalive", "data:", chat({"content": "Because."}), "data: : keepalive", chat({}, "stop"), DONE), maker="any"),
    Case("openai", "a web page", b"<!doctype html><html><body>Log in</body></html>", maker="any"),
    Case("openai", "something that is not JSON", sse(chat({"content": "Because"}), 'data: {"choices": [{"delta": {"content"'), maker="any"),
]  # fmt: skip


def responses(*events: dict, **closing) -> bytes:
    kind = closing.pop("kind", "response.completed")
    response = {"object": "response", "error": None, "incomplete_details": None, "usage": {"input_tokens": 9, "output_tokens": 7, "output_tokens_details": {"reasoning_tokens": 4}}, **closing}  # fmt: skip
    begin = {"type": "response.created", "response": {"status": "in_progress"}}
    return sse(begin, *events, {"type": kind, "response": response}, named=True)


TEXT = {"type": "response.output_text.delta", "output_index": 1, "delta": "Because"}

RESPONSES = [
    Case(
        "openai-responses",
        "`response.completed`",
        responses(
            {"type": "response.reasoning_summary_part.added"},
            {"type": "response.reasoning_summary_text.delta", "delta": "Hm."},
            {"type": "response.reasoning_summary_part.added"},
            {"type": "response.reasoning_text.delta", "delta": "So."},
            {"type": "response.a_new_kind", "delta": "?"},
            TEXT,
            status="completed",
        ),
    ),
    *(
        Case("openai-responses", f"`incomplete_details.reason: {why}`", responses(TEXT, kind="response.incomplete", status="incomplete", incomplete_details={"reason": why}))
        for why in ("max_output_tokens", "content_filter", "max_messages", "steered")
    ),
    Case("openai-responses", "`response.refusal.delta`", responses({"type": "response.refusal.delta", "delta": "I cannot help with that."}, status="completed")),
    Case("openai-responses", "an item `function_call`", responses({"type": "response.output_item.added", "output_index": 0, "item": {"type": "function_call", "name": "get_weather"}}, {"type": "response.function_call_arguments.delta", "output_index": 0, "delta": '{"city": "Zürich"}'}, status="completed")),
    Case("openai-responses", "`response.failed`", responses(TEXT, kind="response.failed", status="failed", error={"code": "server_error", "message": "The model failed."})),
    Case("openai-responses", "event `error`", sse({"type": "error", "code": "rate_limit_exceeded", "message": "Slow down.", "param": None}, named=True)),
    Case("openai-responses", "the stream ends without `response.completed`", sse(TEXT, named=True)),
    openai_error(400, "Unknown model.", code="model_not_found", form="openai-responses"),
]  # fmt: skip


def messages(*events: dict, reason: str | None = "end_turn", stop: bool = True) -> bytes:
    begin = {
        "type": "message_start",
        "message": {"usage": {"input_tokens": 4, "cache_read_input_tokens": 5, "output_tokens": 1}},
    }
    end = {
        "type": "message_delta",
        "delta": {"stop_reason": reason, "stop_sequence": None},
        "usage": {"output_tokens": 7},
    }
    return sse(begin, {"type": "ping"}, *events, *([end, {"type": "message_stop"}] if stop else []), named=True)  # fmt: skip


def block(delta: dict, place: int = 0, **start) -> list[dict]:
    return [
        {"type": "content_block_start", "index": place, "content_block": start or {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": place, "delta": delta},
        {"type": "content_block_stop", "index": place},
    ]  # fmt: skip


SAY = block({"type": "text_delta", "text": "Because"}, 1)
THINK = block({"type": "thinking_delta", "thinking": "Hm. 🦕"}, 0, type="thinking", thinking="") + block({"type": "signature_delta", "signature": "c2ln"}, 0, type="thinking", thinking="")  # fmt: skip


def anthropic_error(status: int, kind: str, message: str, *headers: tuple[str, str]) -> Case:
    value = {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}
    return error("anthropic", status, value, *headers, says=f"HTTP {status}, `{kind}`")


ANTHROPIC = [
    *(
        Case("anthropic", f"`stop_reason: {reason}`", messages(*THINK, *SAY, reason=reason))
        for reason in ("end_turn", "stop_sequence", "max_tokens", "model_context_window_exceeded", "pause_turn", "refusal", "a_new_one")
    ),
    Case("anthropic", "`stop_reason: tool_use`", messages(*SAY, *block({"type": "input_json_delta", "partial_json": '{"city": "Zürich"}'}, 2, type="tool_use", name="get_weather", input={}), reason="tool_use")),
    Case("anthropic", "event `error` in the stream", messages(*SAY, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, stop=False)),
    Case("anthropic", "the stream ends without `message_stop`", messages(*SAY, stop=False)),
    anthropic_error(401, "authentication_error", "invalid x-api-key"),
    anthropic_error(402, "billing_error", "Your credit balance is too low."),
    anthropic_error(403, "permission_error", "Not allowed for this key."),
    anthropic_error(404, "not_found_error", "model: the-model"),
    anthropic_error(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
    anthropic_error(413, "request_too_large", "Request exceeds the maximum size"),
    anthropic_error(429, "rate_limit_error", "This request would exceed your rate limit.", ("retry-after", "34"), ("anthropic-ratelimit-requests-limit", "50"), ("anthropic-ratelimit-requests-remaining", "0")),
    anthropic_error(529, "overloaded_error", "Overloaded"),
]  # fmt: skip


def candidate(text: str = "Because", reason: str | None = None, **more) -> dict:
    value = {"content": {"parts": [{"text": text}], "role": "model"}, "index": 0}
    return {"candidates": [value | ({"finishReason": reason} if reason else {})], **more}


USED = {"usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 3, "thoughtsTokenCount": 4}}
THOUGHT = {"candidates": [{"content": {"parts": [{"text": "Hm.", "thought": True}]}, "index": 0}]}


def gemini_error(status: int, name: str, message: str, details: list | None = None) -> Case:
    value = {"error": {"code": status, "message": message, "status": name, "details": details or []}}
    return error("gemini", status, value, says=f"HTTP {status}, `{name}`")


GEMINI = [
    *(
        Case("gemini", f"`finishReason: {reason}`", sse(THOUGHT, candidate("Because"), candidate(".", reason, **USED)))
        for reason in ("STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "LANGUAGE", "MALFORMED_FUNCTION_CALL", "OTHER", "A_NEW_ONE")
    ),
    Case("gemini", "`promptFeedback.blockReason: SAFETY`", sse({"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 9}})),
    Case("gemini", "a part `functionCall`", sse({"candidates": [{"content": {"parts": [{"functionCall": {"name": "get_weather", "args": {"city": "Zürich"}}, "thoughtSignature": "c2ln"}]}, "finishReason": "STOP"}]})),
    Case("gemini", "the stream ends without `finishReason`", sse(candidate())),
    gemini_error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
    gemini_error(403, "PERMISSION_DENIED", "Permission denied."),
    gemini_error(404, "NOT_FOUND", "models/the-model is not found for API version v1beta"),
    gemini_error(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "37s"}]),
    gemini_error(503, "UNAVAILABLE", "The model is overloaded."),
]  # fmt: skip


def lines(*values: dict) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


def piece(**message) -> dict:
    return {"model": "m", "message": {"role": "assistant", "content": "", **message}, "done": False}


def last(reason: str | None) -> dict:
    return {"model": "m", "message": {"role": "assistant", "content": ""}, "done": True, "prompt_eval_count": 9, "eval_count": 7, "eval_duration": 1_000} | ({"done_reason": reason} if reason else {})  # fmt: skip


OLLAMA = [
    *(
        Case("ollama", f"`done_reason: {reason}`", lines(piece(thinking="Hm. 🦕"), piece(content="Because"), last(reason)))
        for reason in ("stop", "length", "load")
    ),
    Case("ollama", "`done` without a reason", lines(piece(content="Because"), last(None))),
    Case("ollama", "`message.tool_calls`", lines(piece(tool_calls=[{"function": {"name": "get_weather", "arguments": {"city": "Zürich"}}}]), last("stop"))),
    Case("ollama", "a line `error`", lines(piece(content="Because"), {"error": "an error was encountered while running the model"})),
    Case("ollama", "the stream ends without `done`", lines(piece(content="Because"))),
    error("ollama", 404, {"error": "model 'the-model' not found"}),
]  # fmt: skip

CASES = [*OPENAI, *DIALECTS, *RESPONSES, *ANTHROPIC, *GEMINI, *OLLAMA]
