# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Drawings made of characters, on a fixed grid."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Rendered, Renderer, RenderError
from sidelight_ascii.drawing import likelihood

_PLAIN = ("", "text", "txt", "plain", "plaintext")
MOST_LINES = 20_000
MOST_COLUMNS = 4_000


class Drawings:
    """Shows a drawing; prose and listings in a block without a language are left alone."""

    def match(self, artifact: Artifact) -> int:
        """Sure where the language says so; else by what the text looks like."""
        if not artifact.text.strip():
            return 0
        if artifact.language in ("ascii", "diagram"):
            return 95
        return likelihood(artifact.text) if artifact.language in _PLAIN else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The text as it is, tabs set to every eighth cell.

        Raises:
            RenderError: it is larger than a drawing can be.
        """
        lines = artifact.text.rstrip("\n").expandtabs(8).split("\n")
        widest = max(map(len, lines))
        if len(lines) > MOST_LINES or widest > MOST_COLUMNS:
            raise RenderError(f"It has {len(lines):,} lines and {widest:,} columns: too many for a drawing.")
        words = f"A drawing of characters, {len(lines)} lines and {widest} columns"
        return Rendered.of_text("\n".join(line.rstrip() for line in lines), grid=True, alt_text=words)

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Drawings()
