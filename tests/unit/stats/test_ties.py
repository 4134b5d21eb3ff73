# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import numpy as np
import pytest

from sidelight.stats.ties import Ties, dispersion, terms

D = np.array([-30.0, -3.0, -0.2, 0.0, 0.7, 4.0, 30.0])
STEP = 1e-5


@pytest.mark.parametrize("ties", [Ties.DAVIDSON, Ties.RAO_KUPPER])
@pytest.mark.parametrize("t", [0.05, 0.5, 2.0])
def test_the_chances_of_win_loss_and_tie_sum_to_one(ties: Ties, t: float) -> None:
    assert np.exp(terms(ties, D, t).value).sum(axis=1) == pytest.approx(np.ones(len(D)))


@pytest.mark.parametrize("ties", list(Ties))
@pytest.mark.parametrize("t", [0.3, 1.5])
def test_the_derivatives_are_those_of_the_values(ties: Ties, t: float) -> None:
    d = D[1:-1]
    here = terms(ties, d, t)

    def slope(up: object, down: object, name: str) -> np.ndarray:
        return (getattr(up, name) - getattr(down, name)) / (2 * STEP)

    right, left = terms(ties, d + STEP, t), terms(ties, d - STEP, t)
    above, below = terms(ties, d, t + STEP), terms(ties, d, t - STEP)
    assert here.by_d == pytest.approx(slope(right, left, "value"), abs=1e-7)
    assert here.by_t == pytest.approx(slope(above, below, "value"), abs=1e-7)
    assert -here.by_dd == pytest.approx(slope(right, left, "by_d"), abs=1e-7)
    assert -here.by_dt == pytest.approx(slope(above, below, "by_d"), abs=1e-7)
    assert -here.by_tt == pytest.approx(slope(above, below, "by_t"), abs=1e-7)


def test_equal_models_tie_as_often_as_the_parameter_says() -> None:
    assert np.exp(terms(Ties.DAVIDSON, np.zeros(1), 0.0).value) == pytest.approx(np.full((1, 3), 1 / 3))
    kappa = 2.0
    tie = np.exp(terms(Ties.RAO_KUPPER, np.zeros(1), np.log(kappa)).value)[0, 2]
    assert tie == pytest.approx((kappa**2 - 1) / (1 + kappa) ** 2)


def test_votes_vary_less_by_what_is_tied() -> None:
    assert dispersion(0, 25.0) == 1
    assert 0.5 < dispersion(5, 5 / 4) < 1
    # Of very many votes on equal models half are ties: the others vary by a quarter each, these not at all.
    assert dispersion(500_000, 250_000) == pytest.approx(0.5, abs=1e-4)
    assert dispersion(1_000_000, 250_000) > 0
