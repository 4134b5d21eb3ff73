# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a record of another program has no place for, put beside it so that nothing is lost on the way back.

The texts stand in the record's own columns; the sidecar holds names, times, and what else a battle has.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sidelight.domain.battle import Battle, Vote
from sidelight.domain.bundle import Bundle
from sidelight.domain.canonical import digest
from sidelight.domain.comparison import Comparison
from sidelight.domain.errors import UsageError
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.identity import BattleId, ComparisonId, GenerationId, RecordId
from sidelight.domain.message import Conversation, Message
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.exchange.foreign import ForeignBattle, answers

VERSION = 1
_LONGEST = 10_000
_MOST_ATTEMPTS = 10_000
_HIGHEST = 1000


def sidecar_for(bundle: Bundle) -> dict[str, Any]:
    """What stands beside a record. No part of it is text that a model wrote."""
    battle, vote = bundle.battle, bundle.votes[-1]
    return {
        "sidelight": VERSION,
        "battle": {
            "id": battle.id,
            "models": [str(model) for model in battle.models],
            "created_ms": battle.created_ms,
            "nonce": battle.nonce,
            "commitment": battle.commitment,
            "turn": battle.turn,
            "blind": battle.blind,
            "category": battle.category,
            "origin": battle.origin,
            "settings": battle.settings,
            "styles": [list(style) for style in battle.styles],
            "prompt": battle.prompt,
        },
        "vote": {
            "id": vote.id,
            "created_ms": vote.created_ms,
            "strength": vote.strength,
            "reasons": list(vote.reasons),
            "comment": vote.comment,
            "annotator": vote.annotator,
            "shown_ms": vote.shown_ms,
            "early": vote.early,
            "leaked": vote.leaked,
            "revealed": vote.revealed,
        },
        "turns": [
            {
                "id": comparison.id,
                "created_ms": comparison.created_ms,
                "answers": [
                    {
                        "id": one.id,
                        "attempt": one.attempt,
                        "position": one.position,
                        "created_ms": one.created_ms,
                        "stop_reason": one.stop_reason,
                        "temperature": one.config.temperature,
                        "top_p": one.config.top_p,
                        "max_tokens": one.config.max_tokens,
                        "seed": one.config.seed,
                    }
                    for one in bundle.generations
                    if one.comparison_id == comparison.id
                ],
            }
            for comparison in bundle.comparisons
        ],
    }


def restored(foreign: ForeignBattle, origin: str) -> Bundle | None:
    """The bundle that a record with a sidecar was made of; ``None`` if the two do not fit together.

    A battle that was held here comes back with the name of the import as its origin.
    """
    try:
        return _restored(foreign, origin)
    except (KeyError, TypeError, ValueError, UsageError, AttributeError):
        return None


def _restored(foreign: ForeignBattle, origin: str) -> Bundle | None:
    if foreign.sidecar.get("sidelight") != VERSION:
        return None
    own, said = _table(foreign.sidecar["battle"]), _table(foreign.sidecar["vote"])
    models = tuple(ModelRef.parse(_text(name)) for name in own["models"])
    turns = foreign.sidecar["turns"]
    if tuple(str(model) for model in models) != foreign.models or not isinstance(turns, list):
        return None
    comparisons, generations = _turns(foreign, models, [_table(turn) for turn in turns])
    prompt = _text(own["prompt"])
    if foreign.talks:
        prompt = digest(next(m.text for m in reversed(foreign.talks[0]) if m.role == "user"))
    battle = Battle(
        id=BattleId(_name(own["id"])),
        comparison_id=comparisons[-1].id if comparisons else None,
        models=models,
        generations=tuple(one.id for one in generations[-2:]),
        created_ms=_count(own["created_ms"]),
        prompt=prompt,
        nonce=_text(own["nonce"]),
        commitment=_text(own["commitment"]),
        turn=max(1, _count(own["turn"])),
        blind=own["blind"] is True and foreign.blind,
        category=_text(own["category"]),
        origin=_text(own["origin"]) or origin,
        settings=_text(own["settings"]),
        styles=tuple(_style(style) for style in own["styles"]),
    )
    vote = Vote(
        id=RecordId(_name(said["id"])),
        battle_id=battle.id,
        choice=foreign.choice,
        created_ms=_count(said["created_ms"]),
        strength=None if said["strength"] is None else _count(said["strength"]),
        reasons=tuple(_text(reason) for reason in said["reasons"]),
        comment=_text(said["comment"]),
        annotator=_text(said["annotator"]),
        shown_ms=None if said["shown_ms"] is None else _count(said["shown_ms"]),
        early=said["early"] is True,
        leaked=said["leaked"] is True,
        revealed=said["revealed"] is True,
    )
    return Bundle(battle, (vote,), comparisons, generations)


def _turns(
    foreign: ForeignBattle, models: tuple[ModelRef, ...], turns: list[Mapping[str, Any]]
) -> tuple[tuple[Comparison, ...], tuple[Generation, ...]]:
    if not foreign.talks:
        return (), ()
    left, right = foreign.talks
    asked = [said.text for said in left if said.role == "user"]
    if len(turns) != len(asked):
        raise ValueError("as many turns as questions")
    system = next((said.text for said in left if said.role == "system"), "")
    comparisons: list[Comparison] = []
    generations: list[Generation] = []
    for number, (prompt, turn) in enumerate(zip(asked, turns, strict=True)):
        first = (Message.of("system", system),) if system and number == 0 else ()
        conversation = Conversation((*first, Message.of("user", prompt)))
        before = tuple(one.id for one in generations[-2:])
        identity = ComparisonId(_name(turn["id"]))
        comparisons.append(Comparison(identity, conversation, models, _count(turn["created_ms"]), before))
        kept_answers = [_table(answer) for answer in turn["answers"]]
        if {answer["position"] for answer in kept_answers} != {0, 1}:
            raise ValueError("two panes are wanted")
        for model, talk, kept in zip(models, (left, right), kept_answers, strict=True):
            generations.append(_generation(identity, model, answers(talk)[number], kept))
    return tuple(comparisons), tuple(generations)


def _generation(asked: ComparisonId, model: ModelRef, text: str, kept: Mapping[str, Any]) -> Generation:
    return Generation(
        id=GenerationId(_name(kept["id"])),
        comparison_id=asked,
        model=model,
        config=GenerationConfig(
            temperature=_number(kept["temperature"]),
            top_p=_number(kept["top_p"]),
            max_tokens=None if kept["max_tokens"] is None else _count(kept["max_tokens"]),
            seed=None if kept["seed"] is None else _count(kept["seed"]),
        ),
        position=_count(kept["position"]),
        attempt=min(max(1, _count(kept["attempt"])), _MOST_ATTEMPTS),
        created_ms=_count(kept["created_ms"]),
        text=text,
        stop_reason=StopReason(kept["stop_reason"]),
    )


def _table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("an object is wanted")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise TypeError("a text is wanted")
    return value


def _name(value: object) -> str:
    return str(uuid.UUID(_text(value)))


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 48:
        raise TypeError("a number is wanted")
    return value


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= _HIGHEST:
        return value
    raise TypeError("a number is wanted")


def _style(value: object) -> tuple[int, int, int, int]:
    if not isinstance(value, list) or len(value) != 4:
        raise TypeError("four figures are wanted")
    length, headings, items, bold = (_count(figure) for figure in value)
    return length, headings, items, bold
