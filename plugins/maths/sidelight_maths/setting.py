# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From the text of formulas to their picture."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

from sidelight.api import Context, Image, Note, Rendered, RenderError, Severity, apart
from sidelight_maths.breaking import broken
from sidelight_maths.engine import Laid, lay_out, prepare
from sidelight_maths.lending import lender
from sidelight_maths.source import formulas

SECONDS = 8.0
MEMORY_MB = 300
LARGEST = 8192
_MARGIN = 1.0
_GAP = 0.8
_SMALLEST = 0.7
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Below this, setting takes so little that a process of its own would take longer.
_SHORT = 400


def typeset(text: str, context: Context, *, inline: bool) -> Rendered:
    """The formulas of a text, one below the other, as a PNG at the scale of ``context``.

    Raises:
        RenderError: see ``source.formulas``, ``rewriting.rewritten`` and ``engine.lay_out``.
    """
    prepare()
    if len(text) <= _SHORT:
        head, pixels = _drawn(text, context, inline=inline)
    else:
        answer = apart(
            lambda: b"\n".join(_drawn(text, context, inline=inline)),
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
            cancelled=context.cancelled,
        )
        head, _, pixels = answer.partition(b"\n")
    figures, _, missing = head.decode().partition("|")
    width, height, baseline, factor = map(float, figures.split())
    notes = []
    if factor < 1:
        notes.append(Note(f"Drawn at {factor:.0%} of its size to fit the width.", Severity.INFO))
    if width > context.width + 1 and not inline:
        notes.append(Note("The formula is wider than the room for it.", Severity.INFO))
    if missing:
        notes.append(
            Note(f"No font here has {'this letter' if len(missing) == 1 else 'these letters'}: {missing}.")
        )
    image = Image(pixels, width, height, baseline)
    return Rendered.of_png(image, alt_text=f"Formula: {' '.join(text.split())[:500]}", notes=notes)


def _drawn(text: str, context: Context, *, inline: bool) -> tuple[bytes, bytes]:
    """Width, height, baseline and factor as words, and the picture."""
    import resvg_py

    colour = context.colours.get("text", "")
    if not _COLOUR.fullmatch(colour):
        colour = "#e8e8e8" if context.dark else "#1a1a1a"
    given = context.settings.get("size", 16)
    size = (
        min(max(float(given), 6.0), 96.0) if isinstance(given, int | float) and math.isfinite(given) else 16.0
    )
    room = context.width - 2 * _MARGIN if math.isfinite(context.width) and context.width >= 64 else 640.0
    lends = lender(tuple(context.font_folders)) if not text.isascii() else None
    rows: list[Laid] = []
    for formula in formulas(text):
        laid = lay_out(formula, size, colour, inline=inline, lender=lends)
        if laid.width > room and not inline:
            rows += [
                lay_out(piece, size, colour, inline=inline, lender=lends)
                for piece in broken(formula, room / laid.width)
            ]
        else:
            rows.append(laid)
    drawing, width, height = _stacked(rows, size * _GAP)
    factor = 1.0 if inline or width <= room else max(room / width, _SMALLEST)
    scale = min(max(context.scale, 0.25), 8.0) * factor
    if max(width, height) * scale > LARGEST:
        scale = LARGEST / max(width, height)
    drawing.set("width", str(max(1, math.ceil(width * scale))))
    drawing.set("height", str(max(1, math.ceil(height * scale))))
    pixels = bytes(resvg_py.svg_to_bytes(svg_string=ET.tostring(drawing, "unicode"), skip_system_fonts=True))
    baseline = (_MARGIN + rows[0].above) * factor
    missing = "".join(sorted(set(text) & lends.missing))[:20] if lends else ""
    return f"{width * factor} {height * factor} {baseline} {factor}|{missing}".encode(), pixels


def _stacked(rows: list[Laid], gap: float) -> tuple[ET.Element, float, float]:
    width = max(row.width for row in rows) + 2 * _MARGIN
    height = sum(row.above + row.below for row in rows) + gap * (len(rows) - 1) + 2 * _MARGIN
    if width * height > 400_000_000:
        raise RenderError("The formula is too large to be drawn.")
    drawing = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:.3f} {height:.3f}")
    y = _MARGIN
    for row in rows:
        row.math.node.draw(_MARGIN - row.left, y + row.above, drawing)
        y += row.above + row.below + gap
    return drawing, width, height
