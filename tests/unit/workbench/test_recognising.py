# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A vote on an answer that has been read with its name before is marked, and blind boards leave it out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sidelight.domain.battle import Choice
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from sidelight.workbench.ranking import Ranking
from sidelight.workbench.venue import RoundState
from sidelight.workbench.voting import Said
from unit.workbench.test_battling import opened, project_of, ready, until

OWN, SHORT, ALIKE = "Tell me of the sea.", "What is two and two?", "Recite."


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recording.json"
    said = {
        OWN: "The sea is {name}'s own subject, and wide. " * 2,
        SHORT: "Four, as {name} says.",
        ALIKE: "Tiger, tiger, burning bright, in the forests of the night.",
    }
    answers = [
        {"model": name, "prompt": prompt, "text": text.format(name=name[0]), "stop_reason": "complete"}
        for name in ("amber", "blue")
        for prompt, text in said.items()
    ]
    models = [{"name": name, "label": name.title(), "about": "A sample."} for name in ("amber", "blue")]
    kept = {"format": "sidelight-recording", "version": 1, "models": models, "answers": answers}
    path.write_text(json.dumps(kept))
    return path


@pytest.fixture
def pool(desk):
    return [desk.model(f"recorded/{name}@0") for name in ("amber", "blue")]


def asked_by_name(desk, prompt, models):
    live = desk.comparing.start(prompt, models)
    until(desk, lambda: not live.running)


def voted(desk, pool, prompt):
    """The names stand behind the vote."""
    round_ = ready(desk, desk.arena.start(prompt, pool))
    round_.show()
    assert not round_.recognised
    round_.vote(Said(Choice.A))
    assert not round_.recognised
    return opened(desk, round_)


def test_an_answer_that_was_read_with_its_name_before_marks_the_vote(desk, pool):
    first = voted(desk, pool, OWN)
    assert (first.recognised, first.given.leaked) == (False, False)
    # The same prompt once more: both answers have just been seen with their names.
    second = voted(desk, pool, OWN)
    assert (second.recognised, second.given.leaked, second.leaked) == (True, True, False)
    board = Ranking(project_of(desk)).board()
    assert board.votes == 1
    assert board.left_out == (("an answer gave its model away", 1),)


def test_one_answer_by_name_is_enough_whatever_its_setting(desk, pool):
    asked_by_name(desk, OWN, [desk.model("recorded/blue@9000")])
    assert voted(desk, pool, OWN).recognised


@pytest.mark.parametrize("prompt", [SHORT, ALIKE])
def test_what_anybody_may_say_gives_nobody_away(desk, pool, prompt):
    asked_by_name(desk, prompt, pool)
    assert not voted(desk, pool, prompt).recognised


def test_what_others_said_by_name_gives_nobody_away(desk, pool):
    asked_by_name(desk, ALIKE, [pool[0]])
    round_ = ready(desk, desk.arena.start(ALIKE, [pool[0], pool[1]]))
    round_.show()
    round_.vote(Said(Choice.A))
    # Amber's own words: they stand there as its alone, so it is given away though blue says the same.
    assert opened(desk, round_).recognised


def test_a_round_of_an_earlier_sitting_is_looked_at_anew(tmp_path, catalogue: Catalogue, desk, pool):
    ready(desk, desk.arena.start(OWN, pool)).show()
    desk.close()
    later = Desk(ProjectFile.open(tmp_path / "test.sidelight"), catalogue, Moment.real())
    try:
        until(later, lambda: bool(later.arena.unfinished()) and not later.busy)
        (waiting,) = later.arena.unfinished()
        # It waits, nameless, and its prompt goes to the same models by their names meanwhile.
        asked_by_name(later, OWN, pool)
        waiting = ready(later, later.arena.take_up(waiting))
        waiting.show()
        waiting.vote(Said(Choice.B))
        assert waiting.state is RoundState.VOTED
        assert opened(later, waiting).recognised
        assert waiting.given.leaked
    finally:
        later.close()
