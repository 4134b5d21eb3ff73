# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One picture of a script twice: with the real libraries on an X display, and on the stage."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sidelight.stage import environment

RUNNER = Path(__file__).parents[1] / "unit" / "stage" / "scripts" / "until_swap.py"
CORPUS = RUNNER.parent / "corpus"

WITHOUT_TRUTH = {
    "pygame_msaa": "a virtual X display has no multisampled visuals",
    "turtle_star": "Tk draws slanted lines by other rules, and it is no package that could be pinned",
    "pygame_fullscreen": "without a window manager the real full screen takes another size",
}
"""Scripts of the corpus that the real libraries cannot draw on a virtual display, and why."""


@dataclass(frozen=True)
class Picture:
    """BGRA, rows from the top."""

    width: int
    height: int
    pixels: bytes
    said: str


def real_environment() -> dict[str, str]:
    """The environment of a script on a real display; renderer threads as on the stage."""
    given = environment.stage_environment(1)
    environ = {name: value for name, value in os.environ.items() if name not in given}
    return environ | {
        "LP_NUM_THREADS": "1",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
        "SDL_AUDIODRIVER": "dummy",
        "QT_QPA_PLATFORM": "xcb",
    }


def real_picture(script: Path, swap: int, folder: Path) -> Picture:
    """What the real libraries show at a swap.

    Raises:
        AssertionError: They do not get that far.
    """
    file = folder / f"{script.stem}.bgra"
    done = subprocess.run(
        [sys.executable, str(RUNNER), str(script), str(swap), str(file)],
        env=real_environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert file.exists(), done.stderr
    written = file.read_bytes()
    return Picture(*struct.unpack_from("<II", written), written[8:], done.stdout)


def stage_picture(child, swap: int) -> Picture:
    """What the stage shows at a swap; ``child`` is ``RUNNER`` on the stage with the script, swap and "-"."""
    child.until(lambda: child.out.endswith("there\n"), "the swap never came")
    frame = child.frame(swap)
    return Picture(frame.width, frame.height, bytes(frame.pixels), child.out.replace("there\n", ""))


def differing(ours: Picture, real: Picture) -> int:
    """Pixels that differ in colour; a window's own alpha means nothing."""
    assert (ours.width, ours.height) == (real.width, real.height)
    assert len(ours.pixels) == len(real.pixels)
    colours = [bytearray(picture.pixels) for picture in (ours, real)]
    for picture in colours:
        picture[3::4] = b"\xff" * (len(picture) // 4)
    if colours[0] == colours[1]:
        return 0
    return sum(colours[0][at : at + 4] != colours[1][at : at + 4] for at in range(0, len(ours.pixels), 4))
