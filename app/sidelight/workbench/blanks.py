# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles that were drawn and not asked for yet: their names, nonces and settings."""

from __future__ import annotations

import random

from sidelight.domain.battle import Battle, Purpose
from sidelight.domain.canonical import canonical_json
from sidelight.domain.identity import BattleId
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.workbench.arena_rules import PairChoice, Rules
from sidelight.workbench.moment import Moment


class Blanks:
    """Makes them. They have neither a comparison nor a commitment yet."""

    def __init__(self, moment: Moment, chance: random.Random) -> None:
        self._moment = moment
        self._chance = chance

    def fresh(
        self,
        models: tuple[ModelRef, ...],
        purpose: Purpose,
        category: str,
        rules: Rules,
        by: PairChoice | None = None,
        config: GenerationConfig = GenerationConfig(),  # noqa: B008 (frozen)
    ) -> Battle:
        """A battle of its own. ``by`` is how its models were chosen, if they were."""
        settings = {
            "control_percent": rules.control_percent,
            "cut_counts": rules.cut_counts,
            "mask": rules.mask,
            "max_tokens": config.max_tokens,
            "pace": rules.pace,
            "pair_choice": by,
            "plain": rules.plain,
            "repeat_percent": rules.repeat_percent,
            "seed": config.seed,
            "stop": list(config.stop),
            "temperature": None if config.temperature is None else str(config.temperature),
            "top_p": None if config.top_p is None else str(config.top_p),
        }
        return self._made(models, purpose, category, canonical_json(settings))

    def next(self, last: Battle, *, follows: BattleId | None, turn: int) -> Battle:
        """A further battle between the same models on the same sides: another turn, or another attempt."""
        return self._made(last.models, last.purpose, last.category, last.settings, follows, turn)

    def _made(
        self,
        models: tuple[ModelRef, ...],
        purpose: Purpose,
        category: str,
        settings: str,
        follows: BattleId | None = None,
        turn: int = 1,
    ) -> Battle:
        return Battle(
            id=BattleId(self._moment.new_id()),
            comparison_id=None,
            models=models,
            generations=(),
            created_ms=self._moment.wall_ms(),
            nonce=f"{self._chance.getrandbits(256):064x}",
            purpose=purpose,
            follows=follows,
            turn=turn,
            category=category,
            settings=settings,
        )
