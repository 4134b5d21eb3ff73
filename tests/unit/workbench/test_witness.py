# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is copied of a run, when it is judged, and what is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from sidelight.domain.identity import RunId
from sidelight.domain.verdict import Finding, Verdict
from sidelight.probes.watched import Ending
from sidelight.sandbox.frames import Frame
from sidelight.workbench.witness import Witness
from unit.probes.drawing import LARGE, turning

RUN = RunId("run")
CUBE = turning()
STOPPED = Ending(-15, stopped=True)


class Watch:
    """A witness, the run's clock, and what was found; work is done at once unless it is held back."""

    def __init__(self, *, edited: bool = False) -> None:
        self.now = 0.0
        self.found: list[Finding] = []
        self.held: list[Callable[[], None]] | None = None
        self.seq = 0
        self.witness = Witness(self.give, lambda _run, finding: self.found.append(finding))
        self.witness.begin(RUN, lambda: self.now, edited=edited)

    def give(self, job: Callable[[], None]) -> None:
        if self.held is None:
            job()
        else:
            self.held.append(job)

    def show(self, draw=CUBE, size=LARGE) -> None:
        image = Image.new("RGB", size, "#101218")
        draw(ImageDraw.Draw(image), self.now)
        self.seq += 1
        self.witness.look(Frame(*size, self.seq, 0, memoryview(image.tobytes("raw", "BGRX"))))

    def play(self, seconds: float, **options) -> None:
        for _ in range(round(seconds * 10)):
            self.show(**options)
            self.now += 0.1

    @property
    def verdicts(self) -> list[Verdict]:
        return [finding.verdict for finding in self.found]


def test_a_cube_passes_while_it_turns_and_is_not_judged_again_when_it_is_stopped():
    watch = Watch()
    watch.play(2.9)
    assert watch.found == []
    watch.play(0.5)
    assert watch.verdicts == [Verdict.PASS]
    assert watch.witness.settled
    watch.play(8)
    watch.witness.end(STOPPED)
    assert watch.verdicts == [Verdict.PASS]
    assert not watch.witness.active


def test_an_error_after_a_pass_is_told():
    watch = Watch()
    watch.play(4)
    watch.witness.end(Ending(1, stderr="Traceback\nValueError: x\n"))
    assert watch.verdicts == [Verdict.PASS, Verdict.FAIL]


def test_a_picture_that_was_drawn_once_is_judged_by_the_clock():
    watch = Watch()
    watch.show()
    for _ in range(12):
        watch.now += 1
        watch.witness.tick()
    assert watch.verdicts == [Verdict.FAIL]
    assert "stood still" in watch.found[0].evidence[0]


def test_a_short_look_ends_in_an_uncertain_verdict():
    watch = Watch()
    watch.play(1)
    watch.witness.end(STOPPED)
    assert watch.verdicts == [Verdict.UNSURE]


def test_what_a_person_steers_is_not_looked_at():
    watch = Watch()
    watch.play(1)
    watch.witness.steered()
    watch.play(20)
    watch.witness.end(STOPPED)
    assert watch.verdicts == [Verdict.UNSURE]
    assert "1.0 s" in "".join(watch.found[0].evidence)


def test_edited_code_is_not_judged():
    watch = Watch(edited=True)
    watch.play(5)
    watch.witness.end(STOPPED)
    assert watch.found == []
    assert not watch.witness.active


def test_a_new_run_begins_anew():
    watch = Watch()
    watch.play(4)
    watch.witness.begin(RunId("next"), lambda: watch.now, edited=False)
    assert watch.witness.finding is None
    watch.play(4)
    assert watch.verdicts == [Verdict.PASS, Verdict.PASS]


def test_frames_are_let_go_while_the_thread_is_busy():
    watch = Watch()
    watch.held = []
    watch.play(2.5)
    assert len(watch.held) == 2


@pytest.mark.parametrize("size", [(1920, 1080), (40, 40), (3000, 20)])
def test_windows_of_any_size_are_watched(size):
    watch = Watch()
    draw = turning(at=(size[0] / 2, size[1] / 2), scale=min(size) / 6)
    for _ in range(35):
        watch.show(draw=draw, size=size)
        watch.now += 0.1
    watch.witness.end(STOPPED)
    assert watch.verdicts[-1] is (Verdict.PASS if size[0] == 1920 else Verdict.UNSURE)
