# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The program is killed in the middle of a round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sidelight.domain.battle import Choice
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.auditing import Auditing
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from sidelight.workbench.venue import RoundState
from sidelight.workbench.voting import Said
from support.ticking import tick_until
from unit.store.children import child


@pytest.fixture
def killed(tmp_path: Path, recording: Path, catalogue: Catalogue) -> Iterator[Callable[[str], Desk]]:
    """A desk on a project in which a round was held so far when its process was killed."""
    path = tmp_path / "work.sidelight"
    opened: list[Desk] = []

    def kill_at(where: str) -> Desk:
        ProjectFile.create(path).close()
        script = Path(__file__).with_name("battling_child.py")
        with child(script, path, recording, where) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{where}\n"
            process.kill()
            process.wait()
        desk = Desk(ProjectFile.open(path), catalogue, Moment.real())
        opened.append(desk)
        desk.arena.unfinished()
        tick_until(desk, lambda: not desk.arena.looking)
        return desk

    yield kill_at
    for desk in opened:
        desk.close()


def kinds(desk: Desk) -> list[str]:
    return [entry.event.kind for entry in desk._project.log()]


def is_sound(desk: Desk) -> bool:
    return Auditing(desk._project).audit().sound


def test_before_the_answers_are_there_the_round_is_void(killed):
    desk = killed("drawn")
    assert desk.arena.unfinished() == ()
    assert kinds(desk) == ["drawn", "void", "revealed"]
    assert len(desk.library.history()) == 1
    assert is_sound(desk)


def test_while_the_answers_are_on_display_the_round_may_still_be_voted_on_blind(killed):
    desk = killed("shown")
    (round_,) = desk.arena.unfinished()
    tick_until(desk, lambda: round_.state is RoundState.READY)
    assert (round_.names, desk.library.history()) == ((), [])
    desk.arena.take_up(round_).show()
    assert [side.text[-11:] for side in round_.sides] == ["says: hello"] * 2
    round_.vote(Said(Choice.A))
    round_.reveal()
    tick_until(desk, lambda: round_.state is RoundState.REVEALED)
    assert [one.choice for one in desk._project.ballots(blind_only=True)] == [Choice.A]
    assert is_sound(desk)


def test_once_the_vote_was_acknowledged_it_is_there(killed):
    desk = killed("voted")
    assert [one.choice for one in desk._project.ballots(blind_only=True)] == [Choice.B]
    (round_,) = desk.arena.unfinished()
    tick_until(desk, lambda: round_.state is RoundState.VOTED)
    assert round_.names == ()
    round_.undo()
    round_.vote(Said(Choice.TIE))
    round_.reveal()
    tick_until(desk, lambda: round_.state is RoundState.REVEALED)
    assert [one.choice for one in desk._project.ballots(blind_only=True)] == [Choice.TIE]
    assert is_sound(desk)


def test_when_the_names_are_known_nothing_is_left_to_do(killed):
    desk = killed("revealed")
    assert [one.choice for one in desk._project.ballots(blind_only=True)] == [Choice.B]
    assert is_sound(desk)
    # That the names are known may be on the disk or not yet; then they may be known now, after the same vote.
    for round_ in desk.arena.unfinished():
        assert round_.given is not None


@pytest.mark.parametrize("after", [1, 3, 4, 6, 9])
def test_whenever_it_is_killed_every_acknowledged_vote_is_there(tmp_path, recording, catalogue, after):
    path = tmp_path / "work.sidelight"
    ProjectFile.create(path).close()
    script = Path(__file__).with_name("battling_child.py")
    with child(script, path, recording, "many") as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        acknowledged += process.stdout.read().splitlines()
    with ProjectFile.open(path) as project:
        assert {*acknowledged} <= {vote.id for vote in project.votes()}
        found = Auditing(project).audit()
        assert found.problems == ()
        assert found.battles >= len(acknowledged)
