# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Python scripts, shown by running them: figures, windows with OpenGL, and what they print."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Rendered, Renderer


class Scripts:
    """Says that a script is shown live; the window runs it in the sandbox when the person asks for it."""

    def match(self, artifact: Artifact) -> int:
        """Whole Python scripts."""
        return 90 if artifact.language == "python" and artifact.complete and artifact.text.strip() else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """Nothing is run here."""
        lines = artifact.text.rstrip("\n").count("\n") + 1
        return Rendered.live(alt_text=f"A Python script of {lines} {'line' if lines == 1 else 'lines'}")

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Scripts()
