# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A page of HTML as text, lists, tables and links; what could run, load or deceive is taken out and named."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Note, Rendered, Renderer, RenderError, Severity
from sidelight.api.page import shortened, too_much
from sidelight_html.inventory import Inventory

MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 400


class Preview:
    """Shows what of a page can be shown at rest."""

    def match(self, artifact: Artifact) -> int:
        """By the language, or by how the text begins."""
        if artifact.language in ("html", "htm", "xhtml"):
            return 80 if artifact.text.strip() else 0
        start = artifact.text[:400].lstrip().lower()
        return 70 if artifact.language in ("", "xml") and start.startswith(("<!doctype html", "<html")) else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The page in the subset that the window shows.

        Raises:
            RenderError: it is too large or too deep, or nothing is left of it.
        """
        from sidelight_html.cleaning import clean  # brings the sanitiser

        if len(artifact.text) > MOST_CHARACTERS:
            raise RenderError(f"It is longer than {MOST_CHARACTERS:,} characters.")
        found = Inventory.of(artifact.text)
        if found.depth > MOST_DEPTH:
            raise RenderError(f"Its elements are nested more than {MOST_DEPTH} deep.")
        cleaned = clean(artifact.text)
        if not cleaned.words:
            raise RenderError("Nothing of this page can be seen without its scripts, styles and pictures.")
        if problem := too_much(shortened(cleaned.html)):
            raise RenderError(f"It has {problem}: too much to be shown at rest.")
        notes = []
        if found.words:
            notes.append(Note(f"Not shown: {found.words}.", Severity.INFO))
        title = f": {found.title}" if found.title else ""
        return Rendered.of_html(
            cleaned.html, alt_text=f"A page at rest{title}", links=found.links, notes=notes
        )

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Preview()
