# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.battle import Battle, Choice, Vote
from sidelight.domain.errors import UsageError
from sidelight.domain.identity import BattleId, RecordId
from sidelight.workbench.auditing import Auditing
from sidelight.workbench.moment import Moment
from sidelight.workbench.named import NamedVotes
from sidelight.workbench.voting import Said
from support.ticking import finish, tick_until


@pytest.fixture
def live(desk):
    live = desk.comparing.start("Say hello.", [desk.model("recorded/amber@0"), desk.model("recorded/blue@0")])
    finish(desk, live)
    return live


def test_a_vote_on_named_answers_is_kept_and_on_no_blind_board(desk, reopened, live):
    answers = [pane[-1] for pane in live.panes]
    assert desk.arena.named.given(live, answers) is None
    desk.arena.named.vote(live, answers, Said(Choice.A, reasons=["clear"]))
    project = desk._project
    (ballot,) = project.ballots()
    assert (ballot.model_a, ballot.choice, ballot.blind) == ("recorded/amber@0", Choice.A, False)
    assert (ballot.revealed, ballot.early, ballot.style_a) == (True, False, (17, 0, 0, 0))
    assert project.ballots(blind_only=True) == []
    again = reopened()
    opened = again.comparing.open(live.comparison.id)
    answers = [pane[-1] for pane in opened.panes]
    assert again.arena.named.given(opened, answers).choice is Choice.A
    again.arena.named.vote(opened, answers, Said(Choice.TIE))
    assert [one.choice for one in again._project.ballots()] == [Choice.TIE]
    assert len(again._project.battles()) == 1
    assert len(again.library.history()) == 1
    assert Auditing(again._project).audit().problems == ()


def test_a_vote_before_the_answers_end_is_early(desk):
    live = desk.comparing.start("Write a lot.", [desk.model("recorded/amber"), desk.model("recorded/blue")])
    answers = [pane[-1] for pane in live.panes]
    tick_until(desk, lambda: all(answer.text for answer in answers))
    desk.arena.named.vote(live, answers, Said(Choice.B))
    assert desk._project.ballots()[0].early
    desk.comparing.stop_all(live)
    finish(desk, live)
    with pytest.raises(UsageError, match="not whole"):
        desk.arena.named.vote(live, answers, Said(Choice.A))


def test_a_vote_needs_two_answers_and_a_choice(desk, live):
    answers = [pane[-1] for pane in live.panes]
    with pytest.raises(UsageError):
        desk.arena.named.vote(live, answers[:1], Said(Choice.A))
    with pytest.raises(UsageError):
        desk.arena.named.vote(live, answers, Said(ranks=(1, 2)))
    assert desk._project.ballots() == []


def test_a_named_vote_is_taken_back_and_undone_with_the_other_reviews(desk, reopened, live):
    answers, named = [pane[-1] for pane in live.panes], desk.arena.named
    named.say(desk.reviewing, live, answers, Said(Choice.A))
    named.say(desk.reviewing, live, answers, Said(Choice.BOTH_BAD))
    assert desk.reviewing.undo() == "vote"
    assert named.given(live, answers).choice is Choice.A
    desk.reviewing.redo()
    assert named.given(live, answers).choice is Choice.BOTH_BAD
    named.say(desk.reviewing, live, answers, None)
    assert named.given(live, answers) is None
    assert desk._project.ballots() == []
    named.take_back(live, answers)
    again = reopened()
    opened = again.comparing.open(live.comparison.id)
    answers = [pane[-1] for pane in opened.panes]
    assert again.arena.named.given(opened, answers) is None
    # Nothing that was ever said is lost; what is withdrawn does not count.
    (battle,) = again._project.battles(live.comparison.id)
    assert [vote.choice for vote in again._project.votes(battle.id)] == [
        Choice.A,
        Choice.BOTH_BAD,
        Choice.A,
        Choice.BOTH_BAD,
        None,
    ]
    assert Auditing(again._project).audit().problems == ()


def test_only_whole_answers_can_be_voted_on(desk, live):
    answers, named = [pane[-1] for pane in live.panes], desk.arena.named
    assert named.votable(answers)
    assert not named.votable(answers[:1])
    begun = desk.comparing.start("Write a lot.", [desk.model("recorded/amber"), desk.model("recorded/blue")])
    written = [pane[-1] for pane in begun.panes]
    assert not named.votable(written)
    desk.comparing.stop_all(begun)
    finish(desk, begun)
    assert not named.votable(written)


def test_a_blind_vote_is_told_in_the_order_of_the_answers(desk, live):
    answers = [pane[-1] for pane in live.panes]
    shown = answers[::-1]
    battle = Battle(
        id=BattleId("a-battle"),
        comparison_id=live.comparison.id,
        models=tuple(one.model.ref for one in shown),
        generations=tuple(one.id for one in shown),
        created_ms=1,
    )
    mine = Vote(RecordId("1"), battle.id, Choice.A, 2)
    later = Vote(RecordId("2"), battle.id, Choice.TIE, 3, revealed=True, supersedes=mine.id)
    hers = Vote(RecordId("3"), battle.id, Choice.BOTH_BAD, 4, annotator="Ana")
    # As in a later sitting: one that was asked for in this one, and in no round, has none.
    named = NamedVotes(desk._project, Moment.real(), lambda: "")
    assert named.blind(live, answers) == ()
    desk._project.add_battles([battle], [mine, later, hers])
    found = named.blind(live, answers)
    assert [(one.annotator, one.choice) for one in found] == [("", Choice.B), ("Ana", Choice.BOTH_BAD)]
    assert [one.choice for one in named.blind(live, shown)] == [Choice.A, Choice.BOTH_BAD]
    assert named.blind(live, answers[:1]) == ()
    assert desk.arena.named.blind(live, answers) == ()
