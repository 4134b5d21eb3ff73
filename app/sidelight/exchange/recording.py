# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles and comparisons as the records that a plugin's exporter is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sidelight.api import AnswerRecord, BattleRecord, ComparisonRecord
from sidelight.domain.battle import Choice
from sidelight.domain.bundle import Bundle
from sidelight.domain.comparison import Comparison
from sidelight.domain.generation import Generation
from sidelight.domain.identity import GenerationId

Verdicts = Callable[[GenerationId], str]
"""The verdict that stands of an answer, as a word; empty if there is none."""


def battle_record(bundle: Bundle, verdicts: Verdicts) -> BattleRecord:
    """A battle of two answers with one vote that is a choice."""
    battle, vote = bundle.battle, bundle.votes[-1]
    return BattleRecord(
        id=battle.id,
        models=(str(battle.models[0]), str(battle.models[1])),
        choice=(vote.choice or Choice.TIE).value,
        turns=tuple(
            comparison_record(
                turn, [one for one in bundle.generations if one.comparison_id == turn.id], verdicts
            )
            for turn in bundle.comparisons
        ),
        blind=battle.blind and not vote.revealed,
        category=battle.category,
        annotator=vote.annotator,
        strength=vote.strength,
        reasons=vote.reasons,
        comment=vote.comment,
        leaked=vote.leaked,
        early=vote.early,
        origin=battle.origin,
        created_ms=battle.created_ms,
        voted_ms=vote.created_ms,
    )


def comparison_record(
    comparison: Comparison, generations: Sequence[Generation], verdicts: Verdicts
) -> ComparisonRecord:
    """A comparison with these answers, in this order."""
    said = comparison.conversation
    return ComparisonRecord(
        id=comparison.id,
        prompt=said.prompt,
        answers=tuple(_answer(one, verdicts(one.id)) for one in generations),
        system=said.system,
        attachments=tuple((part.name, part.text) for part in said.attachments),
        follows=comparison.follows,
        created_ms=comparison.created_ms,
    )


def _answer(one: Generation, verdict: str) -> AnswerRecord:
    return AnswerRecord(
        id=one.id,
        model=str(one.model),
        text=one.text,
        reasoning=one.reasoning,
        position=one.position,
        attempt=one.attempt,
        stop_reason=one.stop_reason.value if one.stop_reason is not None else "",
        verdict=verdict,
        created_ms=one.created_ms,
    )
