# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Boards over votes: what is counted, what is left out, and what a board says of itself."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from sidelight.domain.battle import Ballot, Battle, Choice, Purpose, Vote
from sidelight.domain.identity import BattleId, RecordId
from sidelight.domain.model import ModelRef
from sidelight.store.project import ProjectFile
from sidelight.workbench.ballots import Ballots
from sidelight.workbench.board import Asked, Board, Method, Ties
from sidelight.workbench.board_text import as_record
from sidelight.workbench.ranking import Ranking, board_of

_NUMBER = itertools.count()
A, B, TIE, BAD = Choice.A, Choice.B, Choice.TIE, Choice.BOTH_BAD


def ballot(a: str, b: str, choice: Choice, n: int = 0, **rest: object) -> Ballot:
    made = Ballot(BattleId(f"battle-{n}"), RecordId(f"vote-{n}"), a, b, choice, created_ms=n)
    return made._replace(**rest)


def ballots(*rows: tuple[str, str, Choice, int], **rest: object) -> list[Ballot]:
    """Rows of (left, right, choice, how many)."""
    found: list[Ballot] = []
    for a, b, choice, many in rows:
        found += [ballot(a, b, choice, len(found) + n, **rest) for n in range(many)]
    return [one._replace(vote_id=RecordId(f"of-its-own-{next(_NUMBER)}")) for one in found]


def board(rows: list[Ballot], **asked: object) -> Board:
    return board_of(Ballots(rows), Asked(**asked))  # type: ignore[arg-type]


def names(made: Board) -> list[str]:
    return [row.model for row in made.rows]


def mixed(n: int, seed: int = 1) -> list[Ballot]:
    """Votes on four models, of which w is the best and z the worst."""
    chance = random.Random(seed)
    found = []
    for number in range(n):
        a, b = chance.sample("wxyz", 2)
        wins = 1 / (1 + 2.0 ** (ord(a) - ord(b)))
        choice = chance.choices([A, B, TIE, BAD], [wins, 1 - wins, 0.2, 0.1])[0]
        found.append(
            ballot(
                a,
                b,
                choice,
                number,
                annotator=f"p{number % 40}",
                prompt=f"q{number % 30}",
                category="code" if number % 3 else "",
            )
        )
    return found


def test_a_board_without_votes_says_so() -> None:
    made = board([])
    assert made.rows == ()
    assert made.notes == ("No vote counts yet.",)


def test_rows_count_what_happened_from_either_side() -> None:
    made = board(ballots(("x", "y", A, 5), ("y", "x", A, 2), ("x", "y", TIE, 3), ("y", "x", BAD, 1)))
    first, second = made.rows
    assert (first.model, first.battles, first.wins, first.losses, first.ties, first.both_bad) == (
        "x",
        11,
        5,
        2,
        3,
        1,
    )
    assert (second.model, second.battles, second.wins, second.losses, second.ties, second.both_bad) == (
        "y",
        11,
        2,
        5,
        3,
        1,
    )
    assert first.score + second.score == pytest.approx(2000)
    assert first.low < first.score < first.high
    assert first.p_best + second.p_best == pytest.approx(1)
    assert made.votes == 11
    assert made.tie_rate == pytest.approx(3 / 11)
    assert made.both_bad_rate == pytest.approx(1 / 11)
    assert (made.left, made.right) == (7, 0)
    assert made.components == (("x", "y"),)


def test_a_pair_is_seen_from_either_side() -> None:
    made = board(ballots(("x", "y", A, 6), ("y", "x", A, 2), ("x", "y", TIE, 2)))
    pair, turned = made.pair("x", "y"), made.pair("y", "x")
    assert pair is not None
    assert turned is not None
    assert (pair.wins, pair.losses, pair.ties, pair.rate) == (6, 2, 2, 0.7)
    assert (turned.wins, turned.losses, turned.rate) == (2, 6, pytest.approx(0.3))
    assert (turned.low, turned.high) == pytest.approx((1 - pair.high, 1 - pair.low))
    assert made.pair("x", "nobody") is None


def test_ten_to_nothing_is_settled_and_ahead_and_finite() -> None:
    made = board(ballots(("x", "y", A, 10)))
    assert names(made) == ["x", "y"]
    assert [row.rank for row in made.rows] == [1, 2]
    assert made.rows[0].high < 2000
    assert made.pairs[0].settled
    assert made.pairs[0].e_value > 20
    assert made.pairs[0].always[0] > 0.5
    assert made.pairs[0].more_votes is None
    assert made.groups == ()


def test_few_votes_leave_models_together_and_say_how_many_more_might_settle_it() -> None:
    made = board(ballots(("x", "y", A, 4), ("x", "y", B, 2)))
    assert made.groups == (("x", "y"),)
    assert [row.rank for row in made.rows] == [1, 1]
    more = made.pairs[0].more_votes
    assert more is not None
    assert "The two models cannot be told apart yet." in made.notes
    assert f"About {more} more votes between x and y might settle which is first." in made.notes
    assert made.notes[0].startswith("6 votes: ")


def test_the_first_place_says_what_it_hangs_on() -> None:
    made = board(ballots(("x", "y", A, 12), ("x", "y", B, 8)))
    assert [(f.first, f.challenger, f.fewer, f.more) for f in made.flips] == [("x", "y", 5, 5)]
    hangs_on = "by 5 of 20 votes; 5 more wins of y over it would end that."
    assert made.flips[0].sentence == f"No model is surely first. x leads {hangs_on}"
    assert made.flips[0].shared
    assert made.flips[0].sentence in made.notes
    sure = board(ballots(("x", "y", A, 30), ("x", "y", B, 4))).flips[0]
    assert not sure.shared
    assert sure.sentence.startswith("x is first by 27 of 34 votes; ")
    one = board(ballots(("x", "y", A, 1))).flips[0].sentence
    assert one == "No model is surely first. x leads by 1 of 1 vote; 2 more wins of y over it would end that."


def test_of_models_that_are_level_none_is_first() -> None:
    made = board(ballots(("x", "y", A, 2), ("x", "y", B, 2)))
    assert [row.rank for row in made.rows] == [1, 1]
    assert made.flips == ()
    assert "x and y are level: no model is first." in made.notes
    assert not any("first by" in note or "leads" in note for note in made.notes)
    assert as_record(made)["first_place"] == []
    three = board(ballots(("x", "y", A, 2), ("y", "z", A, 2), ("z", "x", A, 2)))
    assert "3 models are level: no model is first." in three.notes


def test_models_that_never_met_are_never_ranked_against_each_other() -> None:
    rows = ballots(("x", "y", A, 30), ("y", "x", A, 1), ("u", "v", A, 9), ("w", "v", A, 8))
    made = board(rows)
    assert made.components == (("u", "v", "w"), ("x", "y"))
    assert [row.component for row in made.rows] == [0, 0, 0, 1, 1]
    assert {row.model: row.rank for row in made.rows}["x"] == 1
    assert {row.model: row.rank for row in made.rows}["u"] == 1
    assert all(set(group) <= {"u", "v", "w"} or set(group) <= {"x", "y"} for group in made.groups)
    assert made.pair("x", "u") is None
    assert "2 groups of models never met each other" in made.notes[0]
    assert len(made.flips) == 2


def test_what_does_not_count_is_left_out_and_said() -> None:
    rows = ballots(("x", "y", A, 10), ("y", "x", A, 6))
    rows += ballots(("x", "x", TIE, 1), purpose=Purpose.CONTROL)
    rows += ballots(("x", "y", B, 2), purpose=Purpose.REPEAT)
    rows += ballots(("x", "y", B, 3), leaked=True)
    rows += ballots(("x", "y", B, 4), revealed=True)
    rows += ballots(("x", "y", B, 5), blind=False)
    rows += ballots(("x", "y", B, 6), early=True)
    made = board(rows, early=False)
    assert made.votes == 16
    assert [many for _, many in made.left_out] == [1, 2, 9, 3, 6]
    assert made.notes[-1].startswith("21 votes left out: one model on both sides")
    assert board(rows).votes == 22
    assert board(rows, leaked=True).votes == 25
    assert board(rows, leaked=True, blind_only=False).votes == 34


def test_filters_choose_votes() -> None:
    rows = mixed(400)
    assert board(rows, categories=("code",)).votes == sum(row.category == "code" for row in rows)
    assert board(rows, annotators=("p1", "p2")).votes == 20
    assert set(names(board(rows, models=("w", "z", "unknown")))) == {"w", "z"}
    assert board(rows, until_ms=99).votes == 100
    assert board(rows, origins=("elsewhere",)).notes == ("No vote counts yet.",)


@pytest.mark.parametrize("ties", list(Ties))
@pytest.mark.parametrize("method", list(Method))
def test_every_method_finds_the_order(method: Method, ties: Ties) -> None:
    made = board(mixed(3000), method=method, ties=ties)
    assert made.method is method
    assert names(made) == ["w", "x", "y", "z"]
    assert [row.rank for row in made.rows] == [1, 2, 3, 4]
    assert len(made.flips) == 1


def test_the_arena_method_waits_for_enough_connected_votes() -> None:
    few = board(mixed(299), method=Method.ARENA)
    assert few.method is Method.BAYES
    assert few.notes[0].startswith("The arena's method needs 300 votes; there are 299.")
    unbeaten = board([*mixed(400), *ballots(("q", "w", A, 5))], method=Method.ARENA)
    assert unbeaten.method is Method.BAYES
    assert "lost or tied" in unbeaten.notes[0]
    assert board(mixed(300), method=Method.ARENA).method is Method.ARENA


def test_votes_of_one_prompt_may_be_taken_together() -> None:
    rows = [row._replace(vote_id=RecordId(f"{row.vote_id}-{n}")) for row in mixed(400) for n in range(5)]
    alone, together = (board(rows, method=Method.ARENA, cluster=by) for by in ("", "prompt"))
    assert together.rows[0].high - together.rows[0].low > 1.3 * (alone.rows[0].high - alone.rows[0].low)
    few = board([row._replace(annotator="me") for row in rows], method=Method.ARENA, cluster="annotator")
    assert "fewer than 20 people" in few.notes[0]
    assert few.rows == alone.rows
    assert "arena's method" in board(rows, cluster="prompt").notes[0]


def ranked(n: int, k: int, seed: int = 3) -> list[Ballot]:
    """Rankings of k models out of six, as the pairs that they count as; p is the best, u the worst."""
    chance, found = random.Random(seed), []
    for number in range(n):
        shown = chance.sample("pqrstu", k)
        order = sorted(shown, key=lambda name: ord(name) * 0.8 - chance.gammavariate(1, 1))
        for left, right in itertools.combinations(shown, 2):
            choice = A if order.index(left) < order.index(right) else B
            found.append(ballot(left, right, choice, number))
    return found


def test_the_pairs_of_a_ranking_count_for_no_more_than_the_ranking_says() -> None:
    rows = ranked(320, 4)
    alone = [row._replace(vote_id=RecordId(f"{row.vote_id}-{n}")) for n, row in enumerate(rows)]

    def width(made: Board) -> float:
        return made.rows[0].high - made.rows[0].low

    for method in Method:
        together, apart = board(rows, method=method), board(alone, method=method)
        assert together.method is method
        assert width(together) > 1.15 * width(apart)
        assert together.rows[0].battles == apart.rows[0].battles
        assert names(together) == names(apart)
    assert board(rows).flips == ()
    # Two of those that were ranked make one vote each.
    assert board(rows, models=("p", "q")).rows == board(alone, models=("p", "q")).rows
    styled = [row._replace(style_a=(5, 0, 0, 0), style_b=(9, 0, 0, 0)) for row in rows]
    made = board(styled, style=True, method=Method.ARENA)
    assert made.method is Method.BAYES
    assert "rankings" in made.notes[0]


def test_a_ranking_is_one_vote_however_many_pairs_it_judges() -> None:
    rows = [one._replace(annotator="pq"[int(one.battle_id[7:]) % 2]) for one in ranked(20, 4)]
    two = ballots(("p", "q", A, 3), ("q", "p", A, 1), ("p", "q", BAD, 1), annotator="me")
    made = board([*rows, *two])
    assert (made.votes, made.rankings, made.people, made.judgements) == (25, 20, 3, 125)
    assert made.notes[0].startswith("25 votes, 20 of them rankings, judge 125 pairs of answers.")
    assert "25 votes: the intervals are wide, and they hold nevertheless." in made.notes
    assert "Both answers were bad in 0.8 % of the judgements." in made.notes
    assert board(rows).notes[0].startswith("20 votes, all of them rankings, judge 120 pairs")
    assert board(ranked(1, 4)).notes[0].startswith("1 vote, a ranking, judges 6 pairs")
    assert "rankings" not in " ".join(board(two).notes)
    # A leaderboard that leaves rankings out says how many, not of how many pairs they were.
    leaked = [one._replace(leaked=True) for one in rows]
    assert board([*leaked, *two]).left_out == (("an answer gave its model away", 20),)
    assert board([*leaked, *two]).flips != ()


def test_what_a_ranking_says_of_its_pairs_is_no_evidence_on_the_side() -> None:
    # The best stands left in each: 15 pairs of 6 answers would seem to be 15 wins of the left side.
    rows = [
        ballot(left, right, A, number)
        for number in range(4)
        for left, right in itertools.combinations("pqrstu", 2)
    ]
    made = board([*rows, *ballots(("p", "q", B, 2))])
    assert (made.left, made.right) == (0, 2)
    assert not any("side" in note for note in made.notes)


def test_the_arena_method_wants_votes_and_not_pairs() -> None:
    few = board(ranked(60, 4), method=Method.ARENA)
    assert few.judgements == 360
    assert few.method is Method.BAYES
    assert "needs 300 votes; there are 60" in few.notes[0]
    apart = [one._replace(model_a="7", model_b="8") for one in ranked(19, 2)]
    made = board([*ranked(320, 3), *apart], method=Method.ARENA)
    assert made.method is Method.BAYES
    assert "needs 20 votes in each group" in made.notes[0]


def test_rankings_hang_together_where_there_are_too_few_people() -> None:
    rows = ranked(320, 4)
    by_ranking = board(rows, method=Method.ARENA)
    by_person = board(rows, method=Method.ARENA, cluster="annotator")
    assert "fewer than 20 people" in " ".join(by_person.notes)
    assert by_person.rows == by_ranking.rows


def test_style_is_taken_out_where_it_is_known() -> None:
    rows = [
        row._replace(style_a=(100 + 50 * (row.choice is A), 0, 2, 0), style_b=(100, 0, 2, 1))
        for row in mixed(600)
    ]
    made = board([*rows, *mixed(50)], style=True, ties=Ties.DAVIDSON)
    assert [effect.name for effect in made.style] == ["length", "bold"]
    assert made.style[0].low > 0
    assert made.left_out == (("style unknown", 50),)
    assert "With style taken out, ties count as half a win each." in made.notes
    assert board(mixed(50), style=True).notes == ("No vote counts here.", "50 votes left out: style unknown.")


def test_a_side_that_wins_by_itself_is_said() -> None:
    made = board(ballots(("x", "y", A, 20), ("y", "x", A, 20), ("x", "y", B, 3), ("y", "x", B, 3)))
    assert made.position[0] == pytest.approx(40 / 46)
    assert "The left answer won 87 % of 46 decisive votes: the side seems to matter." in made.notes


def test_a_hundred_and_fifty_models_fit_on_a_board() -> None:
    chance = random.Random(2)
    rows = []
    for number in range(5000):
        a, b = chance.sample(range(150), 2)
        rows.append(ballot(f"m{a:03}", f"m{b:03}", A if a < b else B, number))
    made = board(rows)
    assert len(made.rows) == 150
    assert made.rows[0].model < "m020"


# With a project -------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path):
    with ProjectFile.create(tmp_path / "votes.sidelight") as made:
        yield made


def held(n: int, choice: Choice, **rest: object) -> tuple[Battle, Vote]:
    models = (ModelRef("local", "x"), ModelRef("local", "y"))
    battle = Battle(BattleId(f"b{n}"), None, models, (), n)
    return battle, Vote(RecordId(f"v{n}"), battle.id, choice, n, **rest)  # type: ignore[arg-type]


def test_a_vote_that_was_changed_after_the_reveal_stands_on_the_blind_board_as_it_was(
    project: ProjectFile,
) -> None:
    battle, vote = held(1, A)
    project.add_battles([battle], [vote])
    project.add_vote(Vote(RecordId("later"), battle.id, B, 2, revealed=True, supersedes=vote.id))
    ranking = Ranking(project)
    assert names(ranking.board()) == ["local/x", "local/y"]
    assert names(ranking.board(Asked(blind_only=False))) == ["local/y", "local/x"]


def test_new_votes_are_read_when_told_so(project: ProjectFile) -> None:
    ranking = Ranking(project)
    assert ranking.board().votes == 0
    for n in range(3):
        battle, vote = held(n, A)
        project.add_battles([battle], [vote])
    assert ranking.board().votes == 0
    ranking.refresh()
    assert ranking.board().votes == 3
    behind = ranking.votes(Asked(), "local/y", "local/x")
    assert [row.battle_id for row in behind] == ["b2", "b1", "b0"]
    assert ranking.votes(Asked(until_ms=0), "local/x") == behind[-1:]
    assert ranking.votes(Asked(), "nobody") == []
