# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Scripts as models write them, right and wrong, end on the stage as they end with the real libraries."""

from __future__ import annotations

import ctypes.util
from pathlib import Path

import pytest

from support import outcomes
from support.stage_truth import CORPUS, WITHOUT_TRUTH
from virtual_display import VirtualDisplay, can_start

SAMPLES = Path(__file__).parents[2] / "samples" / "gl"
ALWAYS = {
    "spinning_pyramid_immediate",
    "shader_150_gradient",
    "wrong_name_in_callback",
    "missing_import_of_glu",
    "gl_error_invalid_enum",
    "blank_behind_camera",
    "shader_does_not_compile",
    "python2_print",
}
BY_BOTH = {"shader_150_gradient", "wrong_name_in_callback"}
SIZE = (1600, 1000)
WITHOUT_END = WITHOUT_TRUTH | {
    "pygame_readpixels": "without a clock its squares are gone on a real display before one has looked"
}


def scripts(always, others=()):
    return [
        pytest.param(path, id=path.stem, marks=() if path.stem in always else pytest.mark.slow)
        for path in [*sorted(SAMPLES.glob("*.py")), *others]
    ]


def said(script):
    """What the third line of a sample says: the outcome, and a word of what it complains of."""
    line = script.read_text("utf-8").splitlines()[2]
    assert line.startswith("# Ends: ")
    outcome, _, error = line.removeprefix("# Ends: ").partition(" ")
    return outcome, error


@pytest.fixture(scope="module")
def screen():
    if not can_start():
        pytest.skip("Xvfb is not installed")
    display = VirtualDisplay(f"{SIZE[0]}x{SIZE[1]}x24")
    # It stays for all scripts: a display ends what it shows when the last connection goes.
    shown = outcomes.Screen(display.name, *SIZE)
    yield shown
    shown.close()
    display.close()


def test_there_are_scripts_of_every_kind():
    kinds = [said(script)[0] for script in SAMPLES.glob("*.py")]
    assert len(kinds) >= 40
    assert {kind: kinds.count(kind) >= 5 for kind in set(kinds)} == dict.fromkeys(
        ("changing", "static", "blank", "error"), True
    )


@pytest.mark.parametrize("script", scripts(ALWAYS))
def test_a_script_ends_on_the_stage_as_it_says(start, script):
    outcome, error = said(script)
    found = outcomes.on_stage(start(script, interval_us=16_667))
    assert found.outcome == outcome, found.error
    assert error in found.error
    assert bool(error) == bool(found.error)


@pytest.mark.parametrize("script", scripts(BY_BOTH, sorted(CORPUS.glob("*.py"))))
def test_a_script_ends_as_with_the_real_libraries(start, screen, script):
    if script.stem in WITHOUT_END:
        pytest.skip(WITHOUT_END[script.stem])
    if "GLUT" in script.read_text("utf-8") and ctypes.util.find_library("glut") is None:
        pytest.skip("there is no freeglut here")
    ours = outcomes.on_stage(start(script, interval_us=16_667))
    assert ours == outcomes.bare(script, screen)
