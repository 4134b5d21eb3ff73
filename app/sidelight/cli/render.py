# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight render``: one file shown as what it means, run or drawn."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sidelight.cli.output import FAILED, REFUSED, complain, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.domain.running import Level, Outcome

if TYPE_CHECKING:
    from sidelight.workbench.showing import Shown

_PAGES = ("html", "htm", "xhtml")


def render(
    file: Path,
    source: str,
    *,
    language: str | None,
    renderer: str | None,
    frames: int,
    seconds: float,
    size: tuple[int, int] | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """Show a file: a script and a page by running it, everything else by its plugin.

    Args:
        file: its name; nothing is read.
        source: its text.
        language: as a fence would name it; by the file's ending without.
        renderer: a plugin's id; ``page`` and ``python`` run what they show.
        frames: of what runs, enough pictures to stop at.
        seconds: how long to wait at most.
        size: of what runs, the window's; of a drawing, its width is the room that there is.
        out: a folder for what comes of it.
        as_json: print one object.

    Raises:
        UsageError: nothing shows it.
    """
    spoken = (language or {".py": "python"}.get(file.suffix.lower(), file.suffix[1:])).lower()
    if spoken == "python" and renderer in (None, "python"):
        return _live(file, source, False, frames, seconds, size, out, as_json)
    if renderer == "page" or (renderer is None and spoken in _PAGES and _alive_here()):
        return _live(file, source, True, frames, seconds, size, out, as_json)
    return _drawn(file, source, language, renderer, seconds, size, out, as_json)


def _alive_here() -> bool:
    from sidelight.workbench import live_pages

    return live_pages.possible()


def _live(
    file: Path,
    source: str,
    page: bool,
    frames: int,
    seconds: float,
    size: tuple[int, int] | None,
    out: Path | None,
    as_json: bool,
) -> int:
    from sidelight.workbench.live_pages import shelf_in
    from sidelight.workbench.scripts import render_script, rendering_as_json
    from sidelight.workbench.settings import Places

    shelf = shelf_in(Places.of(os.environ).data) if page else None
    stem = file.stem or "frame"
    shown = render_script(
        source, frames=frames, seconds=seconds, size=size, out=out, stem=stem, page=page, shelf=shelf
    )
    if as_json:
        print_json(rendering_as_json(shown))
    else:
        speed = f", {shown.fps:.1f} a second" if shown.fps else ""
        drew = shown.outcome not in (Outcome.ERROR, Outcome.REFUSED)
        beside = ", with an error" if shown.error and drew else ""
        say(f"{shown.outcome}{beside}: {'1 frame' if shown.frames == 1 else f'{shown.frames} frames'}{speed}")
        for image in shown.images:
            say(image)
        if shown.error:
            complain(shown.error)
    return {Outcome.REFUSED: REFUSED, Outcome.ERROR: FAILED}.get(shown.outcome, 0)


def _drawn(
    file: Path,
    source: str,
    language: str | None,
    renderer: str | None,
    seconds: float,
    size: tuple[int, int] | None,
    out: Path | None,
    as_json: bool,
) -> int:
    from sidelight.workbench import scripts
    from sidelight.workbench.rendering import Rendering
    from sidelight.workbench.settings import Places
    from sidelight.workbench.showing import WIDTH, language_of, show

    rendering = Rendering(Places.of(os.environ))
    try:
        rendering.ready()
        spoken = (language or language_of(rendering, file)).lower()
        if not spoken and renderer is None:
            raise UsageError(
                f"Sidelight does not know what a file {file.suffix or 'without an ending'} is.",
                "Say it with --language; see: sidelight plugin list",
            )
        shown = show(
            source,
            spoken,
            rendering,
            renderer=renderer,
            width=float(size[0]) if size else WIDTH,
            seconds=seconds,
            out=out,
            name=file.stem or "drawing",
        )
    finally:
        rendering.close()
    refused = bool(shown.error) and scripts.report().level is Level.NONE
    outcome = Outcome.REFUSED if refused else Outcome.ERROR if shown.error else Outcome.STATIC
    if as_json:
        print_json(_as_json(shown, outcome))
    else:
        say(f"{outcome}: {shown.alt_text}" if shown.alt_text else str(outcome))
        for line in (*shown.notes, *shown.files):
            say(line)
        if shown.error:
            complain(shown.error if shown.line is None else f"Line {shown.line}: {shown.error}")
    return {Outcome.REFUSED: REFUSED, Outcome.ERROR: FAILED}.get(outcome, 0)


def _as_json(shown: Shown, outcome: Outcome) -> dict[str, object]:
    """The fields of what runs, and after them those that only a drawing has."""
    return {
        "renderer": shown.renderer,
        "outcome": outcome.value,
        "frames": 0 if shown.error else 1,
        "fps": None,
        "first_frame_ms": round(shown.took_ms, 1),
        "error": shown.error or None,
        "images": list(shown.files),
        "kind": shown.kind or None,
        "alt_text": shown.alt_text,
        "notes": list(shown.notes),
        "line": shown.line,
    }
