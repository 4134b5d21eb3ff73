# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which models meet, and who stands on which side. Chance decides, and is the system's own."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sidelight.domain.battle import BallotCount, Choice, Purpose
from sidelight.domain.errors import UsageError
from sidelight.domain.model import Model
from sidelight.workbench.arena_rules import PairChoice, Rules

Gains = Mapping[frozenset[str], float]
"""What one more vote on a pair would tell, by the two names."""

MIXED_IN = 0.1
"""The share of the informative choice that is by lot, so that no pair is ever left out for good."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Models as they will be displayed, leftmost first, and how they were chosen."""

    models: tuple[Model, ...]
    purpose: Purpose
    by: PairChoice


def draw(
    pool: Sequence[Model], panes: int, rules: Rules, chance: random.Random, gains: Gains | None = None
) -> Draw:
    """Choose models and their order.

    Args:
        pool: the models that may meet; each counts once.
        panes: how many of them, 2 to 8.
        rules: how pairs are chosen, and how often a model meets itself.
        chance: where randomness comes from.
        gains: for the informative choice; by lot where there are none yet.

    Raises:
        UsageError: there are too few models.
    """
    models = list({model.ref: model for model in pool}.values())
    if rules.pair_choice is PairChoice.WEIGHTED:
        models = [model for model in models if _weight(model, rules) > 0]
    if len(models) < panes:
        there = "is only 1" if len(models) == 1 else f"are only {len(models)}" if models else "is none"
        raise UsageError(f"{panes} models are to meet, and there {there}.", "Choose more models.")
    by = rules.pair_choice
    if by is PairChoice.INFORMATIVE and gains is None:
        by = PairChoice.UNIFORM
    if panes == 2 and chance.random() * 100 < rules.control_percent:
        (alone,) = (
            _by_weight(models, 1, rules, chance) if by is PairChoice.WEIGHTED else chance.sample(models, 1)
        )
        return Draw((alone, alone), Purpose.CONTROL, by)
    if by is PairChoice.WEIGHTED:
        chosen = _by_weight(models, panes, rules, chance)
    elif by is PairChoice.INFORMATIVE and gains is not None and chance.random() >= MIXED_IN:
        chosen = _by_gain(models, panes, gains, chance)
    else:
        chosen = chance.sample(models, panes)
    chance.shuffle(chosen)
    return Draw(tuple(chosen), Purpose.PLAIN, by)


def gains_of(counts: Sequence[BallotCount], names: Sequence[str]) -> Gains:
    """What one more vote on each pair of these models would tell, in nats, from the votes so far.

    With the strengths' present uncertainty a vote on a pair that is expected to win with p tells about
    log(1 + p (1 - p) v) / 2, where v is the variance of their difference. Takes some milliseconds.
    """
    import numpy as np  # a tenth of a second that only who draws by information waits for

    from sidelight.stats.bradley_terry import fit
    from sidelight.stats.counts import LOSS, TIE, WIN, from_table

    names = list(dict.fromkeys(names))
    number = {name: place for place, name in enumerate(names)}
    outcome = {Choice.A: WIN, Choice.B: LOSS, Choice.TIE: TIE, Choice.BOTH_BAD: TIE}
    table = np.zeros((len(names), len(names), 3))
    for one in counts:
        if one.model_a in number and one.model_b in number and one.model_a != one.model_b:
            table[number[one.model_a], number[one.model_b], outcome[one.choice]] += one.votes
    fitted = fit(from_table(table))
    ahead = fitted.strengths[:, None] - fitted.strengths[None, :]
    chance = 1 / (1 + np.exp(-ahead))
    told = np.log1p(chance * (1 - chance) * fitted.difference_sd() ** 2) / 2
    return {frozenset((names[i], names[j])): float(told[i, j]) for i, j in combinations(range(len(names)), 2)}


def _weight(model: Model, rules: Rules) -> int:
    return rules.weights.get(str(model.ref), 1)


def _by_weight(models: Sequence[Model], count: int, rules: Rules, chance: random.Random) -> list[Model]:
    left, chosen = list(models), []
    for _ in range(count):
        (one,) = chance.choices(left, [_weight(model, rules) for model in left])
        left.remove(one)
        chosen.append(one)
    return chosen


def _by_gain(models: Sequence[Model], count: int, gains: Gains, chance: random.Random) -> list[Model]:
    """A pair by what it would tell, then one after another those who would tell most with all chosen."""

    def gain(one: Model, other: Model) -> float:
        return gains.get(frozenset((str(one.ref), str(other.ref))), 0.0)

    pairs = list(combinations(models, 2))
    told = [gain(*pair) for pair in pairs]
    chosen = list(chance.choices(pairs, told)[0] if sum(told) > 0 else chance.sample(list(models), 2))
    while len(chosen) < count:
        left = [model for model in models if model not in chosen]
        told = [sum(gain(model, other) for other in chosen) for model in left]
        chosen += chance.choices(left, told) if sum(told) > 0 else chance.sample(left, 1)
    return chosen
