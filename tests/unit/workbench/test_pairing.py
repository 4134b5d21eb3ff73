# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
from collections import Counter

import pytest

from sidelight.domain.battle import BallotCount, Choice, Purpose
from sidelight.domain.errors import UsageError
from sidelight.domain.model import Model, ModelRef
from sidelight.workbench.arena_rules import PairChoice, Rules, keep_rules, read_rules
from sidelight.workbench.pairing import draw, gains_of

POOL = [Model(ModelRef("lab", name), name) for name in "abcd"]
DRAWS = 4000


def pairs(rules: Rules, panes: int = 2, **more: object) -> Counter[tuple[str, ...]]:
    chance = random.Random(7)
    drawn = (draw(POOL, panes, rules, chance, **more) for _ in range(DRAWS))
    return Counter(tuple(model.ref.name for model in one.models) for one in drawn)


def test_by_lot_each_pair_comes_alike_on_each_side():
    counted = pairs(Rules())
    assert len(counted) == 12
    # Twelve ordered pairs; six standard deviations around what each is expected to have.
    assert all(abs(count - DRAWS / 12) < 6 * (DRAWS / 12) ** 0.5 for count in counted.values())


def test_by_weight_the_heavy_come_more_often_and_the_weightless_never():
    counted = pairs(Rules(PairChoice.WEIGHTED, {"lab/a": 8, "lab/d": 0}))
    seen = Counter(name for pair, count in counted.items() for name in pair for _ in range(count))
    assert seen["d"] == 0
    assert seen["a"] > 1.5 * seen["b"]
    left = sum(count for pair, count in counted.items() if pair[0] == "a")
    assert abs(left - seen["a"] / 2) < 6 * (seen["a"] / 4) ** 0.5


def test_by_information_the_unknown_meet_more_often_than_the_known():
    counts = [BallotCount("lab/a", "lab/b", Choice.A, 60), BallotCount("lab/a", "lab/b", Choice.B, 60)]
    names = [str(model.ref) for model in POOL]
    gains = gains_of([*counts, BallotCount("other/x", "lab/a", Choice.A, 5)], names)
    assert gains[frozenset(("lab/a", "lab/b"))] < gains[frozenset(("lab/a", "lab/c"))]
    counted = pairs(Rules(PairChoice.INFORMATIVE), gains=gains)
    known = counted["a", "b"] + counted["b", "a"]
    assert 0 < known < DRAWS / 12
    assert sum(counted.values()) == DRAWS
    assert all(len(set(triple)) == 3 for triple in pairs(Rules(PairChoice.INFORMATIVE), 3, gains=gains))
    assert draw(POOL, 2, Rules(PairChoice.INFORMATIVE), random.Random(1)).by is PairChoice.UNIFORM


def test_a_model_meets_itself_as_often_as_is_asked():
    chance = random.Random(3)
    drawn = [draw(POOL, 2, Rules(control_percent=20), chance) for _ in range(DRAWS)]
    controls = [one for one in drawn if one.purpose is Purpose.CONTROL]
    assert abs(len(controls) - 0.2 * DRAWS) < 6 * (0.16 * DRAWS) ** 0.5
    assert all(one.models[0] is one.models[1] for one in controls)
    assert draw(POOL, 3, Rules(control_percent=50), chance).purpose is Purpose.PLAIN


def test_too_few_models_are_told():
    for pool, panes in (([], 2), (POOL[:1], 2), (POOL, 5), ([POOL[0], POOL[0]], 2)):
        with pytest.raises(UsageError, match="are to meet"):
            draw(pool, panes, Rules(), random.Random(1))


def test_rules_are_kept(tmp_path):
    assert read_rules(tmp_path / "none") == Rules()
    rules = Rules(PairChoice.WEIGHTED, {"lab/a": 3}, 50, False, True, 10, 5, True, True, 700)
    keep_rules(tmp_path / "config", rules)
    assert read_rules(tmp_path / "config") == rules
    keep_rules(tmp_path / "config", Rules())
    assert read_rules(tmp_path / "config") == Rules()


@pytest.mark.parametrize(
    "text",
    [
        "pace = 'fast'",
        "pace = -1",
        "colour = 1",
        "pair_choice = 'best'",
        "mask = 1",
        "= =",
        "repeat_percent = 90",
        "weights = 3",
    ],
)
def test_rules_that_make_no_sense_are_told(tmp_path, text):
    (tmp_path / "arena.toml").write_text(text)
    with pytest.raises(UsageError):
        read_rules(tmp_path)
