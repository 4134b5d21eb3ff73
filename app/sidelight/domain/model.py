# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Models, where they are served, and the settings that an answer is generated with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sidelight.domain.errors import UsageError
from sidelight.domain.price import Price

ConnectionKind = str
"""``local``, ``recorded``, or the wire format that a server speaks: ``openai``, ``anthropic`` and so on."""


@dataclass(frozen=True, slots=True, order=True)
class ModelRef:
    """A model's name in a project: ``connection/name`` or ``connection/name@setting``.

    The name may itself hold slashes (``openrouter/meta/llama-3``); a connection's name may not.
    """

    connection: str
    name: str
    setting: str = ""

    @classmethod
    def parse(cls, text: str) -> ModelRef:
        """Read ``connection/name[@setting]``.

        Raises:
            UsageError: there is no slash, or a part is empty.
        """
        connection, slash, rest = text.strip().partition("/")
        name, at, setting = rest.partition("@")
        if not (connection and slash and name) or (at and not setting):
            raise UsageError(
                f"“{text}” is not the name of a model.",
                "Write connection/name, for example local/smollm2-135m. “sidelight models” lists them.",
            )
        return cls(connection, name, setting)

    def __str__(self) -> str:
        return f"{self.connection}/{self.name}" + (f"@{self.setting}" if self.setting else "")


SETTINGS = frozenset({"temperature", "top_p", "max_tokens", "seed", "stop", "reasoning_effort", "logprobs"})
"""The names of all settings."""

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
"""How long a model may think, the least first; no model knows them all."""

MOST_ALTERNATIVES = 20
"""Of each token, whose probabilities may be asked for."""


@dataclass(frozen=True, slots=True)
class GenerationConfig:
    """What is asked of the sampler. ``None`` leaves a value to whoever serves the model.

    ``reasoning_effort`` is one of ``EFFORTS``. ``logprobs`` asks for the probability of each token, and for
    that of so many others in its place, 1 to ``MOST_ALTERNATIVES``.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    reasoning_effort: str | None = None
    logprobs: int | None = None

    def overridden_by(self, other: GenerationConfig) -> GenerationConfig:
        """These settings, with each one that ``other`` names taken from it."""
        return GenerationConfig(
            temperature=self.temperature if other.temperature is None else other.temperature,
            top_p=self.top_p if other.top_p is None else other.top_p,
            max_tokens=self.max_tokens if other.max_tokens is None else other.max_tokens,
            seed=self.seed if other.seed is None else other.seed,
            stop=other.stop or self.stop,
            reasoning_effort=self.reasoning_effort
            if other.reasoning_effort is None
            else other.reasoning_effort,
            logprobs=self.logprobs if other.logprobs is None else other.logprobs,
        )


@dataclass(frozen=True, slots=True)
class Connection:
    """Where models are served.

    ``base_url`` ends before the name of the service (``https://host/v1``, without ``/chat/completions``) and
    is empty for connections that need none. ``key_variable`` names the environment variable that holds the
    key; the key is never here. ``per_minute``, ``per_hour`` and ``per_day`` are the user's own limits on the
    answers of each model, ``cost_per_day`` on what all of them cost together. ``insecure_http`` is the user's
    word that requests may go to another machine unencrypted.
    """

    name: str
    kind: ConnectionKind
    label: str
    base_url: str = ""
    key_variable: str = ""
    per_hour: int | None = None
    per_day: int | None = None
    per_minute: int | None = None
    cost_per_day: float | None = None
    insecure_http: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be asked, as the catalogue offers it.

    ``context_tokens`` is the most that prompt and answer may hold together, if known. A ``completion`` model
    continues text and has no notion of turns (a base model). ``most_output_tokens`` is the longest answer and
    ``price`` what tokens cost, if known. ``accepts`` names the settings that it takes, as far as is known.
    """

    ref: ModelRef
    label: str
    about: str = ""
    context_tokens: int | None = None
    style: Literal["chat", "completion"] = "chat"
    defaults: GenerationConfig = field(default_factory=GenerationConfig)
    most_output_tokens: int | None = None
    price: Price | None = None
    accepts: frozenset[str] = SETTINGS
