# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""JSON and JSON Lines as a tree."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Rendered, Renderer, RenderError
from sidelight_json.reading import Failure, complete, read
from sidelight_json.tree import Grown

_SURE = {"json": 90, "jsonl": 95, "ndjson": 95, "geojson": 90, "ipynb": 90, "json5": 60, "jsonc": 60}


class JsonTree:
    """Reads JSON, and what is nearly JSON, and says where it is none."""

    def match(self, artifact: Artifact) -> int:
        """By the language, and by how the text begins."""
        sure = _SURE.get(artifact.language, 0)
        return sure if sure and artifact.text.strip() else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The whole tree.

        Raises:
            RenderError: the text is not JSON, nor nearly; the message and the line say why.
        """
        return self._shown(
            artifact.text,
            lines=artifact.language in ("jsonl", "ndjson"),
            loose=artifact.language in ("json5", "jsonc"),
        )

    def update(self, artifact: Artifact, context: Context) -> Rendered | None:
        """As much as can be read of a text that is still being written."""
        if artifact.language in ("jsonl", "ndjson"):
            text = artifact.text[: artifact.text.rfind("\n") + 1]
        else:
            text = complete(artifact.text)
        if not text.strip():
            return None
        try:
            return self._shown(text, lines=artifact.language in ("jsonl", "ndjson"))
        except RenderError:
            return None

    def close(self) -> None:
        """Nothing is held."""

    def _shown(self, text: str, *, lines: bool, loose: bool = False) -> Rendered:
        try:
            value, notes = read(text, lines=lines, loose=loose)
        except Failure as failure:
            raise RenderError(str(failure), failure.line) from None
        grown = Grown(value)
        return Rendered.of_tree(grown.root, alt_text=f"JSON: {grown.words}", notes=[*notes, *grown.notes()])


renderer: Renderer = JsonTree()
