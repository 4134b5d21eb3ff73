# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Formulas written in LaTeX."""

from __future__ import annotations

import re

from sidelight.api import Artifact, Context, Rendered, Renderer

_OTHERS = re.compile(
    r"\\(?:documentclass|usepackage|(?:sub)*section\b|chapter|item\b|includegraphics|tikz|draw\b|node\b|input\b)"
    r"|\\begin\s*\{(?:document|tikz\w*|axis|table|tabular|figure|itemize|enumerate|description|abstract|center|"
    r"theorem|proof|lstlisting|verbatim|minted|algorithm\w*|circuitikz|frame)\*?\}"
)
_FORMULA = re.compile(r"\\[A-Za-z]|[\^_=+<>]|\d")


class Maths:
    """Sets formulas with ziamath."""

    def match(self, artifact: Artifact) -> int:
        """Sure of mathematics; of LaTeX only where it is nothing but formulas."""
        text = artifact.text
        if not text.strip():
            return 0
        if artifact.language in ("math", "math-inline", "katex"):
            return 95
        if artifact.language not in ("latex", "tex") or _OTHERS.search(text):
            return 0
        return 75 if _FORMULA.search(text) else 10

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The formula as a PNG with a baseline.

        Raises:
            RenderError: it is no formula, uses a command that is not known, or its braces do not fit.
        """
        from sidelight_maths.setting import typeset

        return typeset(artifact.text, context, inline=artifact.language == "math-inline")

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Maths()
