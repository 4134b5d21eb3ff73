# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Turns what a server says when it does not answer into a ``Failure``: what happened, and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sidelight.domain.failure import Failure, FailureKind
from sidelight.providers.rate_limits import in_words, seconds, used_up, wait_s

BODY_KEPT = 4000
"""Characters of the other side's own words that a failure keeps."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked for what, for the sentences: host (with port), model, and where its key comes from.

    ``address_end`` is what the connection's address usually ends in, ``max_tokens`` the limit that was set,
    ``logprobs`` whether the probabilities of tokens were asked for.
    """

    host: str
    model: str
    key_variable: str = ""
    has_key: bool = False
    address_end: str = "/v1"
    max_tokens: int | None = None
    connection: str = ""
    logprobs: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an error body says, whatever its form: words, a type, a code, a field, sizes, seconds to wait."""

    message: str = ""
    kind: str = ""
    code: str = ""
    field: str = ""
    prompt_tokens: int | None = None
    context_tokens: int | None = None
    retry_s: float | None = None

    @property
    def about_length(self) -> bool:
        """Whether the prompt does not fit the model's context."""
        words = f"{self.kind} {self.code} {self.message}".lower()
        return (
            any(
                sign in words
                for sign in (
                    "context_length_exceeded",
                    "exceed_context_size",
                    "maximum context length",
                    "40303",
                )
            )
            or "prompt is too long" in words
            or ("context" in words and ("exceed" in words or "too long" in words))
        )


# "maximum context length is 8192 tokens. However, you requested about 9031 tokens", and its relatives
_CONTEXT = re.compile(
    r"(?:maximum context length (?:is|of)|context size \(|context window (?:is|of)|limit of|>)\s*(\d{2,9})",
    re.I,
)
_NEEDED = re.compile(
    r"(?:resulted in|requested(?: about)?|request \(|too long:|contains(?: at least)?|has)\s*(\d{2,9})", re.I
)


def complaint_in(body: object) -> Complaint | None:
    """What an error object says; ``None`` if it is not one.

    Reads OpenAI's and llama.cpp's ``{"error": {...}}``, ``{"error": "words"}``, FastChat's
    ``{"object": "error", "code": 40303}`` and ``{"text", "error_code"}``, and FastAPI's ``{"detail": ...}``.
    """
    if not isinstance(body, Mapping):
        return None
    error = body.get("error")
    if isinstance(error, Mapping) and error:
        return _complaint(error)
    if isinstance(error, str) and error.strip():
        return _sized(Complaint(message=error.strip()))
    if body.get("object") == "error" or body.get("type") == "error":
        return _complaint(body)
    if isinstance(code := body.get("error_code"), int) and code != 0:
        return _sized(Complaint(message=_words(body.get("text")), code=str(code)))
    detail = body.get("detail")
    if isinstance(detail, str) and detail.strip():
        return _sized(Complaint(message=detail.strip()))
    if isinstance(detail, list) and detail and isinstance(first := detail[0], Mapping):
        place = first.get("loc")
        field = str(place[-1]) if isinstance(place, list) and place else ""
        message = f"{field}: {_words(first.get('msg'))}".removeprefix(": ")
        return _sized(Complaint(message=message, kind=_words(first.get("type")), field=field))
    return None


def _complaint(error: Mapping[str, object]) -> Complaint:
    numbers = {name: error.get(name) for name in ("n_prompt_tokens", "n_ctx")}
    return _sized(
        Complaint(
            message=_words(error.get("message")) or _words(error.get("detail")),
            kind=_words(error.get("type")) or _words(error.get("status")),
            code=_words(error.get("code")),
            field=_words(error.get("param")),
            prompt_tokens=_count(numbers["n_prompt_tokens"]),
            context_tokens=_count(numbers["n_ctx"]),
            retry_s=_retry_s(error.get("details")),
        )
    )


def _retry_s(details: object) -> float | None:
    """Google's wish for a pause, among the details of an error."""
    for detail in details if isinstance(details, list) else []:
        if isinstance(detail, Mapping) and isinstance(delay := detail.get("retryDelay"), str):
            return seconds(delay, datetime.now(UTC))
    return None


def _sized(complaint: Complaint) -> Complaint:
    needed, context = complaint.prompt_tokens, complaint.context_tokens
    if needed is None and (found := _NEEDED.search(complaint.message)):
        needed = int(found[1])
    if context is None and (found := _CONTEXT.search(complaint.message)):
        context = int(found[1])
    return replace(complaint, prompt_tokens=needed, context_tokens=context)


def _words(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def read_body(body: str) -> Complaint | None:
    """What an error body says, given as text; ``None`` if it says nothing that is understood."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    # Gemini puts even an error into a list where it would have streamed one.
    return complaint_in(value[0] if isinstance(value, list) and value else value)


def failure_of_response(asked: Asked, status: int, headers: Mapping[str, str], body: str) -> Failure:
    """Why a server answered with an HTTP status other than success.

    Args:
        asked: who was asked.
        status: the HTTP status.
        headers: the answer's headers, found by lower-case name.
        body: the beginning of the answer's body.
    """
    complaint = read_body(body) or Complaint()
    if 300 <= status < 400:
        target = headers.get("location", "")
        return Failure(
            "not_found",
            f"{asked.host} points elsewhere{f' ({target[:200]})' if target else ''}.",
            "Put the final address into the connection: a key is not carried on to another address.",
            status,
            body[:BODY_KEPT],
        )
    failure = failure_of_complaint(asked, complaint, status, headers)
    return replace(failure, body=body[:BODY_KEPT])


def failure_of_complaint(
    asked: Asked, complaint: Complaint, status: int | None, headers: Mapping[str, str] | None = None
) -> Failure:
    """Why a server refused, from its status (200 or ``None`` inside an answer) and its words."""
    said = _quoted(complaint.message)
    if complaint.about_length:
        return _too_long(asked, complaint, status)
    kind, what, advice = _reading(asked, complaint, _effective_status(complaint, status), headers or {})
    return Failure(kind, what + said, advice, status, complaint.message[:BODY_KEPT])


def _effective_status(complaint: Complaint, status: int | None) -> int | None:
    """The status that the words stand for: inside a stream the HTTP status is 200 and says nothing."""
    if status == 400 and "api key not valid" in complaint.message.lower():
        return 401
    if status == 400 and complaint.code == "model_not_found":
        return 404
    if status is not None and status >= 400:
        return status
    if complaint.code.isdecimal() and len(complaint.code) in (3, 5):
        # OpenRouter puts the HTTP status into the code; FastChat adds two digits (42903).
        return int(complaint.code[:3])
    words = f"{complaint.kind} {complaint.code}".lower()
    for sign, stands_for in (
        ("model_not_found", 404),
        ("authentication", 401),
        ("invalid_api_key", 401),
        ("permission", 403),
        ("not_found", 404),
        ("rate_limit", 429),
        ("quota", 429),
        ("overloaded", 529),
        ("invalid_request", 400),
    ):
        if sign in words:
            return stands_for
    return None


def _reading(
    asked: Asked, complaint: Complaint, status: int | None, headers: Mapping[str, str]
) -> tuple[FailureKind, str, str]:
    host, words = asked.host, f"{complaint.kind} {complaint.code} {complaint.message}".lower()
    match status:
        case 401 | 403:
            return _unauthorised(asked, status)
        case 402:
            return "unauthorised", f"{host} says that the account has no credit left", "Add credit there."
        case 404 | 405 | 410:
            if "model" in words:
                advice = "Check its name; “sidelight models” asks the server for the names it knows."
                return "not_found", f"{host} has no model “{asked.model}”", advice
            advice = f"Check the connection's address: it usually ends in {asked.address_end}."
            return "not_found", f"{host} answers, but there is no model service at this address", advice
        case 408 | 504:
            return "timeout", f"{host} gave up waiting for the model", "Try again, or ask for less."
        case 413:
            return "too_long", f"The request is larger than {host} accepts", "Shorten the prompt."
        case 429 if "insufficient_quota" in words:
            return "unauthorised", f"The account at {host} has used up its quota", "Add credit there."
        case 429:
            return _rate_limited(host, complaint, headers)
        case 503 | 529:
            loading = "loading" in words
            what = (
                f"{host} is still loading the model" if loading else f"{host} is overloaded or closed for now"
            )
            return "server", what, "Try again in a moment."
        case None:
            return "server", f"{host} reported an error", "Try again."
        case int() if status >= 500:
            return "server", f"{host} failed (error {status})", "It is not your prompt's fault; try again."
        case _:
            about = f" over “{complaint.field}”" if complaint.field else ""
            return "bad_request", f"{host} refused the request{about}", "Check the model and its settings."


def _rate_limited(
    host: str, complaint: Complaint, headers: Mapping[str, str]
) -> tuple[FailureKind, str, str]:
    what = f"{host} is getting too many requests"
    if (spent := used_up(headers)) is not None and spent.limit:
        what = f"{host} allows {spent.limit:,} {spent.of} at a time, and they are used up"
    wait = wait_s(headers)
    wait = complaint.retry_s if wait is None else wait
    advice = f"Try again in {in_words(wait)}." if wait is not None else "Wait a little and try again."
    return "rate_limited", what, advice


def _unauthorised(asked: Asked, status: int) -> tuple[FailureKind, str, str]:
    host, variable = asked.host, asked.key_variable
    if not asked.has_key:
        advice = f"Give it one: sidelight key set {asked.connection or 'NAME'}."
        if variable:
            advice = f"{advice[:-1]}, or set the environment variable {variable} and start Sidelight again."
        return "unauthorised", f"{host} wants a key and none is set", advice
    if status == 403:
        return "unauthorised", f"The key may not use {asked.model} at {host}", "Ask whoever gave out the key."
    return (
        "unauthorised",
        f"{host} does not accept the key",
        (
            f"Check the environment variable {variable}."
            if variable
            else f"Give it another one: sidelight key set {asked.connection or 'NAME'}."
        ),
    )


def _too_long(asked: Asked, complaint: Complaint, status: int | None) -> Failure:
    needed, context = complaint.prompt_tokens, complaint.context_tokens
    if needed and context:
        what = f"The prompt is too long: it needs {needed:,} tokens and {asked.model} holds {context:,} here."
    elif context:
        what = f"The prompt is too long: {asked.model} holds {context:,} tokens here."
    else:
        what = f"The prompt is too long for {asked.model}."
    advice = "Shorten it, ask for a shorter answer, or choose a model with a larger context."
    return Failure("too_long", what, advice, status, complaint.message[:BODY_KEPT])


def _quoted(message: str) -> str:
    line = " ".join(message.split())
    if not line:
        return "."
    if len(line) > 300:
        line = line[:299] + "…"
    # A quotation that is no sentence does not end one either.
    return f": “{line}”" + ("" if line.endswith((".", "!", "?", "…")) else ".")
