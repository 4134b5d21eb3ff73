# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the leaderboard's intervals hold, and what it costs; see ``python tests/bench/ranking.py --help``.

Coverage: models of strengths drawn anew, votes on pairs drawn evenly; how often the 95 % interval of a pair's
difference holds the true one. Where ties are drawn and counted as half, the true difference is that to which
endless votes of the same kind would lead.

Peeking: votes between two equal models, looked at after each; how often a test ever calls them different.

Speed: evalica's point fit, and the method that FastChat's boards publish, written anew from its description:
the likelihood of the counted outcomes by L-BFGS-B, and 100 multinomial bootstraps for the intervals.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

# As the command does: matrices of this size gain nothing from threads, and lose much on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "app"), str(TESTS)]

from sidelight.domain.battle import Ballot, Choice  # noqa: E402
from sidelight.domain.identity import BattleId, RecordId  # noqa: E402
from sidelight.stats import standing  # noqa: E402
from sidelight.stats.bradley_terry import ELO, Fit, fit, fit_arena  # noqa: E402
from sidelight.stats.counts import PairCounts, strongly_connected  # noqa: E402
from sidelight.stats.evidence import DECIDED, Z95, e_value, wilson  # noqa: E402
from sidelight.stats.ties import Ties  # noqa: E402
from sidelight.workbench.ballots import Ballots  # noqa: E402
from sidelight.workbench.board import Asked  # noqa: E402
from sidelight.workbench.ranking import board_of  # noqa: E402
from support import goals  # noqa: E402
from unit.stats.votes import drawn  # noqa: E402

SPREAD = 1.0
NU = 0.6
TOO_CLOSE = 0.6
MODELS, VOTES = 150, 1_700_000


def endless(strengths: np.ndarray, nu: float) -> np.ndarray:
    """The half-tie strengths to which endless votes lead."""
    first, second = np.triu_indices(len(strengths), 1)
    d = strengths[first] - strengths[second]
    parts = np.stack([np.exp(d / 2), np.exp(-d / 2), np.full(len(d), nu)], axis=1)
    shares = parts / parts.sum(axis=1, keepdims=True)
    return fit_arena(PairCounts(len(strengths), first, second, shares * 1e6)).strengths


def coverage(models: int, votes: int, nu: float, ties: Ties, repeats: int, *, arena: bool = False) -> float:
    chance = np.random.default_rng([models, votes, round(10 * nu), repeats])
    held: list[float] = []
    for _ in range(repeats):
        truth = chance.normal(0, SPREAD, models)
        counts = drawn(chance, truth, votes, nu).counts()
        if arena and not strongly_connected(counts):
            continue
        fitted = (fit_arena if arena else fit)(counts, ties=ties)
        wanted = endless(truth, nu) if ties is Ties.HALF and nu else truth
        held.append(_held(fitted, wanted))
    return 100 * float(np.mean(held))


def _held(fitted: Fit, wanted: np.ndarray) -> float:
    first, second = np.triu_indices(len(wanted), 1)
    error = (fitted.strengths[first] - fitted.strengths[second]) - (wanted[first] - wanted[second])
    return float((np.abs(error) <= Z95 * fitted.difference_sd()[first, second]).mean())


def coverages(repeats: int) -> None:
    print(f"coverage of 95 % intervals of differences, {repeats} repeats, strengths of spread {SPREAD:g}")
    for models, votes in ((2, 20), (4, 30), (8, 100)):
        for nu in (0.0, NU):
            share = coverage(models, votes, nu, Ties.HALF, repeats)
            what = f"{models} models, {votes} votes, {'ties as half' if nu else 'no ties'}"
            goals.held(what, share, "%", at_least=92)
            goals.held("  the same, not wider than needed", share, "%", at_most=99)
        share = coverage(models, votes, NU, Ties.DAVIDSON, repeats)
        goals.held(f"{models} models, {votes} votes, ties after Davidson", share, "%", at_least=92)
    for models, shown, rankings in ((4, 3, 7), (4, 3, 20), (8, 5, 12), (8, 8, 5), (8, 8, 20)):
        for apart in (0.0, TOO_CLOSE):
            share = ranked_coverage(models, shown, rankings, repeats, apart)
            what = f"{models} models, {rankings} rankings of {shown}, of scores{', ties' if apart else ''}"
            goals.held(what, share, "%", at_least=92)
    share = coverage(4, 300, NU, Ties.HALF, repeats, arena=True)
    goals.held("4 models, 300 votes, the arena's sandwich, ties as half", share, "%", at_least=92)


def ranked_coverage(models: int, shown: int, rankings: int, repeats: int, apart: float = 0.0) -> float:
    """Blind rankings of several answers, as Plackett and Luce have them, counted as their pairs.

    Answers that are less than ``apart`` from each other are called as good.
    """
    chance = np.random.default_rng([models, shown, rankings])
    held: list[float] = []
    left, right = np.triu_indices(shown, 1)
    for _ in range(repeats):
        truth = chance.normal(0, SPREAD, models)
        votes = []
        for number in range(rankings):
            drawn_models = chance.choice(models, shown, replace=False)
            liked = truth[drawn_models] + chance.gumbel(size=shown)
            ahead = (liked[left] - liked[right]).tolist()
            pairs = zip(drawn_models[left].tolist(), drawn_models[right].tolist(), ahead, strict=True)
            identity = (BattleId(str(number)), RecordId(str(number)))
            for a, b, by in pairs:
                said = Choice.TIE if abs(by) < apart else Choice.A if by > 0 else Choice.B
                votes.append(Ballot(*identity, f"{a:02}", f"{b:02}", said))
        board = board_of(Ballots(votes), Asked())
        seen = [int(row.model) for row in board.rows]
        spread = np.array([[row.score, row.low, row.high] for row in board.rows])
        wanted = (told_apart(truth, apart) if apart else truth)[seen]
        error = (spread[:, 0] - 1000) / ELO - (wanted - wanted.mean())
        half = (spread[:, 2] - spread[:, 1]) / 2 / ELO
        held.append(float((np.abs(error) <= half).mean()))
    return 100 * float(np.mean(held))


def told_apart(strengths: np.ndarray, apart: float) -> np.ndarray:
    """The half-tie strengths to which endless rankings lead in which what is closer is called as good."""
    first, second = np.triu_indices(len(strengths), 1)
    d = strengths[first] - strengths[second]
    wins, losses = 1 / (1 + np.exp(apart - d)), 1 / (1 + np.exp(apart + d))
    shares = np.stack([wins, losses, 1 - wins - losses], axis=1)
    return fit_arena(PairCounts(len(strengths), first, second, shares * 1e6)).strengths


def peeking(runs: int, longest: int = 300, first: int = 10) -> None:
    """Equal models, a look after every vote."""
    n = np.arange(longest + 1)
    decided = np.array([[e_value(w, m - w) >= DECIDED if w <= m else False for w in n] for m in n])
    naive = np.array([[_binomial_p(w, m) < 0.05 if w <= m else False for w in n] for m in n])
    chance = np.random.default_rng(2)
    ever_e = ever_naive = once = 0
    for _ in range(runs):
        wins = np.cumsum(chance.random(longest) < 0.5)
        ever_e += bool(decided[n[1:], wins].any())
        ever_naive += bool(naive[n[first:], wins[first - 1 :]].any())
        once += bool(naive[longest, wins[-1]])
    print(f"two equal models, {runs} runs of {longest} votes, a look after every vote")
    goals.held("the e-value ever calls them different", 100 * ever_e / runs, "%", at_most=5)
    goals.held("the exact binomial test ever does (from vote 10)", 100 * ever_naive / runs, "%")
    goals.held("the same test, made once at the end", 100 * once / runs, "%")


def _binomial_p(wins: int, n: int) -> float:
    """The two-sided exact test of equal chances."""
    tail = min(wins, n - wins)
    log_share = [math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(tail + 1)]
    return min(1.0, 2 * sum(math.exp(one - n * math.log(2)) for one in log_share))


def best_of(work: Callable[[], object], repeats: int) -> float:
    """Milliseconds."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - begun))
    return min(times)


def speed(bootstraps: int) -> None:
    import evalica
    from evalica import _brzo

    print(f"{VOTES:,} votes on {MODELS} models, ties among them")
    chance = np.random.default_rng(3)
    votes = drawn(chance, chance.normal(0, 0.8, MODELS), VOTES, NU)

    def ours() -> Fit:
        counts = votes.counts()
        fitted = fit(counts)
        standing.score_intervals(fitted)
        standing.ranks(standing.better(fitted))
        return fitted

    def everything() -> None:
        fitted = ours()
        order = np.argsort(-fitted.strengths)
        standing.inseparable(order, standing.better(fitted))
        standing.chance_of_best(fitted)

    xs, ys = votes.a.tolist(), votes.b.tolist()
    kinds = (evalica.Winner.X, evalica.Winner.Y, evalica.Winner.Draw)
    winners = [kinds[one] for one in votes.outcome.tolist()]
    weights = [1.0] * VOTES

    def theirs() -> object:
        return _brzo.bradley_terry(
            xs=xs,
            ys=ys,
            winners=winners,
            weights=weights,
            total=MODELS,
            win_weight=1.0,
            tie_weight=0.5,
            tolerance=1e-6,
            limit=100,
        )

    # In turns, so that both meet whatever else the machine is doing.
    pairs = [(best_of(ours, 1), best_of(theirs, 1)) for _ in range(9)]
    own, point = (min(column) for column in zip(*pairs, strict=True))
    full = best_of(everything, 5)
    arena = best_of(lambda: fit_arena(votes.counts()), 5)
    call = best_of(lambda: evalica.bradley_terry(xs, ys, winners), 2)
    goals.held("counting, fit and intervals", own, "ms", at_most=1000)
    goals.held("the same with groups and chances of being best", full, "ms")
    goals.held("counting, the arena's fit and sandwich", arena, "ms")
    goals.held("evalica's point fit alone, of numbered votes", point, "ms")
    goals.held("evalica's point fit as one calls it", call, "ms")
    goals.held("ours with intervals, times evalica's point fit alone", own / point, at_most=1)
    ready = votes.counts()
    scores = np.log(np.array(theirs()[0]))  # type: ignore[index]
    apart = float(np.abs(fit_arena(ready).strengths - (scores - scores.mean())).max())
    print(f"{'furthest that the two differ, in log strength':58} {apart:12.1e}")
    published = best_of(lambda: _published(ready, bootstraps), 1)
    goals.held(f"the published method, {bootstraps} bootstraps", published, "ms")
    goals.held("the published method, times ours", published / own, at_least=10)


def _published(counts: PairCounts, bootstraps: int) -> np.ndarray:
    """Scores and 95 % intervals as the method is described, from counted outcomes."""
    from scipy.optimize import minimize

    cells = np.repeat(np.stack([counts.first, counts.second], axis=1), 3, axis=0)
    outcome = np.tile(np.array([1.0, 0.0, 0.5]), len(counts.first))
    many = counts.outcomes.ravel()
    first, second = cells.T

    def loss(scores: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
        d = scores[first] - scores[second]
        p = 1 / (1 + np.exp(-d))
        value = -(weight * (outcome * np.log(p) + (1 - outcome) * np.log(1 - p))).sum()
        pull = weight * (p - outcome)
        size = counts.size
        return value, np.bincount(first, pull, size) - np.bincount(second, pull, size)

    def solved(weight: np.ndarray) -> np.ndarray:
        options = {"maxiter": 100, "gtol": 1e-6}
        start = np.zeros(counts.size)
        return minimize(loss, start, (weight,), "L-BFGS-B", jac=True, options=options).x

    chance = np.random.default_rng(0)
    total = int(many.sum())
    scores = [solved(many), *(solved(chance.multinomial(total, many / total)) for _ in range(bootstraps))]
    return np.quantile(np.array(scores), [0.025, 0.5, 0.975], axis=0)


def small(repeats: int) -> None:
    """What the window waits for."""
    chance = np.random.default_rng(4)
    votes = drawn(chance, chance.normal(0, SPREAD, 5), 300, NU)
    goals.held("300 votes on 5 models", best_of(lambda: fit(votes.counts()), repeats), "ms", at_most=8)
    goals.held("one interval after Wilson", best_of(lambda: wilson(12, 20), repeats), "ms")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--bootstraps", type=int, default=100)
    chosen = parser.parse_args()
    print(goals.conditions())
    coverages(chosen.repeats)
    peeking(chosen.runs)
    small(50)
    speed(chosen.bootstraps)


if __name__ == "__main__":
    main()
