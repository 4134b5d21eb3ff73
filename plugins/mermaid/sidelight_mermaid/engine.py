# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Mermaid in a JavaScript engine that is made ready once and forked for each diagram."""

from __future__ import annotations

import os
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

from sidelight_mermaid.source import refusal

# The face that is measured; named, so that it is the one that is drawn as well.
_FAMILY = "DejaVu Sans"
_FONT = {"fontFamily": _FAMILY}

# Some outlines are drawn with a little chance in them; the same text is to give the same picture.
STEADY = "(() => { let last = 1; Math.random = () => (last = (last * 16807) % 2147483647) / 2147483647; })();"

# Pictures and addresses have no place in what goes to the rasteriser, wherever they come from.
_PICTURE = re.compile(r"<(?:[\w-]+:)?(?:image|img|feImage|script|iframe|link)\b[^>]*>", re.IGNORECASE)
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_EAST_ASIAN_FONTS = (
    "cjk",
    "wqy",
    "notosanssc",
    "notosansjp",
    "notosanskr",
    "droidsansfallback",
    "unifont",
    "pingfang",
)
_SYSTEM_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts")


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


def drawn(text: str, theme: str, font_folders: Sequence[str]) -> str:
    """The diagram as an SVG document. Uses the engine up: to be called in a forked process.

    Raises:
        RenderError: Mermaid cannot read it.
    """
    if _EAST_ASIAN.search(text):
        _learn_east_asian(font_folders)
    context = ready()
    context.eval(render_script(text, theme, {"fontFamily": _FAMILY, "themeVariables": _FONT}, None))
    run_event_loop(context.eval, lambda: bool(context.execute_pending_job()))
    try:
        svg = collect_svg(lambda script: context.eval(f"__flat({script})"))
    except MermaidRenderError as error:
        raise refusal(str(error), text) from None
    return _PICTURE.sub("", svg)


def size(svg: str) -> tuple[float, float]:
    """Width and height of a drawing as it is meant, in pixels."""
    document = novasvg.Document.load_from_data(svg)
    return float(document.width), float(document.height)


def pixels(svg: str, width: int, height: int) -> bytes:
    """The drawing as a PNG."""
    return bytes(render_bitmap(svg, width=width, height=height).to_bytes("png", quality=90))


def _learn_east_asian(font_folders: Sequence[str]) -> None:
    """Measure and draw with a face that has such letters, if there is one; it takes DejaVu's place."""
    file = _east_asian_font(tuple(font_folders))
    if file is None:
        return
    for bold in (False, True):
        novasvg.fonts.add_font_face_from_file(_FAMILY, bold, False, file)
    font_metrics._REGULAR = font_metrics.Font(bold=False)  # noqa: SLF001
    font_metrics._BOLD = font_metrics.Font(bold=True)  # noqa: SLF001


@cache
def _east_asian_font(font_folders: tuple[str, ...]) -> str | None:
    names = [
        str(Path(place, name))
        for folder in (*font_folders, *_SYSTEM_FONTS)
        for place, _, files in os.walk(folder)
        for name in sorted(files)
        if name.lower().endswith((".ttf", ".otf", ".ttc"))
    ]
    for word in _EAST_ASIAN_FONTS:
        for name in names:
            if word in Path(name).name.lower().replace("-", "").replace(" ", ""):
                return name
    return None
