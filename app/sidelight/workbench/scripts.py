# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running a script file on its own, without a project: for the command line and for scripts of one's own."""

from __future__ import annotations

import select
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import SandboxRefused, UsageError
from sidelight.domain.identity import GenerationId
from sidelight.domain.running import Level, Limits, Outcome, Policy, Run, RunEnd, SandboxReport
from sidelight.sandbox import run as sandbox
from sidelight.sandbox.frames import Frame
from sidelight.workbench import live_pages
from sidelight.workbench.live_run import LiveRun
from sidelight.workbench.moment import Moment
from sidelight.workbench.picture import png_of

PICTURES_SAVED = 5
LARGEST = (3840, 2160)
STILL_S = 2.0


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a script showed. ``error`` is its traceback or the reason why it was not run.

    Beside what it showed, it is one line: an error that nobody caught, though it went on.
    """

    renderer: str
    outcome: Outcome
    frames: int
    fps: float | None
    first_frame_ms: float | None
    error: str | None
    images: tuple[str, ...]


def report() -> SandboxReport:
    """What this machine can hold."""
    return sandbox.probe()


def run_script(source: str, *, seconds: float, memory_mb: int, gpu: bool = False) -> RunEnd:
    """Run a program in the sandbox and wait for its end; it is ``refused`` where nothing can hold it.

    With ``gpu`` a graphics card may be used, if there is one.
    """
    limits = Limits(seconds=seconds, cpu_seconds=max(1, round(seconds)), memory_mb=memory_mb)
    try:
        running = sandbox.start(sandbox.Program(source=source), Policy(limits, gpu=gpu))
    except SandboxRefused as refusal:
        return RunEnd("refused", None, None, Level.NONE, "", refusal.sentence, 0.0, 0.0)
    try:
        return running.wait()
    finally:
        running.close()


def render_script(
    source: str,
    *,
    frames: int,
    seconds: float,
    size: tuple[int, int] | None,
    out: Path | None,
    stem: str = "frame",
    page: bool = False,
    shelf: Path | None = None,
) -> Rendering:
    """Run a drawing script, or a page, until it has shown some frames, and judge them.

    A page that stands still is not waited for longer than two seconds: it may stay for ever.

    Args:
        source: a Python program, or a page of HTML.
        frames: enough frames to stop at.
        seconds: how long to wait for them.
        size: width and height in pixels that a window which may be resized is given; ``None`` leaves it as
            the script made it.
        out: a folder for up to five PNG pictures; ``None`` saves none.
        stem: what their names begin with.
        page: the source is a page.
        shelf: where libraries for pages lie, or would lie.

    Raises:
        UsageError: the size is not possible, or nothing is to be waited for.
    """
    possible = size is None or (1 <= size[0] <= LARGEST[0] and 1 <= size[1] <= LARGEST[1])
    if not possible or frames < 1 or seconds <= 0:
        raise UsageError(
            f"The size must lie between 1x1 and {LARGEST[0]}x{LARGEST[1]}, frames and seconds above 0.",
            "Change them.",
        )
    moment = Moment.real()
    program = sandbox.Program(source=source, stage=True)
    policy = Policy(Limits(seconds=seconds + 5, cpu_seconds=None))
    kept: list[Run] = []
    name = "page" if page else "python"
    artifact = Artifact(index=0, language="html" if page else "python", text=source, complete=True)
    try:
        live = LiveRun(
            GenerationId(""),
            artifact,
            lambda text: live_pages.start(text, shelf=shelf) if page else sandbox.start(program, policy),
            kept.append,
            moment,
            look_every_ms=0.0,
        )
    except SandboxRefused as refusal:
        return Rendering(name, Outcome.REFUSED, 0, None, None, refusal.sentence, ())
    try:
        place = None if out is None else out / stem
        images, fps = _watch(live, frames, seconds, size, place, moment, STILL_S if page else seconds)
    finally:
        live.close()
    ended = kept[-1]
    error = ended.stderr.strip() or f"It ended with exit code {ended.exit_code}."
    return Rendering(
        renderer=name,
        outcome=ended.outcome,
        # More may have come until it was stopped.
        frames=min(ended.frames, frames),
        fps=fps,
        first_frame_ms=ended.first_frame_ms,
        error=error if ended.outcome is Outcome.ERROR else live.uncaught or None,
        images=images,
    )


def rendering_as_json(rendering: Rendering) -> dict[str, object]:
    """The fields in the order in which the command line prints them."""
    return {
        "renderer": rendering.renderer,
        "outcome": rendering.outcome.value,
        "frames": rendering.frames,
        "fps": None if rendering.fps is None else round(rendering.fps, 1),
        "first_frame_ms": None if rendering.first_frame_ms is None else round(rendering.first_frame_ms, 1),
        "error": rendering.error,
        "images": list(rendering.images),
    }


def _watch(
    live: LiveRun,
    frames: int,
    seconds: float,
    size: tuple[int, int] | None,
    out: Path | None,
    moment: Moment,
    still_s: float,
) -> tuple[tuple[str, ...], float | None]:
    """Follow a run to its end or to enough frames; the pictures saved, and frames a second.

    ``out`` is the folder of the pictures and what their names begin with.
    """
    due = moment.steady_ms() + seconds * 1000
    wanted = [1 + step * (frames - 1) // (PICTURES_SAVED - 1) for step in range(PICTURES_SAVED)]
    saved: list[str] = []
    first: tuple[int, float] | None = None
    last = (0, 0.0)
    while live.running and live.frames < frames and moment.steady_ms() < due:
        select.select([live.fileno()], [], [], 0.02)
        live.pump()
        if size is not None and live.window is not None and live.resizable and live.window != size:
            live.send({"t": "resize", "w": size[0], "h": size[1]})
            size = None
        frame = live.latest_frame()
        if frame is None or frame.seq == last[0]:
            if first is not None and moment.steady_ms() - last[1] > still_s * 1000:
                break
            continue
        last = (frame.seq, moment.steady_ms())
        first = first or last
        if out is not None and wanted and frame.seq >= wanted[0]:
            while wanted and frame.seq >= wanted[0]:
                wanted.pop(0)
            saved.append(_save(frame, out))
    frame = live.latest_frame()
    if out is not None and wanted and frame is not None and saved[-1:] != [_place(frame, out)]:
        # It ended early, or stands still: how it ended is worth a picture.
        saved.append(_save(frame, out))
    if first is None or last[0] == first[0]:
        return tuple(saved), None
    return tuple(saved), (last[0] - first[0]) / max(1e-3, (last[1] - first[1]) / 1000)


def _place(frame: Frame, out: Path) -> str:
    return f"{out}-{frame.seq:06d}.png"


def _save(frame: Frame, out: Path) -> str:
    target = Path(_place(frame, out))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(png_of(frame.width, frame.height, bytes(frame.pixels)))
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}.", "Name a folder.") from error
    return str(target)
