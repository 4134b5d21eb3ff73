# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""TikZ drawings without a TeX installation: TeX itself, in WebAssembly."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sidelight.api import Artifact, Context, Image, Note, Rendered, Renderer, RenderError, Severity

if TYPE_CHECKING:
    from sidelight_tikz.typesetter import Typeset, Typesetter

ENGINES = "SIDELIGHT_ENGINES"

_DRAWING = re.compile(
    r"\\begin\s*\{(?:tikzpicture|tikzcd|circuitikz|pgfpicture|axis|semilog[xy]axis|loglogaxis|polaraxis"
    r"|forest|ganttchart|quantikz)\}"
    r"|\\(?:tikz|chemfig|schemestart|feynmandiagram|Qcircuit|smartdiagram)(?![a-zA-Z])|\\Tree\s*\[|\\Forest\s*\{"
)
_TIKZ = frozenset(
    (
        "tikz",
        "pgf",
        "pgfplots",
        "tikzcd",
        "tikz-cd",
        "circuitikz",
        "chemfig",
        "forest",
        "pgfgantt",
        "quantikz",
    )
)
_DRAWS = re.compile(r"\\(?:draw|fill|filldraw|node|path|shade|foreach|addplot)\b")


class TikZ:
    """Runs TeX on a drawing and makes an SVG of what comes out."""

    def __init__(self) -> None:
        self._typesetter: Typesetter | None = None

    def match(self, artifact: Artifact) -> int:
        """Sure of a TikZ picture; of other LaTeX not at all. An unfinished one is left."""
        if not artifact.complete:
            return 0
        if _DRAWING.search(artifact.text):
            return 95
        return 90 if artifact.language in _TIKZ and _DRAWS.search(artifact.text) else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The drawing as SVG, its text as outlines.

        Raises:
            RenderError: TeX found an error, would not end, or is not there.
        """
        from sidelight_tikz.disk import Cancelled
        from sidelight_tikz.document import document
        from sidelight_tikz.engine import EngineError
        from sidelight_tikz.typesetter import Failed

        if not artifact.complete:
            raise RenderError("The drawing is not finished yet.")
        source = document(artifact.text)
        try:
            made = self._ready(context.font_folders).typeset(source, context.cancelled)
        except Failed as error:
            raise RenderError(str(error), error.line) from error
        except EngineError as error:
            raise RenderError(str(error)) from error
        except Cancelled as error:
            raise RenderError("The drawing was given up, because nobody waits for it any more.") from error
        drawn = made.drawing
        image = Image(drawn.svg.encode("utf-8"), drawn.width, drawn.height)
        return Rendered.of_svg(image, alt_text=_alt_text(made), notes=_notes(made, assumed=source.assumed))

    def close(self) -> None:
        """Let go of the engine."""
        if self._typesetter is not None:
            self._typesetter.close()
        self._typesetter = None

    def _ready(self, font_folders: Sequence[str]) -> Typesetter:
        from sidelight_tikz.engine import HOW, EngineError, found

        if self._typesetter is None:
            engines = os.environ.get(ENGINES)
            folder = found(Path(engines) / "tikz") if engines else None
            if folder is None:
                raise EngineError(HOW)
            from sidelight_tikz.typesetter import Typesetter

            self._typesetter = Typesetter(folder, font_folders)
        return self._typesetter


def _alt_text(made: Typeset) -> str:
    drawn = made.drawing
    size = f"A TikZ drawing, {drawn.width:.0f} by {drawn.height:.0f} pixels"
    return f"{size}, with the words: {drawn.words}" if drawn.words else f"{size}, without words"


def _notes(made: Typeset, *, assumed: bool) -> list[Note]:
    notes: list[Note] = []
    if assumed:
        notes.append(Note("Common libraries were loaded, because the drawing names none.", Severity.INFO))
    if made.elsewhere:
        notes.append(
            Note("Drawn by the TeX of this machine: the TikZ engine has not all it needs.", Severity.INFO)
        )
    said = made.remarks
    if said.without:
        names = ", ".join(said.without)
        notes.append(Note(f"Passed over, as they change little here: {names}.", Severity.INFO))
    if simply := (*said.instead, *said.simply):
        notes.append(Note(f"Works here only in simple cases: {', '.join(simply)}."))
    if said.pictures:
        names = ", ".join(said.pictures)
        notes.append(Note(f"Pictures from files are frames with their names: {names}."))
    if made.not_drawn:
        notes.append(Note(f"The TikZ engine cannot draw {', '.join(made.not_drawn)}: they are left out."))
    if made.drawing.lacking:
        notes.append(Note(f"No font of this machine has these letters: {made.drawing.lacking}."))
    if made.drawing.missing:
        names = ", ".join(made.drawing.missing)
        notes.append(Note(f"Signs of these fonts are missing, for the engine has no outlines: {names}."))
    return notes


renderer: Renderer = TikZ()
