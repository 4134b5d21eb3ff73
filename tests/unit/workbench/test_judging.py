# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts of verifiers and people: kept, undone, found again; and a real script that is really watched."""

from __future__ import annotations

import json
import select
import time

import pytest

from sidelight.domain.errors import ReadOnlyProject
from sidelight.domain.running import Level
from sidelight.domain.verdict import Finding, Verdict
from sidelight.providers.catalogue import Catalogue
from sidelight.sandbox import run as sandbox
from sidelight.store.project import ProjectFile
from sidelight.text.artifacts import artifacts
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from support.ticking import finish

CUBE = "Write a Python script that draws a rotating 3D cube."
POEM = "Write a poem."
PATIENCE_S = 100.0

TURNING = """```python
import math, time, pygame
pygame.init()
screen = pygame.display.set_mode((320, 240))
while True:
    pygame.event.get()
    t = time.monotonic()
    screen.fill((10, 10, 10))
    for k in range(3):
        pygame.draw.circle(screen, (200, 60, 60), (160 + 60 * math.sin(2 * t), 120), 50)
    pygame.display.flip()
    time.sleep(0.02)
```
"""
CRASHING = "```python\nundefined\n```\n"


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "recording.json"
    answers = [
        ("ball", CUBE, TURNING),
        ("ball", POEM, "A line."),
        ("crash", CUBE, CRASHING),
        ("crash", POEM, "A line."),
        ("words", CUBE, "I would rather not."),
        ("words", POEM, "A line."),
    ]
    path.write_text(
        json.dumps(
            {
                "format": "sidelight-recording",
                "version": 1,
                "models": [{"name": n, "label": n, "about": ""} for n in ("ball", "crash", "words")],
                "answers": [
                    {"model": m, "prompt": p, "text": t, "stop_reason": "complete"} for m, p, t in answers
                ],
            }
        )
    )
    return path


@pytest.fixture
def catalogue(tmp_path, recording):
    return Catalogue(data_folder=tmp_path / "data", connections=(), recordings=(recording,), environ={})


@pytest.fixture
def ask(desk):
    def begin(prompt=CUBE):
        live = desk.comparing.start(prompt, [desk.model(f"recorded/{n}") for n in ("ball", "crash", "words")])
        finish(desk, live)
        return [pane[0] for pane in live.panes]

    return begin


def run_until(desk, answer, done):
    """Run an answer's script and take in what it does until something holds; then close it."""
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    run = desk.running.start(answer.id, artifacts(answer.text)[0])
    deadline = time.monotonic() + PATIENCE_S
    try:
        while not done(run):
            assert time.monotonic() < deadline, (run.frames, run.stderr, desk.judging.standing(answer))
            if run.ended is None:
                select.select([run.fileno()], [], [], 0.05)
            run.pump()
            desk.judging.tick()
    finally:
        run.close()


def test_a_script_that_shows_a_ball_fails_while_it_runs_and_that_is_kept(desk, ask, reopened):
    ball = ask()[0]
    assert desk.judging.standing(ball).verdict is None
    run_until(desk, ball, lambda _run: desk.judging.standing(ball).verdict is not None)
    standing = desk.judging.standing(ball)
    assert (standing.verdict, standing.by) == (Verdict.FAIL, "verifier")
    assert "round" in standing.evidence[0]
    again = reopened()
    assert again.judging.standing(ball) == standing


def test_a_script_that_crashes_fails_at_its_end(desk, ask):
    crash = ask()[1]
    run_until(desk, crash, lambda run: run.ended is not None and desk.judging.standing(crash).verdict)
    standing = desk.judging.standing(crash)
    assert standing.verdict is Verdict.FAIL
    assert "NameError" in standing.evidence[0]


def test_an_answer_without_code_has_failed_what_was_asked(desk, ask):
    words = ask()[2]
    assert desk.judging.standing(words).verdict is Verdict.FAIL
    assert desk.judging.standing(words).evidence == ("The answer holds no code.",)


def test_nothing_is_judged_that_no_verifier_knows(desk, ask):
    ball, _, words = ask(POEM)
    assert not desk.judging.applies(ball.id)
    assert desk.judging.witness(ball.id) is None
    assert desk.judging.standing(words).verdict is None


def test_a_person_has_the_last_word_and_can_take_it_back(desk, ask, reopened):
    ball, _, words = ask()
    judging, reviewing = desk.judging, desk.reviewing
    judging.say(words, Verdict.PASS)
    assert (judging.standing(words).verdict, judging.standing(words).by) == (Verdict.PASS, "person")
    assert judging.standing(words).found is Verdict.FAIL
    judging.say(words, Verdict.FAIL)
    judging.say(words, Verdict.FAIL)
    judging.say(ball, Verdict.UNSURE)
    assert reviewing.undo() == "verdict “unsure”"
    assert judging.standing(ball).verdict is None
    assert reviewing.undo() == "verdict “fail”"
    assert judging.standing(words).verdict is Verdict.PASS
    assert reviewing.redo() == "verdict “fail”"
    judging.say(words, None)
    assert judging.standing(words).by == "verifier"
    assert reviewing.undo() == "verdict “fail”"
    again = reopened().judging
    assert (again.standing(words).verdict, again.standing(words).by) == (Verdict.FAIL, "person")
    assert again.standing(ball).verdict is None


def test_the_newest_certain_verdict_stands(desk, ask):
    ball = ask()[0]
    found = desk.judging._found
    for run, verdict in (
        ("a", Verdict.PASS),
        ("b", Verdict.UNSURE),
        ("c", Verdict.FAIL),
        ("d", Verdict.UNSURE),
    ):
        found(ball.id, run, Finding(verdict, (run,), "turning-cube 1"))
    assert desk.judging.standing(ball).evidence == ("c",)
    found(ball.id, "c", Finding(Verdict.PASS, ("later",), "turning-cube 1"))
    assert desk.judging.standing(ball).evidence == ("later",)
    version = desk.judging.version
    found(ball.id, "c", Finding(Verdict.PASS, ("the same",), "turning-cube 1"))
    assert desk.judging.version == version


def test_success_counts_attempts(desk, ask):
    first, second, third = ask()
    desk.judging.say(first, Verdict.PASS)
    success = desk.judging.success([first, second, third])
    assert (success.attempts, success.passed, success.failed, success.open) == (3, 1, 1, 1)
    assert success.within_three is True


def test_in_a_project_for_reading_only_nothing_can_be_said(desk, ask, tmp_path, catalogue):
    words = ask()[2]
    desk.close()
    reading = Desk(ProjectFile.open(tmp_path / "test.sidelight", read_only=True), catalogue, Moment.real())
    try:
        with pytest.raises(ReadOnlyProject):
            reading.judging.say(words, Verdict.PASS)
        assert reading.judging.standing(words).verdict is Verdict.FAIL
    finally:
        reading.close()
