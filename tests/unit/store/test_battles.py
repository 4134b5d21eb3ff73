# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace

import pytest

from sidelight.domain.battle import BallotCount, Choice, Purpose, entry_digest
from sidelight.domain.errors import ProjectError
from sidelight.domain.identity import RecordId
from sidelight.domain.model import ModelRef
from sidelight.store import ProjectFile
from unit.store import making

THIRD = ModelRef("server", "org/big model", "warm")
ODD = ModelRef("", "no connection\ud83d")


@pytest.fixture
def project(tmp_path):
    with ProjectFile.create(tmp_path / "work.sidelight") as opened:
        yield opened


def test_what_was_kept_is_read_again(project):
    asked = making.comparison(1)
    two = replace(
        making.battle(1, of=asked),
        repeats=making.battle(0).id,
        follows=making.battle(0).id,
        turn=3,
        blind=False,
    )
    four = replace(making.battle(2, (ODD, THIRD, making.WARM, THIRD)), origin="FastChat", category="\udfff")
    bare = replace(making.battle(3), styles=(), generations=())
    votes = [
        making.vote(
            two, 1, Choice.BOTH_BAD, strength=3, shown_ms=1200, early=True, leaked=True, annotator="Ö"
        ),
        making.vote(four, 2, None, ranks=(1, 2, 2, 4), revealed=True, comment="half \ud83d"),
        making.vote(bare, 3, None, skipped="both are off topic"),
    ]
    project.add_battles([two, four], votes[:2])
    project.add_battle(bare)
    project.add_vote(votes[2])
    assert project.battles() == [two, four, bare]
    assert project.battles(asked.id) == [two]
    assert project.battle(four.id) == four
    assert project.votes() == votes
    assert project.votes(four.id) == votes[1:2]
    with pytest.raises(ProjectError, match="no such battle"):
        project.battle(making.battle(9).id)


def test_all_of_what_belongs_together_is_kept_or_nothing(project):
    good, orphan = making.battle(1), making.vote(making.battle(2), 1)
    project.add_battles([good], [orphan], [making.log_event(good, "drawn")])
    with pytest.raises(ProjectError):
        project.flush()
    assert (project.battles(), project.votes(), project.log()) == ([], [], [])
    project.add_battles([good], [making.vote(good, 1)], [making.log_event(good, "drawn")])
    project.flush()
    assert len(project.log()) == 1


def test_records_of_battles_are_final(project):
    fought = making.battle(1)
    project.add_battles([fought], [making.vote(fought, 1)], [making.log_event(fought, "drawn")])
    project.flush()
    with closing(sqlite3.connect(project.path)) as other:
        for table in ("battle", "vote", "blind_log"):
            for change in (f"UPDATE {table} SET created_ms = 1", f"DELETE FROM {table}"):
                with pytest.raises(sqlite3.IntegrityError, match="final"):
                    other.execute(change)


def test_a_ballot_is_the_vote_that_stands(project):
    fought = making.battle(1)
    first = making.vote(fought, 1, Choice.A)
    undone = making.vote(fought, 2, None, supersedes=first.id)
    again = making.vote(fought, 3, Choice.B, supersedes=undone.id)
    project.add_battles([fought], [first])
    assert [one.choice for one in project.ballots()] == [Choice.A]
    project.add_vote(undone)
    assert project.ballots() == []
    project.add_vote(again)
    (ballot,) = project.ballots()
    assert (ballot.vote_id, ballot.choice, ballot.revealed) == (again.id, Choice.B, False)
    assert (ballot.style_a, ballot.style_b) == fought.styles
    changed = making.vote(fought, 4, Choice.TIE, supersedes=again.id, revealed=True)
    project.add_vote(changed)
    (now,) = project.ballots()
    assert (now.choice, now.revealed) == (Choice.TIE, True)
    (before,) = project.ballots(blind_only=True, with_style=False)
    assert (before.choice, before.revealed, before.style_a) == (Choice.B, False, None)
    assert project.ballot_counts() == [BallotCount(str(making.STEADY), str(making.WARM), Choice.TIE, 1)]
    assert project.ballot_counts(blind_only=True)[0].choice is Choice.B


def test_a_vote_given_with_open_eyes_is_not_on_the_blind_board(project):
    named = replace(making.battle(1), blind=False)
    late = making.battle(2)
    project.add_battles([named, late], [making.vote(named, 1), making.vote(late, 2, revealed=True)])
    assert len(project.ballots()) == 2
    assert project.ballots(blind_only=True) == []


def test_a_ranking_gives_each_pair_in_it(project):
    ranked = making.battle(1, (making.STEADY, making.WARM, THIRD))
    project.add_battles([ranked], [making.vote(ranked, 1, None, ranks=(2, 1, 2), leaked=True)])
    steady, warm, third = (str(one) for one in ranked.models)
    found = project.ballots()
    assert [(one.model_a, one.model_b, one.choice) for one in found] == [
        (steady, warm, Choice.B),
        (steady, third, Choice.TIE),
        (warm, third, Choice.A),
    ]
    assert [(one.style_a, one.style_b) for one in found][2] == ranked.styles[1:]
    assert {one.vote_id for one in found} == {making.identity("vote", 1)}
    assert all(one.leaked and one.prompt == ranked.prompt for one in found)
    assert sum(one.votes for one in project.ballot_counts()) == 3
    assert project.ballot_counts(leaked=False) == []


def test_counts_agree_with_the_ballots(project):
    models = (making.STEADY, making.WARM, THIRD, ODD)
    choices = list(Choice)
    held, votes = [], []
    for number in range(300):
        pair = (models[number % 4], models[number * 7 // 3 % 4])
        held.append(making.battle(number, pair))
        annotator = "anna" if number % 3 else "\ud83d"
        said = {"annotator": annotator, "leaked": number % 5 == 0}
        votes.append(making.vote(held[-1], number, choices[number * 5 % 7 % 4], **said))
    project.add_battles(held, votes)

    def added_up(keep):
        return Counter((one.model_a, one.model_b, one.choice) for one in project.ballots() if keep(one))

    def counted(**filters):
        return {(one.model_a, one.model_b, one.choice): one.votes for one in project.ballot_counts(**filters)}

    assert counted(purpose=None) == added_up(lambda _: True)
    assert counted() == added_up(lambda one: one.purpose is Purpose.PLAIN)
    assert counted(purpose=Purpose.CONTROL) == added_up(lambda one: one.purpose is Purpose.CONTROL)
    assert counted(purpose=None, leaked=False) == added_up(lambda one: not one.leaked)
    assert counted(purpose=None, category="ice") == added_up(lambda one: one.category == "ice")
    assert counted(purpose=None, annotator="\ud83d") == added_up(lambda one: one.annotator == "\ud83d")
    assert sum(counted(purpose=None).values()) == 300


def test_each_entry_of_the_log_names_the_one_before(tmp_path):
    path = tmp_path / "work.sidelight"
    fought = making.battle(1)
    with ProjectFile.create(path) as project:
        assert project.log_ends() == ()
        project.chain_append(making.log_event(fought, "drawn"), making.log_event(fought, "answers"))
        project.flush()
    with ProjectFile.open(path) as project:
        project.chain_append(making.log_event(fought, "voted"))
        project.chain_append(making.log_event(fought, "revealed"))
        entries = project.log()
        assert project.log(fought.id) == entries
        assert project.log(making.battle(2).id) == []
        assert project.log_ends() == (entries[-1].digest,)
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    assert [entry.event.kind for entry in entries] == ["drawn", "answers", "voted", "revealed"]
    assert [entry.previous for entry in entries] == [(), *((entry.digest,) for entry in entries[:-1])]
    for entry in entries:
        assert entry.digest == entry_digest(entry.seq, entry.previous, entry.event)


def test_an_entry_that_was_refused_leaves_no_gap(project):
    fought = making.battle(1)
    project.add_battles([fought], [], [making.log_event(fought, "drawn")])
    project.flush()
    # The battle is there already, so neither it nor what the log would say of it is kept.
    project.add_battles([fought], [], [making.log_event(fought, "drawn")])
    project.chain_append(making.log_event(fought, "void"))
    with pytest.raises(ProjectError):
        project.flush()
    first, second = project.log()
    assert second.previous == (first.digest,)


def test_two_logs_side_by_side_are_joined_by_the_next_entry(tmp_path):
    """What a merge does: it adds the rows that the other project has."""
    paths = [tmp_path / f"{name}.sidelight" for name in ("ours", "theirs")]
    for number, path in enumerate(paths):
        fought = making.battle(number)
        with ProjectFile.create(path) as project:
            events = [making.log_event(fought, kind) for kind in ("drawn", "answers", "voted")[: 2 + number]]
            project.add_battles([fought], [making.vote(fought, number)], events)
    with closing(sqlite3.connect(paths[0], isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS other", (str(paths[1]),))
        for table in ("battle", "vote", "blind_log"):
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")
    with ProjectFile.open(paths[0]) as project:
        ends = project.log_ends()
        assert len(ends) == 2
        project.chain_append(making.log_event(making.battle(0), "revealed"))
        last = project.log()[-1]
        assert (last.seq, last.previous) == (4, tuple(sorted(ends)))
        assert project.log_ends() == (last.digest,)
        assert len(project.ballots()) == 2


def test_the_history_does_not_show_whose_answers_are_being_judged(tmp_path):
    path = tmp_path / "work.sidelight"
    with ProjectFile.create(path) as project:
        answers = making.fill(project, 3)
        held = making.comparison(1)
        fought = making.battle(1, of=held)
        project.chain_append(making.log_event(fought, "drawn"))

        def shown() -> list[set[str]]:
            listed = {entry.id for entry in project.history()}
            later = {entry.id for entry in project.history(before=making.comparison(2).id)}
            return [listed, later, {entry.id for entry in project.search("penguin")}]

        assert len(answers) == 6
        assert [held.id in ids for ids in shown()] == [False] * 3
        assert [making.comparison(0).id in ids for ids in shown()] == [True] * 3
        with ProjectFile.open(path, read_only=True) as reader:
            assert held.id not in {entry.id for entry in reader.history()}
        project.chain_append(making.log_event(fought, "revealed"))
        assert [held.id in ids for ids in shown()] == [True] * 3


def test_a_vote_says_one_thing_only():
    fought = making.battle(1)
    for wrong in (
        {"ranks": (1, 2)},
        {"skipped": "no"},
        {"strength": 4},
        {"choice": None, "ranks": (0, 1)},
        {"choice": None, "ranks": (1,) * 9},
    ):
        with pytest.raises(ValueError, match=r"vote|places|skipped"):
            replace(making.vote(fought, 1), id=RecordId("x"), **wrong)
    for models in ((THIRD,), (THIRD,) * 9):
        with pytest.raises(ValueError, match="between 2 and 8"):
            making.battle(1, models)
