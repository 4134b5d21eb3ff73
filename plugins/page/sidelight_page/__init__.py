# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pages of HTML and drawings that move, shown by bringing them to life."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Rendered, Renderer

_PAGES = ("html", "htm", "xhtml")


class Pages:
    """Says that a page is shown live; the window does that in the sandbox when the person asks for it."""

    def match(self, artifact: Artifact) -> int:
        """Whole pages, and whole drawings; others show these at rest, and that is what is seen first."""
        if not artifact.complete or not artifact.text.strip():
            return 0
        if artifact.language in _PAGES:
            return 40
        return 20 if artifact.language == "svg" else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """Nothing is brought to life here."""
        what = "A drawing" if artifact.language == "svg" else "A page"
        return Rendered.live(alt_text=f"{what} of {len(artifact.text):,} characters, to be shown alive")

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Pages()
