# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""SVG drawings, cleaned of everything that reaches beyond them."""

from __future__ import annotations

import re

from sidelight.api import Artifact, Context, Rendered, Renderer, RenderError

_BEGINS = re.compile(r"<(?:[\w.-]+:)?svg[\s>/]")
_PAGE = re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE)


class Svg:
    """Reads a drawing, leaves out what it must not reach, and has resvg draw the rest."""

    def match(self, artifact: Artifact) -> int:
        """Sure of an ``<svg>``; hardly of a page that has one somewhere."""
        if not _BEGINS.search(artifact.text):
            return 0
        if artifact.language == "svg":
            return 95
        before = artifact.text[:400]
        return 20 if _PAGE.search(before) else 85 if _BEGINS.search(before) else 10

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The drawing as a PNG.

        Raises:
            RenderError: it is not well-formed, asks for too much, or the engine gave up on it.
        """
        from sidelight_svg.drawing import draw

        return draw(artifact.text, context, finished=artifact.complete)

    def update(self, artifact: Artifact, context: Context) -> Rendered | None:
        """As much of the drawing as has been written."""
        from sidelight_svg.drawing import draw

        try:
            return draw(artifact.text, context, finished=False, growing=True)
        except RenderError:
            return None

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Svg()
