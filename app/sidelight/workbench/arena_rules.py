# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How the arena is held: which models meet, what is hidden, and how answers are shown.

Kept as ``arena.toml`` in the configuration folder.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from sidelight.domain.errors import UsageError


class PairChoice(StrEnum):
    """Each pair alike; by the weights of the models; or those first whose votes would tell most."""

    UNIFORM = "uniform"
    WEIGHTED = "weighted"
    INFORMATIVE = "informative"


@dataclass(frozen=True, slots=True)
class Rules:
    """The arena's settings.

    Attributes:
        pair_choice: which models meet.
        weights: by model name, for the weighted choice; 1 where none is given, 0 leaves a model out.
        pace: tokens a second at which all answers are shown; 0 shows them at once.
        mask: whether the names of models are hidden where an answer says its own.
        plain: whether headings, lists, tables and emphasis are taken from all answers.
        repeat_percent: rounds in which an earlier battle is shown again, sides exchanged.
        control_percent: battles of one model with itself.
        cut_counts: whether answers that reached their length limit may be voted on.
        beyond_limits: whether the user's own limits on the number of answers hold only outside battles.
        max_tokens: the same limit for all answers; each model's own if ``None``.
    """

    pair_choice: PairChoice = PairChoice.UNIFORM
    weights: dict[str, int] = field(default_factory=dict)
    pace: int = 0
    mask: bool = True
    plain: bool = False
    repeat_percent: int = 0
    control_percent: int = 0
    cut_counts: bool = False
    beyond_limits: bool = False
    max_tokens: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.repeat_percent <= 50 or not 0 <= self.control_percent <= 50:
            raise UsageError(
                "At most half of all rounds can be repeats or controls.", "Choose 0 to 50 per cent."
            )
        if self.pace < 0 or any(weight < 0 for weight in self.weights.values()):
            raise UsageError("A pace or a weight cannot be negative.", "Choose 0 or more.")
        if self.max_tokens is not None and self.max_tokens < 1:
            raise UsageError("An answer needs at least one token.", "Leave the limit out, or raise it.")


def read_rules(folder: Path) -> Rules:
    """The rules that were kept; the usual ones where there are none.

    Raises:
        UsageError: the file cannot be understood.
    """
    file = folder / "arena.toml"
    try:
        kept = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Rules()
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read: {error}.", "Mend it, or move it away.") from error
    usual = asdict(Rules())
    for name, value in kept.items():
        if name not in usual or not _fits(name, value, usual[name]):
            raise UsageError(
                f"{file} says something about “{name}” that it cannot.", "Mend it, or move it away."
            )
    try:
        found = {**kept, "pair_choice": PairChoice(kept.get("pair_choice", "uniform"))}
    except ValueError as error:
        raise UsageError(
            f"{file} names no way to choose pairs.", f"There are: {', '.join(PairChoice)}."
        ) from error
    return replace(Rules(), **found)


def _fits(name: str, value: Any, usual: Any) -> bool:
    if name == "max_tokens":
        return type(value) is int
    if name == "weights":
        return isinstance(value, dict) and all(type(weight) is int for weight in value.values())
    return isinstance(value, str) if name == "pair_choice" else type(value) is type(usual)


def keep_rules(folder: Path, rules: Rules) -> None:
    """Keep rules for the next sitting.

    Raises:
        UsageError: they cannot be written.
    """
    import tomlkit  # only who changes a rule waits for it

    document = tomlkit.document()
    for name, value in asdict(rules).items():
        if value is not None:
            document[name] = str(value) if isinstance(value, PairChoice) else value
    fresh = folder / "arena.toml.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(tomlkit.dumps(document), "utf-8")
        fresh.replace(folder / "arena.toml")
    except OSError as error:
        raise UsageError(
            f"The arena's rules cannot be kept: {error.strerror}.", f"Look at {folder}."
        ) from error
