# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A unified diff with its line numbers and colours."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Note, Rendered, Renderer, RenderError, Severity
from sidelight_diff.drawing import Drawing
from sidelight_diff.forms import other_form
from sidelight_diff.reading import read

MOST_LINES = 5_000
_LOOKED_AT = 20_000
_CHANGES = ("+", "-", "diff ", "Binary files ", "rename ", "\x1b[")


class Changes:
    """Shows what a patch takes away and what it adds."""

    def match(self, artifact: Artifact) -> int:
        """By the language; the text must have changed lines."""
        if artifact.language not in ("diff", "patch", "udiff"):
            return 0
        lines = artifact.text[:_LOOKED_AT].split("\n")
        changed = any(line.startswith(_CHANGES) for line in lines)
        return 85 if changed or other_form(lines) is not None else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """All of it.

        Raises:
            RenderError: there is no line.
        """
        found = read(artifact.text.split("\n")[: MOST_LINES + 1])
        if not found.lines:
            raise RenderError("There is no line.")
        notes = [Note(message, line=line) for message, line in found.wrong[:20]]
        if artifact.text.count("\n") > MOST_LINES:
            notes.append(Note(f"It is long: the first {MOST_LINES:,} lines are shown.", Severity.INFO))
        lines = "line" if found.added == 1 else "lines"
        if any(line.what == "words" for line in found.lines):
            lines = "place" if found.added == 1 else "places"
        words = f"Changes: {found.added} {lines} added, {found.removed} taken away"
        return Rendered.of_html(Drawing(context).html(found.lines), alt_text=words, notes=notes)

    def update(self, artifact: Artifact, context: Context) -> Rendered | None:
        """The lines that are whole."""
        lines = artifact.text.split("\n")[:-1][:MOST_LINES]
        found = read(lines, whole=False)
        if not found.lines:
            return None
        return Rendered.of_html(Drawing(context).html(found.lines), alt_text="Changes, so far")

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Changes()
