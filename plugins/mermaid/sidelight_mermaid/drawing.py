# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From the text of a diagram to its picture."""

from __future__ import annotations

import math
import struct

from sidelight.api import Context, Image, Note, Rendered, RenderError, Severity, apart
from sidelight_mermaid import letters
from sidelight_mermaid.meant import meant
from sidelight_mermaid.mending import without_formulas
from sidelight_mermaid.plain import plain
from sidelight_mermaid.source import kind_of

SECONDS = 15.0
MEMORY_MB = 600
LONGEST = 50_000
MOST_LINES = 1_000
LARGEST = 8192
MOST_PIXELS = 24_000_000
FINEST = 64.0
_THEMES = ("default", "neutral", "forest", "dark", "base")
_UNREAD = ("Mermaid cannot", "This does not begin")
_SIZE = struct.Struct("<dd")


def draw(text: str, context: Context) -> Rendered:
    """The diagram as a PNG, as light or dark as the window.

    Raises:
        RenderError: Mermaid cannot read it, or does not come to an end with it.
    """
    from sidelight_mermaid import engine

    if len(text) > LONGEST:
        raise RenderError(f"The diagram is longer than {LONGEST:,} characters.")
    if text.count("\n") >= MOST_LINES:
        raise RenderError(f"The diagram has more than {MOST_LINES:,} lines.")
    if not text.strip():
        raise RenderError("There is no diagram here.")
    wish = context.settings.get("theme", "auto")
    theme = wish if wish in _THEMES else "dark" if context.dark else "default"
    # Text that UTF-8 has no form for would not come through to the engine.
    clean = text.replace("\0", "\ufffd").replace("\r\n", "\n").encode("utf-8", "replace").decode()
    clean, formulas = without_formulas(clean)
    notes = [Note("Formulas in a diagram are shown as plain signs.", Severity.INFO)] if formulas else []
    engine.ready()
    try:
        return _drawn(text, clean, theme, context, notes)
    except RenderError as refused:
        mended = meant(clean)
        if mended is None or context.cancelled() or not str(refused).startswith(_UNREAD):
            raise
        said = Note(f"{refused} It is drawn as it was meant.", line=refused.line)
        try:
            return _drawn(text, mended, theme, context, [said, *notes])
        except RenderError:
            raise refused from None


def _drawn(text: str, clean: str, theme: str, context: Context, notes: list[Note]) -> Rendered:
    """The picture of ``clean``, which Mermaid gets, with what was given in its words.

    Raises:
        RenderError: Mermaid cannot read it.
    """
    from sidelight_mermaid import engine

    given = letters.spelled(clean, context.font_folders)
    as_svg = context.settings.get("as") == "svg"  # for a file, where the picture is there already

    def work() -> bytes:
        engine.learn(given.text, len(given.emoji), context.font_folders)
        svg = engine.drawn(given.text, theme, context.width)
        width, height = engine.size(svg)
        if not (0 < width < 1e6 and 0 < height < 1e6):
            raise RenderError("The diagram has nothing in it.")
        if as_svg:
            for number, one in enumerate(given.emoji):
                svg = svg.replace(chr(letters.FIRST + number), one)
            return _SIZE.pack(width, height) + plain(svg, (width, height)).encode("utf-8", "replace")
        fine = min(
            min(max(context.scale, 0.25), FINEST) if math.isfinite(context.scale) else 1.0,
            LARGEST / max(width, height),
            math.sqrt(MOST_PIXELS / (width * height)),
        )
        wide, high = max(1, round(width * fine)), max(1, round(height * fine))
        pixels = engine.pixels(svg, wide, high)
        return _SIZE.pack(width, height) + (_with_emoji(pixels, svg, wide, high) if given.emoji else pixels)

    def _with_emoji(pixels: bytes, svg: str, wide: int, high: int) -> bytes:
        from sidelight_mermaid import emoji

        def boxed(number: int) -> bytes:
            return engine.pixels(svg.replace(chr(letters.FIRST + number), letters.BOX), wide, high)

        return emoji.put_in(pixels, given.emoji, boxed, letters.coloured(tuple(context.font_folders)) or "")

    answer = apart(work, seconds=SECONDS, memory_mb=MEMORY_MB, cancelled=context.cancelled)
    width, height = _SIZE.unpack_from(answer)
    image = Image(answer[_SIZE.size :], width, height)  # the place decides how much smaller it may be
    kind = kind_of(clean) or "Diagram"
    if letters.has_emoji(given.text):
        notes.append(Note("No font here has emoji; boxes stand for them.", Severity.INFO))
    made = Rendered.of_svg if as_svg else Rendered.of_png
    return made(image, alt_text=f"{kind}: {' '.join(text.split())[:500]}", notes=notes)
