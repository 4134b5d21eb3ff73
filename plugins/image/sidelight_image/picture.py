# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From the bytes of a picture to one that the window shows."""

from __future__ import annotations

import io
import re
import warnings

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from sidelight.api import Context, Image, Note, Rendered, RenderError, Severity
from sidelight_image.address import Carried, carried

MOST_PIXELS = 24_000_000
LARGEST = 4096
_ROOT = re.compile(r"<svg\b[^>]{0,4000}", re.IGNORECASE)
_SIDE = re.compile(r"\b(width|height)\s*=\s*[\"'](\d{1,6}(?:\.\d{1,6})?)(?:px)?[\"']")
_BOX = re.compile(
    r"viewBox\s*=\s*[\"'](?:[-\d.]{1,12}[\s,]+){2}(\d{1,6}(?:\.\d*)?)[\s,]+(\d{1,6}(?:\.\d*)?)\s*[\"']"
)
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
# No other decoder is ever begun.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")


def show(text: str, context: Context) -> Rendered:
    """The first picture of a text.

    Raises:
        RenderError: there is none that can be shown; the message says why.
    """
    found = carried(text)
    if "svg" in found.kind or found.content.lstrip()[:5].lower() in (b"<svg ", b"<?xml"):
        drawing = found.content.decode("utf-8", "replace")
        if "<svg" not in drawing:
            raise RenderError("The address says that it is an SVG, but there is none in it.", found.line)
        words = f"Drawing: {found.words}" if found.words else "Drawing (SVG)"
        return Rendered.of_svg(Image(drawing.encode(), *_drawing_size(drawing, context)), alt_text=words)
    return _shown(found, context)


def _shown(found: Carried, context: Context) -> Rendered:
    notes: list[Note] = []
    with warnings.catch_warnings():
        # Pillow warns of large pictures and odd files; the limits below are ours.
        warnings.simplefilter("ignore")
        try:
            opened = Pillow.open(io.BytesIO(found.content), formats=FORMATS)
            kind, frames = opened.format or "", getattr(opened, "n_frames", 1)
            wide, high = opened.size
            if wide * high > MOST_PIXELS:
                raise RenderError(
                    f"The picture unpacks to {wide:,} × {high:,} pixels, which is too much.", found.line
                )
            opened.seek(0)
            picture = ImageOps.exif_transpose(_loaded(opened, notes))
        except RenderError:
            raise
        except Pillow.DecompressionBombError:
            raise RenderError("The picture unpacks to far too many pixels.", found.line) from None
        except UnidentifiedImageError:
            said = f" It says {found.kind}." if found.kind else ""
            if found.cut or found.content.startswith(_BEGINNINGS):
                raise RenderError(
                    "The picture breaks off before there is anything to show.", found.line
                ) from None
            raise RenderError(f"This is no PNG, JPEG, GIF, WebP or BMP.{said}", found.line) from None
        except Exception as error:
            if found.cut:
                raise RenderError(
                    "The picture breaks off before there is anything to show.", found.line
                ) from None
            raise RenderError(f"The picture is damaged ({type(error).__name__}).", found.line) from error
    if found.others:
        notes.append(Note(f"The first of {found.others + 1} pictures is shown.", Severity.INFO))
    if frames > 1:
        notes.append(Note(f"The first of {frames:,} frames is shown.", Severity.INFO))
    declared = found.kind.removeprefix("image/").replace("jpg", "jpeg").removeprefix("x-").removeprefix("ms-")
    if declared and declared != kind.lower():
        notes.append(Note(f"The address says {declared}, but it is a {kind}.", line=found.line))
    wide, high = picture.size
    shown = picture if picture.mode in ("RGB", "RGBA", "L", "LA") else picture.convert("RGBA")
    if max(shown.size) > LARGEST:
        shown.thumbnail((LARGEST, LARGEST))
        notes.append(Note(f"The picture is {wide:,} × {high:,} pixels; it is shown smaller.", Severity.INFO))
    packed = io.BytesIO()
    shown.save(packed, "PNG", compress_level=1)
    fit = min(1.0, max(context.width, 16.0) / wide)
    words = f"{found.words} ({kind} picture" if found.words else f"Picture ({kind}"
    return Rendered.of_png(
        Image(packed.getvalue(), max(1.0, wide * fit), max(1.0, high * fit)),
        alt_text=f"{words}, {wide} × {high} pixels)",
        notes=notes,
    )


def _drawing_size(drawing: str, context: Context) -> tuple[float, float]:
    """What a drawing says of its size, or 300 × 150 as usual, no wider than the room."""
    root = _ROOT.search(drawing)
    given = dict(_SIDE.findall(root[0])) if root else {}
    box = _BOX.search(root[0]) if root else None
    wide, high = (float(box[1]), float(box[2])) if box else (300.0, 150.0)
    ratio = high / wide if wide > 0 < high else 0.5
    wide = float(given.get("width", 0)) or (float(given.get("height", 0)) / ratio) or wide
    high = float(given.get("height", 0)) or wide * ratio
    fit = min(1.0, max(context.width, 16.0) / max(wide, 1.0))
    return max(1.0, wide * fit), min(max(1.0, high * fit), 1e4)


def _loaded(opened: Pillow.Image, notes: list[Note]) -> Pillow.Image:
    """The pixels; of a file that breaks off, as many as there are."""
    from PIL import ImageFile

    try:
        opened.load()
    except (OSError, SyntaxError):
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            opened.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
        notes.append(Note("The picture breaks off; what there is of it is shown."))
    return opened
