# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles: answers judged without knowing whose they are, the votes on them, and the log behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sidelight.domain.canonical import canonical_json, digest
from sidelight.domain.identity import BattleId, ComparisonId, GenerationId, RecordId
from sidelight.domain.model import ModelRef

MOST_RANKED = 8
"""Answers that may be ranked against each other in one battle."""

Style = tuple[int, int, int, int]
"""How an answer is written, without its code blocks: characters, headings, list items, bold passages."""


class Choice(StrEnum):
    """Which of two answers is better; *a* is the left one."""

    A = "a"
    B = "b"
    TIE = "tie"
    BOTH_BAD = "both_bad"

    @property
    def swapped(self) -> Choice:
        """The same choice with the sides exchanged."""
        return _SWAPPED.get(self, self)


_SWAPPED = {Choice.A: Choice.B, Choice.B: Choice.A}


class Purpose(StrEnum):
    """Why a battle is held: to compare; the same answers again, sides exchanged; one model against itself."""

    PLAIN = "plain"
    REPEAT = "repeat"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Battle:
    """Answers as they were displayed, leftmost first: two, or 3 to 8 for a blind ranking.

    Attributes:
        comparison_id: the comparison that holds the answers; ``None`` if they are not in this project.
        models: as displayed.
        generations: the answers, as displayed; empty if they are not in this project.
        prompt: the digest of what was asked last; empty if unknown.
        nonce: what makes the commitment impossible to guess; empty where nothing was committed.
        commitment: SHA-256, hexadecimal, see ``docs/arena.md``; empty where nothing was committed.
        repeats: the battle that this one shows again, sides exchanged.
        follows: the battle of the turn before, of the same models on the same sides.
        turn: counts from 1.
        blind: whether the names were hidden.
        category: of the prompt; empty if none.
        origin: empty if it was held here, else the name of the import.
        settings: how it was drawn and shown, as canonical JSON.
        styles: one for each answer; empty if unknown.
    """

    id: BattleId
    comparison_id: ComparisonId | None
    models: tuple[ModelRef, ...]
    generations: tuple[GenerationId, ...]
    created_ms: int
    prompt: str = ""
    nonce: str = ""
    commitment: str = ""
    purpose: Purpose = Purpose.PLAIN
    repeats: BattleId | None = None
    follows: BattleId | None = None
    turn: int = 1
    blind: bool = True
    category: str = ""
    origin: str = ""
    settings: str = "{}"
    styles: tuple[Style, ...] = ()

    def __post_init__(self) -> None:
        if not 2 <= len(self.models) <= MOST_RANKED:
            raise ValueError(f"a battle is between 2 and {MOST_RANKED} answers")
        if len(self.generations) not in (0, len(self.models)) or len(self.styles) not in (
            0,
            len(self.models),
        ):
            raise ValueError("one answer and one style for each model")


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person says of a battle. A later one supersedes an earlier one; none is edited.

    Attributes:
        choice: of two; ``None`` in a ranking, where it was skipped, and where an earlier vote is taken back.
        ranks: of a ranking: for each answer as displayed its place, 1 is best, equal numbers are a tie.
        skipped: why there is no vote; empty if there is one or it is taken back.
        strength: how sure, 1 to 3.
        reasons: what decided, short words.
        annotator: who voted; empty for the owner of the project.
        shown_ms: for how long the answers had been on display, milliseconds.
        early: whether it was given before all of the answers was on display.
        leaked: whether an answer gave its model away: it said whose it is, though that was masked, or had
            been read with its name before.
        revealed: whether the names were known.
    """

    id: RecordId
    battle_id: BattleId
    choice: Choice | None
    created_ms: int
    ranks: tuple[int, ...] = ()
    skipped: str = ""
    strength: int | None = None
    reasons: tuple[str, ...] = ()
    comment: str = ""
    annotator: str = ""
    shown_ms: int | None = None
    early: bool = False
    leaked: bool = False
    revealed: bool = False
    supersedes: RecordId | None = None

    def __post_init__(self) -> None:
        if self.choice is not None and self.ranks:
            raise ValueError("a vote is a choice or a ranking")
        if self.skipped and (self.choice is not None or self.ranks):
            raise ValueError("a skipped battle has no vote")
        if self.strength is not None and self.strength not in (1, 2, 3):
            raise ValueError("a vote's strength is 1, 2 or 3")
        if self.ranks and not (len(self.ranks) <= MOST_RANKED and min(self.ranks) >= 1):
            raise ValueError("places in a ranking count from 1")

    @property
    def counts(self) -> bool:
        """Whether it says which answer is better, and is neither skipped nor taken back."""
        return self.choice is not None or bool(self.ranks)


class Ballot(NamedTuple):
    """One counted vote on two answers, flat. A ranking makes one for each pair in it, with the same vote.

    ``prompt`` is the digest of what was asked. ``style_a`` and ``style_b`` are ``None`` where unknown.
    """

    battle_id: BattleId
    vote_id: RecordId
    model_a: str
    model_b: str
    choice: Choice
    annotator: str = ""
    prompt: str = ""
    category: str = ""
    leaked: bool = False
    early: bool = False
    revealed: bool = False
    blind: bool = True
    purpose: Purpose = Purpose.PLAIN
    origin: str = ""
    created_ms: int = 0
    style_a: Style | None = None
    style_b: Style | None = None


class BallotCount(NamedTuple):
    """How often a choice was made between two models, on these sides."""

    model_a: str
    model_b: str
    choice: Choice
    votes: int


@dataclass(frozen=True, slots=True)
class LogEvent:
    """Something that is to be put into the log of blind battles. ``body`` is canonical JSON."""

    kind: str
    battle_id: BattleId
    comparison_id: ComparisonId | None
    body: str
    created_ms: int


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One link of the log. It names the ones before it by their digests, so that none can be changed unseen.

    A log has one end; where two projects were merged, the next entry names both ends. ``seq`` is one more
    than the highest before it, from 1.
    """

    digest: str
    seq: int
    previous: tuple[str, ...]
    event: LogEvent


def entry_digest(seq: int, previous: Sequence[str], event: LogEvent) -> str:
    """What an entry with this in it is called by: SHA-256, hexadecimal, of its canonical JSON."""
    return digest(
        canonical_json(
            {
                "at_ms": event.created_ms,
                "battle": event.battle_id,
                "body": event.body,
                "comparison": event.comparison_id,
                "kind": event.kind,
                "previous": sorted(previous),
                "seq": seq,
            }
        )
    )


def choice_between(rank_a: int, rank_b: int) -> Choice:
    """What a ranking says of two of its answers."""
    return Choice.A if rank_a < rank_b else Choice.B if rank_b < rank_a else Choice.TIE
