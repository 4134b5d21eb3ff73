# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import os
import select
import time
from collections.abc import Callable

import pytest
from PIL import Image

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import SandboxRefused, UsageError
from sidelight.domain.identity import GenerationId
from sidelight.domain.running import Level, Limits, Outcome, Policy, Run, SandboxReport
from sidelight.sandbox import policy
from sidelight.sandbox import run as sandbox
from sidelight.sandbox.run import Program, SandboxedRun
from sidelight.workbench.desk import Desk
from sidelight.workbench.film import strip_of
from sidelight.workbench.live_run import GRAPHICS_CARD, OUTPUT_SHOWN, LiveRun
from support.ticking import finish

TURNING = """
import pygame
pygame.init()
screen = pygame.display.set_mode((200, 150))
clock = pygame.time.Clock()
x = 0
while True:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            raise SystemExit
    x = (x + 3) % 150
    screen.fill((0, 0, 0))
    pygame.draw.rect(screen, (255, 0, 0), (x, 40, 40, 40))
    pygame.display.flip()
    clock.tick(60)
"""


def python(text: str) -> Artifact:
    return Artifact(0, "python", text, complete=True)


@pytest.fixture
def answer(desk: Desk) -> GenerationId:
    live = desk.comparing.start("Say hello.", [desk.model("recorded/amber")])
    finish(desk, live)
    return live.panes[0][0].id


def follow(run: LiveRun, condition: Callable[[], bool], seconds: float = 60.0) -> None:
    due = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < due, f"it did not come to hold; output: {run.output}"
        select.select([run.fileno()], [], [], 0.05)
        run.pump()
        run.latest_frame()


def test_a_moving_picture_is_watched_stopped_and_kept(desk: Desk, answer: GenerationId) -> None:
    run = desk.running.start(answer, python(TURNING))
    try:
        follow(run, lambda: run.outcome is Outcome.CHANGING)
        assert run.window == (200, 150)
        run.stop()
        follow(run, lambda: not run.running)
    finally:
        run.close()
    (kept,) = desk.running.runs(answer)
    assert kept.outcome is Outcome.CHANGING
    assert kept.frames > 1
    assert kept.first_frame_ms is not None
    assert kept.artifact_digest == python(TURNING).digest
    with Image.open(io.BytesIO(kept.frame_png)) as picture:
        assert picture.size == (200, 150)
        assert (255, 0, 0) in {colour for _, colour in picture.getcolors(100_000)}


def test_an_error_is_kept_with_its_traceback(desk: Desk, answer: GenerationId) -> None:
    run = desk.running.start(answer, python("print('before')\nraise ValueError('the reason')\n"))
    try:
        follow(run, lambda: not run.running)
        assert "before" in run.output
        assert "ValueError: the reason" in run.stderr
    finally:
        run.close()
    (kept,) = desk.running.runs(answer)
    assert (kept.outcome, kept.exit_code) == (Outcome.ERROR, 1)
    assert "ValueError: the reason" in kept.stderr


def test_a_self_test_that_cannot_be_made_says_why_and_can_be_made_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*, refresh: bool = False) -> SandboxReport:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as short:
        short.setattr(sandbox, "probe", fail)
        report = desk.running.probe().result(timeout=60)
    assert desk.running.report() == report
    assert report.level is Level.NONE
    assert "Resource temporarily unavailable" in report.missing[0]
    again = desk.running.probe(again=True).result(timeout=60)
    assert not any("self-test" in one for one in again.missing)


def test_before_it_is_known_what_holds_a_start_can_be_put_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox._EXAMINED, "found", None)
    awaited = desk.running.awaited()
    assert awaited is not None
    awaited.result(timeout=60)
    assert desk.running.awaited() is None
    assert sandbox.probed()


@pytest.mark.parametrize("gpu", [True, False])
def test_a_graphics_card_within_reach_is_kept_with_the_run(
    desk: Desk, answer: GenerationId, monkeypatch: pytest.MonkeyPatch, gpu: bool
) -> None:
    # Something harmless in the place of a card's nodes, which few machines that test have.
    monkeypatch.setattr(policy, "_GRAPHICS_NODES", ("null",))
    kept: list[Run] = []

    def begin(source: str) -> SandboxedRun:
        return sandbox.start(Program(source=source, stage=True), Policy(Limits(seconds=60), gpu=gpu))

    run = LiveRun(answer, python("print(1)"), begin, kept.append, desk.running._moment)
    try:
        follow(run, lambda: not run.running)
    finally:
        run.close()
    assert kept[0].exit_code == 0
    assert (GRAPHICS_CARD in kept[0].notices) is gpu


def test_of_endless_complaints_the_newest_are_shown(desk: Desk, answer: GenerationId) -> None:
    complaining = "import sys\nfor n in range(30_000):\n    print(f'{n:05} ' + 'no ' * 20, file=sys.stderr)\n"
    run = desk.running.start(answer, python(complaining))
    try:
        follow(run, lambda: not run.running)
        assert 200_000 < len(run.stderr) <= OUTPUT_SHOWN
        assert run.stderr.rstrip().splitlines()[-1].startswith("29999 ")
    finally:
        run.close()


def test_starting_again_keeps_the_first_run(desk: Desk, answer: GenerationId) -> None:
    run = desk.running.start(answer, python(TURNING))
    try:
        follow(run, lambda: run.frames > 2)
        run.restart()
        assert run.frames == 0
        follow(run, lambda: run.frames > 2)
    finally:
        run.close()
    assert len(desk.running.runs(answer)) == 2


def test_a_restart_that_is_refused_leaves_everything_as_it_was(
    desk: Desk, answer: GenerationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = desk.running.start(answer, python(TURNING))
    try:
        follow(run, lambda: run.frames > 2)

        def refuse(*_: object, **__: object) -> None:
            raise SandboxRefused("Nothing here may hold it.")

        monkeypatch.setattr("sidelight.sandbox.run.start", refuse)
        for _ in range(2):
            with pytest.raises(SandboxRefused):
                run.restart()
            assert not run.running
            assert run.frames > 2
    finally:
        run.close()
    assert len(desk.running.runs(answer)) == 1


def test_closing_stops_and_keeps(desk: Desk, answer: GenerationId) -> None:
    run = desk.running.start(answer, python(TURNING))
    follow(run, lambda: run.frames > 2)
    run.close()
    assert run.ended is not None
    assert run.ended.survivors == 0
    assert len(desk.running.runs(answer)) == 1


@pytest.mark.parametrize(
    "artifact",
    [
        Artifact(0, "python", "print(1)", complete=False),
        Artifact(0, "html", "<p>Hello", complete=False),
        Artifact(0, "html", " \n", complete=True),
        Artifact(0, "javascript", "alert(1)", complete=True),
        Artifact(0, "python", " \n", complete=True),
    ],
)
def test_what_is_no_whole_program_is_not_run(desk: Desk, answer: GenerationId, artifact: Artifact) -> None:
    assert not desk.running.can_run(artifact)
    with pytest.raises(UsageError):
        desk.running.start(answer, artifact)


def test_the_probe_answers_in_the_background(desk: Desk) -> None:
    assert desk.running.report() is None
    found = desk.running.probe().result(60)
    assert desk.running.report() == found
    assert all(test.held for test in found.self_test)


def test_where_nothing_holds_a_run_needs_consent_each_time_and_its_record_says_so(
    desk: Desk, answer: GenerationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = SandboxReport(Level.NONE, (), ("nothing holds here",), ())
    _, backend = sandbox._examined(refresh=False)
    monkeypatch.setattr(sandbox._EXAMINED, "found", (nothing, backend))
    script = python("print('unheld')\n")
    with pytest.raises(SandboxRefused):
        desk.running.start(answer, script)
    if os.getuid() == 0:
        with pytest.raises(SandboxRefused, match="administrator"):
            desk.running.start(answer, script, consented=True)
        return
    run = desk.running.start(answer, script, consented=True)
    try:
        follow(run, lambda: not run.running)
        with pytest.raises(SandboxRefused):
            run.restart()
    finally:
        run.close()
    (kept,) = desk.running.runs(answer)
    assert kept.level is Level.NONE


def test_an_edit_is_run_kept_and_taken_back_and_the_answers_own_code_stays(
    desk: Desk, answer: GenerationId
) -> None:
    script = python("print('as answered')\n")
    run = desk.running.start(answer, script)
    try:
        follow(run, lambda: not run.running)
        run.restart("print('as changed')\n")
        assert run.edited
        follow(run, lambda: not run.running)
        assert run.output == "as changed\n"
        with pytest.raises(UsageError):
            run.restart(" \n")
        run.restart()
        follow(run, lambda: not run.running)
        assert run.output == "as changed\n"
        run.restart(script.text)
        assert not run.edited
        follow(run, lambda: not run.running)
        assert run.output == "as answered\n"
        assert run.artifact == script
    finally:
        run.close()
    kept = desk.running.runs(answer)
    assert [(one.edited, one.stdout) for one in reversed(kept)] == [
        ("", "as answered\n"),
        ("print('as changed')\n", "as changed\n"),
        ("print('as changed')\n", "as changed\n"),
        ("", "as answered\n"),
    ]
    assert {one.artifact_digest for one in kept if not one.edited} == {script.digest}
    assert {one.artifact_digest for one in kept if one.edited} == {python("print('as changed')\n").digest}


def test_a_held_run_shows_its_first_frame_and_waits_to_be_let_go(desk: Desk, answer: GenerationId) -> None:
    run = desk.running.start(answer, python(TURNING), held=True)
    try:
        follow(run, lambda: run.frames > 0)
        assert run.paused
        assert run.played_s == 0
        # A message ends the wait inside the script: it looks again, and stands on.
        for _ in range(20):
            run.send({"t": "motion", "x": 1, "y": 1})
            run.pump()
            run.latest_frame()
        assert (run.frames, run.swaps) == (1, 1)
        run.set_paused(False)
        follow(run, lambda: run.frames > 3)
        assert run.played_s > 0
        run.restart(held=True)
        follow(run, lambda: run.frames > 0)
        assert run.frames == 1
    finally:
        run.close()


def test_the_last_seconds_can_be_looked_back_at_and_kept(desk: Desk, answer: GenerationId) -> None:
    run = desk.running.start(answer, python(TURNING))
    try:
        follow(run, lambda: len(run.recent.snapshots()) >= 12)
        run.set_paused(True)
        stood = run.played_s
        shots = run.recent.snapshots()
        assert shots[0].seq < shots[-1].seq <= run.frames
        assert shots[-1].at_s <= run.played_s == stood
        assert run.keep_picture("strip", strip_of(shots, 4), shots[0].at_s, shots[-1].at_s)
        first = run.id
        run.restart()
        assert run.recent.snapshots() == ()
        assert run.id != first
    finally:
        run.close()
    (kept,) = desk.running.pictures(answer)
    assert (kept.run_id, kept.kind, kept.from_s) == (first, "strip", shots[0].at_s)
    assert first in {one.id for one in desk.running.runs(answer)}
    with Image.open(io.BytesIO(kept.png)) as strip:
        assert strip.size[1] == 150


FLYING = TURNING.replace("    clock.tick(60)\n", "")


def test_without_a_pace_more_is_drawn_than_shown(desk: Desk, answer: GenerationId) -> None:
    run = desk.running.start(answer, python(FLYING))
    try:
        run.set_rate(0)
        follow(run, lambda: run.swaps > 2 * run.frames > 20)
    finally:
        run.close()
