# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Drawings made of characters, on a fixed grid."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Note, Rendered, Renderer, RenderError, Severity
from sidelight_ascii.colours import bare, coloured, has_codes
from sidelight_ascii.drawing import FAIRLY_SURE, expanded, likelihood

_PLAIN = ("", "text", "txt", "plain", "plaintext")
MOST_LINES = 20_000
MOST_COLUMNS = 4_000
MOST_COLOURED = 1_000
_LOOKED_AT = 20_000


class Drawings:
    """Shows a drawing; prose and listings in a block without a language are left alone."""

    def match(self, artifact: Artifact) -> int:
        """Sure where the language says so; else by what the text looks like."""
        if not artifact.text.strip():
            return 0
        if artifact.language in ("ascii", "diagram", "ansi"):
            return 95
        if artifact.language not in _PLAIN:
            return 0
        return FAIRLY_SURE if has_codes(artifact.text[:_LOOKED_AT]) else likelihood(artifact.text)

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The text as it is, tabs set to every eighth cell.

        Raises:
            RenderError: it is larger than a drawing can be.
        """
        text = artifact.text.replace("\r\n", "\n").rstrip("\n")
        lines = [expanded(line).rstrip() for line in bare(text).split("\n")]
        widest = max(map(len, lines))
        if len(lines) > MOST_LINES or widest > MOST_COLUMNS:
            raise RenderError(f"It has {len(lines):,} lines and {widest:,} columns: too many for a drawing.")
        words = f"A drawing of characters, {len(lines)} lines and {widest} columns"
        if has_codes(text):
            if len(lines) <= MOST_COLOURED and len(text) <= 100 * MOST_COLOURED:
                return Rendered.of_html(coloured(text.expandtabs(8)), alt_text=words)
            notes = [Note("It is large: its colours are not shown.", Severity.INFO)]
            return Rendered.of_text("\n".join(lines), grid=True, alt_text=words, notes=notes)
        return Rendered.of_text("\n".join(lines), grid=True, alt_text=words)

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Drawings()
