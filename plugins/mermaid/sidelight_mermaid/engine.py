# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Mermaid in a JavaScript engine that is made ready once and forked for each diagram."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import novasvg
import novasvg.fonts
from mermaidx import font_metrics
from mermaidx.engines._common import (
    MermaidRenderError,
    TextMeasurer,
    collect_svg,
    render_script,
    run_event_loop,
)
from mermaidx.engines.quickjs_engine import Engine
from mermaidx.raster import render_bitmap

from sidelight_mermaid import letters
from sidelight_mermaid.mending import fit_for_drawing
from sidelight_mermaid.source import refusal

# The face that is measured; named, so that it is the one that is drawn as well.
_FAMILY = "DejaVu Sans"
_FONT = {"fontFamily": _FAMILY}
_FACES = Path(font_metrics.__file__).parent / "assets" / "fonts"

# A plan is as wide as its place, in pixels; in less room its dates would stand over each other.
_NARROWEST, _WIDEST = 720.0, 1000.0

# Some outlines are drawn with a little chance in them; the same text is to give the same picture.
STEADY = "(() => { let last = 1; Math.random = () => (last = (last * 16807) % 2147483647) / 2147483647; })();"

# Pictures and addresses have no place in what goes to the rasteriser, wherever they come from.
_PICTURE = re.compile(r"<(?:[\w-]+:)?(?:image|img|feImage|script|iframe|link)\b[^>]*>", re.IGNORECASE)


@cache
def ready() -> Any:
    """An engine into which Mermaid is loaded and that has drawn nothing yet. Takes half a second, once."""
    engine = Engine()
    engine._measurer = TextMeasurer()  # noqa: SLF001
    # Not by Engine.start(): its thread would not be there after a fork.
    context = engine._build_context()  # noqa: SLF001
    context.eval(STEADY)
    context.eval((Path(__file__).parent / "quick.js").read_text("utf-8"))
    return context


def learn(text: str, emoji: int, font_folders: Sequence[str]) -> None:
    """Measure and draw with a face that has all letters of a text, and room for so many emoji."""
    if text.isascii():
        return
    for bold, name in ((False, "DejaVuSans.ttf"), (True, "DejaVuSans-Bold.ttf")):
        face = letters.face_with(_FACES / name, text, emoji, font_folders)
        if face is not None:
            novasvg.fonts.add_font_face_from_data(_FAMILY, bold, False, face)
    font_metrics._REGULAR = font_metrics.Font(bold=False)  # noqa: SLF001
    font_metrics._BOLD = font_metrics.Font(bold=True)  # noqa: SLF001


def drawn(text: str, theme: str, room: float = _WIDEST) -> str:
    """The diagram as an SVG document. Uses the engine up: to be called in a forked process.

    Args:
        text: of the diagram.
        theme: one of Mermaid's.
        room: how wide the place is, in pixels; a plan is laid out for it, as far as its dates have room.

    Raises:
        RenderError: Mermaid cannot read it.
    """
    context = ready()
    wide = {"useWidth": max(_NARROWEST, min(room, _WIDEST))}
    given = {"fontFamily": _FAMILY, "themeVariables": _FONT, "gantt": wide}
    context.eval(render_script(text, theme, given, None))
    run_event_loop(context.eval, lambda: bool(context.execute_pending_job()))
    try:
        svg = collect_svg(lambda script: context.eval(f"__flat({script})"))
    except MermaidRenderError as error:
        raise refusal(str(error), text) from None
    return fit_for_drawing(_PICTURE.sub("", svg), dark=theme == "dark")


def size(svg: str) -> tuple[float, float]:
    """Width and height of a drawing as it is meant, in pixels."""
    document = novasvg.Document.load_from_data(svg)
    return float(document.width), float(document.height)


def pixels(svg: str, width: int, height: int) -> bytes:
    """The drawing as a PNG."""
    return bytes(render_bitmap(svg, width=width, height=height).to_bytes("png", quality=90))
