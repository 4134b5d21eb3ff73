# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How servers differ in the settings that they accept, known beforehand or learnt from a refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sidelight.domain.model import GenerationConfig
from sidelight.providers.errors import Complaint

SETTINGS = ("temperature", "top_p", "max_tokens", "seed", "stop", "reasoning_effort", "logprobs")

# The fields in which servers are told the two settings that have a form of their own in each.
_EFFORT_FIELDS = ("reasoning_effort", "reasoning", "output_config", "thinkingConfig", "think")
_LOGPROB_FIELDS = ("logprobs", "top_logprobs", "responseLogprobs", "include")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server calls each setting, and which ones it refuses (by their names here).

    ``efforts`` are the reasoning efforts that it knows, if not all may be tried.
    """

    temperature: str = "temperature"
    top_p: str = "top_p"
    max_tokens: str = "max_tokens"
    seed: str = "seed"
    stop: str = "stop"
    refused: frozenset[str] = frozenset()
    efforts: frozenset[str] | None = None

    def without(self, setting: str) -> Dialect:
        """This dialect, with one more setting that the server does not take."""
        return replace(self, refused=self.refused | {setting})

    def effort(self, config: GenerationConfig) -> str | None:
        """The reasoning effort that is to be sent, if any."""
        effort = None if "reasoning_effort" in self.refused else config.reasoning_effort
        return effort if self.efforts is None or effort in self.efforts else None

    def alternatives(self, config: GenerationConfig) -> int | None:
        """The alternatives to each token that are to be asked for; ``None`` if none of this is."""
        return None if "logprobs" in self.refused else config.logprobs

    def names(self) -> dict[str, str]:
        """Our name of each setting, by what the server calls it."""
        return {
            self.temperature: "temperature",
            self.top_p: "top_p",
            self.max_tokens: "max_tokens",
            self.seed: "seed",
            self.stop: "stop",
            "stream_options": "stream_options",
            **dict.fromkeys(_EFFORT_FIELDS, "reasoning_effort"),
            **dict.fromkeys(_LOGPROB_FIELDS, "logprobs"),
        }


_NOT_TAKEN = re.compile(
    r"unsupported|not supported|does not support|doesn't support|unrecognized|unknown|unexpected|extra|"
    r"not permitted|not allowed|extra_forbidden|deprecated|cannot both|requires logprobs",
    re.I,
)

_MAX_TOKENS_NAMES = ("max_completion_tokens", "max_tokens")


def settings_of(config: GenerationConfig, dialect: Dialect) -> dict[str, object]:
    """The settings that are made and taken, by the server's names."""
    values = {
        "temperature": config.temperature,
        "top_p": config.top_p,
        "max_tokens": config.max_tokens,
        "seed": config.seed,
        "stop": list(config.stop) or None,
    }
    return {
        name: values[setting]
        for name, setting in dialect.names().items()
        if values.get(setting) is not None and setting not in dialect.refused
    }


def encoded(body: Mapping[str, object]) -> str:
    """The exact body. Halves of characters, which UTF-8 cannot hold, are escaped."""
    text = json.dumps(body, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(body)
    return text


def made(config: GenerationConfig) -> list[str]:
    """The settings that somebody made."""
    return [setting for setting in SETTINGS if getattr(config, setting) not in (None, ())]


def left_out(host: str, config: GenerationConfig, dialect: Dialect) -> list[str]:
    """What to tell the user about settings that they made and the server does not take."""
    told = [
        f"{host} does not take the setting “{setting}” for this model, so it was left out."
        for setting in made(config)
        if setting in dialect.refused
    ]
    effort = config.reasoning_effort
    if effort is not None and "reasoning_effort" not in dialect.refused and dialect.effort(config) is None:
        told.append(f"{host} knows no reasoning effort “{effort}”, so it was left out.")
    return told


def lesson_of(
    status: int, complaint: Complaint | None, body: Mapping[str, object], dialect: Dialect
) -> Dialect | None:
    """How to ask instead, if a server refused a field by name; ``None`` if asking again is no use."""
    if complaint is None or status not in (400, 422) or complaint.about_length:
        return None
    words = f"{complaint.kind} {complaint.code} {complaint.message}"
    if not _NOT_TAKEN.search(words):
        return None
    name = _field_named(complaint, words, body, dialect)
    if name is None:
        return None
    if name in _MAX_TOKENS_NAMES:
        other = _MAX_TOKENS_NAMES[1 - _MAX_TOKENS_NAMES.index(name)]
        return replace(dialect, max_tokens=other) if other in words else dialect.without("max_tokens")
    return dialect.without(dialect.names()[name])


def _field_named(
    complaint: Complaint, words: str, body: Mapping[str, object], dialect: Dialect
) -> str | None:
    sent = [name for name in _fields(body) if name in dialect.names()]
    if complaint.field:
        return next((part for part in complaint.field.split(".") if part in sent), None)
    # “include” is a word that they use for other things.
    told = [name for name in sent if name != "include"]
    found = next((name for name in told if re.search(rf"\b{re.escape(name)}\b", words)), None)
    if found is None and re.search(r"\bthinking\b", words, re.I):
        # Some speak of the thing, not of the field.
        found = next((name for name in sent if name in _EFFORT_FIELDS), None)
    return found


def _fields(body: Mapping[str, object]) -> Iterator[str]:
    """The names in a body, and those one level down, where some makers keep the settings."""
    for name, value in body.items():
        yield name
        if isinstance(value, Mapping):
            yield from value
