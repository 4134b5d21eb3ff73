# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""As the window asks: the renderer in its sandboxed worker, and the one for SVG behind it."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidelight.api import Artifact, Context, Kind
from sidelight.domain.running import Level
from sidelight.sandbox import run as sandbox
from sidelight.workbench.rendering import Rendering, RenderJob
from sidelight.workbench.settings import Places

DRAWINGS = Path(__file__).parent / "drawings"
PATIENCE_S = 120.0

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


@pytest.fixture
def rendering(tmp_path: Path) -> Iterator[Rendering]:
    made = Rendering(Places(tmp_path, tmp_path / "config"), {})
    assert made.ready()
    yield made
    made.close()


@pytest.fixture
def with_engine(rendering: Rendering, engine: Path, tmp_path: Path) -> Rendering:
    (tmp_path / "engines").symlink_to(engine.parents[1])
    return rendering


def shown(rendering: Rendering, text: str, language: str = "latex") -> RenderJob:
    job = rendering.start(Artifact(0, language, text, True), Context(scale=2.0))
    until = time.monotonic() + PATIENCE_S
    while not job.ended and time.monotonic() < until:
        select.select([rendering], [], [], PATIENCE_S)
        rendering.pump()
    assert job.ended
    return job


def test_a_unicorn_comes_to_the_window_as_a_picture(with_engine: Rendering) -> None:
    job = shown(with_engine, (DRAWINGS / "unicorn.tex").read_text("utf-8"))
    assert job.failure == ""
    assert job.rendered is not None
    assert job.rendered.kind is Kind.PNG
    assert job.rendered.image is not None
    assert 200 < job.rendered.image.width < 400
    assert "A unicorn with" in job.rendered.alt_text
    assert job.source_svg is not None
    assert job.source_svg.startswith(b"<svg")


def test_an_error_comes_with_its_line_and_the_next_drawing_is_drawn(with_engine: Rendering) -> None:
    failed = shown(with_engine, "\\begin{tikzpicture}\n\\drwa (0,0);\n\\end{tikzpicture}")
    assert "\\drwa" in failed.failure
    assert failed.line == 2
    assert shown(with_engine, "\\draw (0,0) circle (1);", "tikz").failure == ""


@pytest.mark.slow
def test_an_endless_loop_ends_by_itself_and_harms_nobody(with_engine: Rendering) -> None:
    endless = shown(with_engine, r"\tikz{\def\x{\x}\x}")
    assert "did not come to an end" in endless.failure
    assert shown(with_engine, "\\draw (0,0) circle (1);", "tikz").failure == ""


def test_without_the_engine_the_window_says_how_to_get_it(rendering: Rendering) -> None:
    assert "sidelight plugin get-engine tikz" in shown(rendering, r"\tikz\draw (0,0) -- (1,1);").failure
