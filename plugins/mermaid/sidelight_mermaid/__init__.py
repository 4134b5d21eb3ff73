# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Mermaid diagrams."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Rendered, Renderer
from sidelight_mermaid.source import kind_of

_LOOKED_AT = 20_000


class Mermaid:
    """Draws with Mermaid's own code in a JavaScript engine that was made ready once."""

    def match(self, artifact: Artifact) -> int:
        """Sure of its own fences; elsewhere of a text that begins like a diagram."""
        text = artifact.text[:_LOOKED_AT]
        if not text.strip() and not artifact.text.strip():
            return 0
        known = kind_of(text) is not None
        if artifact.language in ("mermaid", "mmd"):
            return 95 if known else 60
        return 50 if known and "\n" in text.strip() else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The diagram as a PNG.

        Raises:
            RenderError: Mermaid cannot read it; the message says after which words, and the line is given.
        """
        from sidelight_mermaid.drawing import draw

        return draw(artifact.text, context)

    def close(self) -> None:
        """What was made ready goes with the process."""


renderer: Renderer = Mermaid()
