# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From the text of a drawing to its picture."""

from __future__ import annotations

import re

from sidelight.api import Context, Image, Note, Rendered, RenderError, Severity, apart
from sidelight_svg import adapting, colours, fonts, size, weight, words
from sidelight_svg.element import Element
from sidelight_svg.part import cut, part_of
from sidelight_svg.reading import read

SECONDS = 8.0
MEMORY_MB = 512

_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image", "use")
_LAYOUT = re.compile(r"(?:max-|min-)?(?:width|height)|display|(?:margin|padding|border|background|box)[-\w]*")


def draw(text: str, context: Context, *, finished: bool, growing: bool = False) -> Rendered:
    """The drawing as a PNG at the scale of ``context``, with remarks on what is not as it was written.

    One that is not ``finished`` may break off anywhere; that is worth a remark unless it is ``growing``.

    Raises:
        RenderError: it cannot be drawn; the message says why.
    """
    document = read(text, finished=finished, dark=context.dark)
    root = document.root
    empty = not any(element.name in _SHAPES for element in root.all())
    if empty and growing:
        raise RenderError("There is no shape yet.")
    paper = _paper(root, context, adapts=document.adapts)
    rounded = root.style.get("border-radius", "")
    for name in [name for name in root.style if _LAYOUT.fullmatch(name)]:
        value = root.style.pop(name)
        own = size.length(root.attributes.get(name, ""))
        if name in ("width", "height") and own is None and size.length(value) is not None:
            root.attributes[name] = value
    measured = size.fit(root, context)
    missing = adapting.adapt(root, (measured.width, measured.height))
    paper = adapting.turn(root, rounded, paper)
    weight.check(root)
    alt_text = described(root)
    if (part := part_of(context.settings.get("part"))) is not None:
        root, measured = cut(root, measured, part, context.scale)
    pixels = _drawn(root, context, paper)
    notes = [*document.notes, *measured.notes]
    if words.has_emoji(root) and not fonts.found(tuple(context.font_folders)).emoji:
        notes.append(Note("No font here has emoji; boxes stand for them.", Severity.INFO))
    if missing:
        notes.append(Note(f"Browsers draw this, and it is not drawn here: {', '.join(missing)}."))
    if empty:
        notes.append(Note("The drawing has nothing in it.", Severity.WARNING))
    if not finished and not growing:
        notes.append(Note("The drawing breaks off; it is shown as far as it goes.", Severity.INFO))
    image = Image(pixels, measured.width, measured.height)
    return Rendered.of_png(image, alt_text=alt_text, notes=notes)


def described(root: Element) -> str:
    """What is to be seen, in words: the drawing's own title, or what it consists of."""
    own = root.attributes.get("aria-label") or _first(root, "title") or _first(root, "desc")
    if own:
        return f"Drawing: {own[:300]}"
    shapes = sum(element.name in _SHAPES and element.name != "text" for element in root.all())
    text = " ".join(filter(None, (element.words() for element in root.all() if element.name == "text")))
    said = f" and the words: {text[:300]}" if text else ""
    return f"Drawing of {shapes:,} {'shape' if shapes == 1 else 'shapes'}{said}"


def _first(root: Element, name: str) -> str:
    return next((child.words() for child in root.elements if child.name == name and child.words()), "")


def _paper(root: Element, context: Context, *, adapts: bool) -> str | None:
    """The colour behind the drawing: its own, or white where it was hardly made for a dark window.

    A drawing that says ``color-scheme: … dark`` or asks how the window is looks after itself.
    """
    own = root.style.get("background-color") or root.style.get("background", "")
    if own:
        return own if "gradient(" in own else colours.plain(own)[:60].strip()
    wish = context.settings.get("paper", "auto")
    if wish == "white" or (wish != "none" and context.dark and not adapts):
        return "#ffffff"
    return None


def _drawn(root: Element, context: Context, paper: str | None) -> bytes:
    import resvg_py

    has_text = any(element.name == "text" for element in root.all())
    chosen = fonts.found(tuple(context.font_folders)) if has_text else fonts.Fonts((), "", "", "")
    if chosen.emoji:
        words.pictured(root, chosen.emoji)
    source = root.written()

    def engine(background: str | None) -> bytes:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=source,
                background=background,
                dpi=96,
                languages=["en"],
                skip_system_fonts=True,
                font_files=list(chosen.files),
                font_family=chosen.serif or None,
                serif_family=chosen.serif or None,
                sans_serif_family=chosen.sans or None,
                monospace_family=chosen.fixed or None,
                cursive_family=chosen.serif or None,
                fantasy_family=chosen.sans or None,
            )
        )

    def work() -> bytes:
        try:
            return engine(paper)
        except ValueError as error:
            if "background" not in str(error):
                raise RenderError(_plain(str(error))) from None
            return engine(None)
        except BaseException as error:
            # That is how the engine's own assertions arrive; they are no exceptions of Python's.
            if type(error).__name__ != "PanicException":
                raise
            raise RenderError(
                "The engine cannot draw this: some size in it is out of all proportion."
            ) from None

    return apart(work, seconds=SECONDS, memory_mb=MEMORY_MB, cancelled=context.cancelled)


def _plain(words: str) -> str:
    """What resvg says, as a sentence."""
    words = " ".join(words.replace("SVG data parsing failed cause", "").split())
    if "nodes limit" in words:
        return "The drawing uses itself, or has too many parts."
    return f"The drawing cannot be drawn: {words}."
