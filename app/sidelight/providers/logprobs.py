# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reads the probabilities of tokens in the forms that servers give them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import zip_longest

from sidelight.domain.logprob import Alternative, TokenLogprob
from sidelight.providers.reading import mapping, mappings


def listed(entries: object) -> list[TokenLogprob]:
    """OpenAI's list, which llama.cpp, vLLM and Ollama give as well; what is no entry is passed over."""
    found = []
    for entry in mappings(entries):
        one = _alternative(entry)
        if one is not None:
            others = tuple(
                a for e in mappings(entry.get("top_logprobs")) if (a := _alternative(e)) is not None
            )
            found.append(TokenLogprob(one.token, one.logprob, others, _bytes(entry.get("bytes"))))
    return found


def of_choice(value: object) -> list[TokenLogprob]:
    """What a choice of a chat or of a text completion has: OpenAI's list, or the columns of older servers."""
    holder = mapping(value)
    if holder.get("content") is not None:
        return listed(holder.get("content"))
    tokens, logprobs, tops = (holder.get(name) for name in ("tokens", "token_logprobs", "top_logprobs"))
    if not isinstance(tokens, list) or not isinstance(logprobs, list):
        return []
    found = []
    rows = zip_longest(tokens, logprobs, tops if isinstance(tops, list) else [])
    for token, logprob, top in rows:
        if isinstance(token, str) and (number := _number(logprob)) is not None:
            others = [
                Alternative(_whole(str(word)), other)
                for word, value in mapping(top).items()
                if (other := _number(value)) is not None
            ]
            others.sort(key=lambda one: -one.logprob)
            found.append(TokenLogprob(_whole(token), number, tuple(others)))
    return found


def of_candidate(value: object) -> list[TokenLogprob]:
    """Gemini's: what was chosen and what else was likely, in two lists of the same length."""
    result = mapping(value)
    tops = mappings(result.get("topCandidates"))
    found = []
    for place, entry in enumerate(mappings(result.get("chosenCandidates"))):
        one = _alternative(entry, "logProbability")
        if one is None:
            continue
        top = mappings(tops[place].get("candidates")) if place < len(tops) else []
        others = tuple(a for e in top if (a := _alternative(e, "logProbability")) is not None)
        found.append(TokenLogprob(one.token, one.logprob, others))
    return found


def _alternative(entry: Mapping[str, object], name: str = "logprob") -> Alternative | None:
    token, number = entry.get("token"), _number(entry.get(name))
    if not isinstance(token, str) or number is None:
        return None
    return Alternative(_whole(token), number)


def _whole(token: str) -> str:
    """Halves of characters, which a project cannot keep, become U+FFFD."""
    return token.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _bytes(value: object) -> bytes | None:
    if isinstance(value, list) and all(type(byte) is int and 0 <= byte < 256 for byte in value):
        return bytes(value)
    return None
