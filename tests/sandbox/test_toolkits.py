# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Every toolkit that the stage knows draws inside the sandbox too, at both levels."""

from __future__ import annotations

import select
import time

import pytest

from sidelight.domain.running import Limits, Policy
from sidelight.sandbox.events import Ended
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program
from support.stage_truth import CORPUS

DRAWING = Policy(Limits(seconds=60, cpu_seconds=None))
ALWAYS = {
    "pyglet_shapes",
    "moderngl_glfw",
    "mglw_pyglet",
    "matplotlib_wave",
    "pygame_2d_balls",
    "turtle_star",
}
PATIENCE_S = 100.0


def scripts():
    for path in sorted(CORPUS.glob("*.py")):
        marks = () if path.stem in ALWAYS else pytest.mark.slow
        yield pytest.param(path, id=path.stem, marks=marks)


@pytest.mark.parametrize("script", list(scripts()))
def test_a_script_of_the_corpus_moves(means, level, script):
    pictures = set()
    until = time.monotonic() + PATIENCE_S
    with begin(Program(script.read_text("utf-8"), stage=True), DRAWING, level, means) as running:
        while len(pictures) < 3:
            assert select.select([running], [], [], max(0.0, until - time.monotonic()))[0], "nothing moves"
            ended = [event.end for event in running.events() if isinstance(event, Ended)]
            frame = running.latest_frame()
            if frame is not None:
                pictures.add(hash(bytes(frame.pixels)))
            del frame
            assert not ended or len(pictures) >= 3, ended[0].stderr
        running.stop()
        end = running.wait(PATIENCE_S)
    assert end.survivors == 0
