# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The pictures in ``docs/images``: made from the real window, which must show what they claim.

``SIDELIGHT_UPDATE_PICTURES=1`` writes them; otherwise they are made and looked at, but not kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

IMAGES = Path(__file__).parents[3] / "docs" / "images"


@pytest.mark.parametrize(("look", "name"), [("light", "main-window.png"), ("dark", "main-window-dark.png")])
def test_the_window_shows_two_answers_and_turning_cubes(
    look: str, name: str, data_folder_with_model: Path, tmp_path: Path
) -> None:
    picture = tmp_path / name
    done = subprocess.run(
        [sys.executable, "-m", "sidelight", "self-test", "--screenshot", str(picture), "--look", look],
        env={**os.environ, "SIDELIGHT_DATA": str(data_folder_with_model)},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("a cube turns") == 2
    assert done.stdout.rstrip().endswith("Everything held.")
    with Image.open(picture) as opened:
        shown = opened.convert("RGB")
    assert shown.size == (1440, 900)
    brightness = shown.resize((1, 1)).getpixel((0, 0))
    assert isinstance(brightness, tuple)
    assert (sum(brightness) / 3 > 128) == (look == "light")
    # A cube has strongly coloured faces; the rest of the window has next to none.
    coloured = sum(
        count
        for count, (red, green, blue) in shown.getcolors(1 << 24) or ()
        if max(red, green, blue) - min(red, green, blue) > 110
    )
    assert coloured > 3000
    if os.environ.get("SIDELIGHT_UPDATE_PICTURES"):
        IMAGES.mkdir(exist_ok=True)
        shown.save(IMAGES / name, optimize=True)
