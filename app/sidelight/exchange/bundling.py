# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles of other programs as battles of a project. The same record always becomes the same battle."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from sidelight.domain.battle import Battle, Style, Vote
from sidelight.domain.bundle import Bundle
from sidelight.domain.canonical import digest
from sidelight.domain.comparison import Comparison
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.identity import BattleId, ComparisonId, GenerationId, RecordId, uuid7
from sidelight.domain.message import Conversation, Message
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.exchange import sidecar
from sidelight.exchange.foreign import ForeignBattle, Talk, answers
from sidelight.text.written import style_of

CONNECTION = "imported"
"""Where models are said to be served that are only known from a file."""


def bundle_of(
    foreign: ForeignBattle, *, origin: str, now_ms: int, gives_away: Callable[[str], bool], talks: bool = True
) -> Bundle:
    """Make a bundle.

    Args:
        foreign: the battle as it was read.
        origin: name of the import.
        now_ms: stands for the time of what has none, in milliseconds since 1970.
        gives_away: whether an answer says whose it is.
        talks: whether the answers are kept.
    """
    own = sidecar.restored(foreign, origin) if foreign.sidecar else None
    if own is not None:
        # A file may be edited: where the texts are there, they say it themselves. A mark is never taken away.
        if any(gives_away(text) for talk in foreign.talks for text in answers(talk)):
            own = replace(own, votes=tuple(replace(vote, leaked=True) for vote in own.votes))
        return own if talks else Bundle(own.battle, own.votes)
    made_ms = foreign.created_ms or 0
    created_ms = now_ms if foreign.created_ms is None else foreign.created_ms

    def name(what: str) -> str:
        return uuid7(made_ms, hashlib.sha256(f"{foreign.key} {what}".encode()).digest()[:10])

    models = (ModelRef(CONNECTION, foreign.models[0]), ModelRef(CONNECTION, foreign.models[1]))
    comparisons, generations = _turns(foreign, models, created_ms, name) if talks else ((), ())
    said = [text for talk in foreign.talks for text in answers(talk)]
    battle = Battle(
        id=BattleId(name("battle")),
        comparison_id=comparisons[-1].id if comparisons else None,
        models=models,
        generations=tuple(one.id for one in generations[-2:]),
        created_ms=created_ms,
        prompt=digest(last_prompt(foreign.talks[0])) if foreign.talks else "",
        turn=max(1, len(answers(foreign.talks[0]))) if foreign.talks else 1,
        blind=foreign.blind,
        category=foreign.category,
        origin=origin,
        styles=foreign.styles or styles_of(foreign.talks),
    )
    vote = Vote(
        id=RecordId(name("vote")),
        battle_id=battle.id,
        choice=foreign.choice,
        created_ms=created_ms,
        annotator=foreign.annotator,
        leaked=any(gives_away(text) for text in said),
        revealed=not foreign.blind,
    )
    return Bundle(battle, (vote,), comparisons, generations)


def last_prompt(talk: Talk) -> str:
    """What was asked last."""
    return next((said.text for said in reversed(talk) if said.role == "user"), "")


def styles_of(talks: tuple[Talk, ...]) -> tuple[Style, ...]:
    """The style of both sides, all answers of each added up."""
    found: list[Style] = []
    for talk in talks:
        length, headings, items, bold = (
            sum(part) for part in zip(*map(style_of, answers(talk)), strict=True)
        )
        found.append((length, headings, items, bold))
    return tuple(found)


def _turns(
    foreign: ForeignBattle, models: tuple[ModelRef, ModelRef], created_ms: int, name: Callable[[str], str]
) -> tuple[tuple[Comparison, ...], tuple[Generation, ...]]:
    """Each question with its two answers, as a comparison that follows the one before."""
    comparisons: list[Comparison] = []
    generations: list[Generation] = []
    if not foreign.talks:
        return (), ()
    left, right = foreign.talks
    system = next((said.text for said in left if said.role == "system"), "")
    asked = [said.text for said in left if said.role == "user"]
    for turn, prompt in enumerate(asked):
        first = (Message.of("system", system),) if system and turn == 0 else ()
        comparison = Comparison(
            ComparisonId(name(f"turn {turn}")),
            Conversation((*first, Message.of("user", prompt))),
            models,
            created_ms,
            tuple(one.id for one in generations[-2:]),
        )
        comparisons.append(comparison)
        generations += [
            Generation(
                id=GenerationId(name(f"answer {turn} {side}")),
                comparison_id=comparison.id,
                model=models[side],
                config=GenerationConfig(),
                position=side,
                attempt=1,
                created_ms=created_ms,
                text=answers(talk)[turn],
                stop_reason=StopReason.COMPLETE,
            )
            for side, talk in enumerate((left, right))
        ]
    return tuple(comparisons), tuple(generations)
