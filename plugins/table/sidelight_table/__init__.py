# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""CSV and TSV as a table."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Note, Rendered, Renderer, RenderError, Severity, Table
from sidelight_table.reading import MOST_LETTERS, Failure, Read, read

_DELIMITERS = {"csv": "", "tsv": "\t", "psv": "|"}
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
MOST_NOTES = 20
_QUOTES = {
    "open": "Line {} opens a quote that is not closed; the quote is shown as a letter.",
    "within": "Line {} has a quote inside of a quoted cell that is not written twice.",
}


class Tables:
    """Finds out what parts the cells and whether the first row names the columns."""

    def match(self, artifact: Artifact) -> int:
        """By the language."""
        return 90 if artifact.language in _DELIMITERS and artifact.text.strip() else 0

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The whole table.

        Raises:
            RenderError: there is nothing to show.
        """
        try:
            found = read(artifact.text, _DELIMITERS.get(artifact.language, ""))
        except Failure as failure:
            raise RenderError(str(failure), failure.line) from None
        return self._shown(found)

    def update(self, artifact: Artifact, context: Context) -> Rendered | None:
        """The rows that are whole."""
        text = artifact.text[: artifact.text.rstrip("\n").rfind("\n") + 1]
        delimiter = _DELIMITERS.get(artifact.language, "")
        try:
            found = read(text, delimiter)
            begun = next((line for line, wrong in found.quotes if wrong == "open"), 0)
            if begun:
                # Its end may still come, lines below.
                found = read("".join(text.splitlines(keepends=True)[: begun - 1]), delimiter)
        except Failure:
            return None
        return self._shown(found)

    def close(self) -> None:
        """Nothing is held."""

    @staticmethod
    def _shown(found: Read) -> Rendered:
        notes: list[Note] = []
        if found.remarks:
            lines = "A line" if found.remarks == 1 else f"{found.remarks} lines"
            notes.append(Note(f"{lines} before the table: not shown (“{found.said}”).", Severity.INFO, 1))
        if found.loose:
            notes.append(Note("There are no tabs; two spaces and more are taken for one.", line=1))
        for line, wrong in found.quotes[:MOST_NOTES]:
            notes.append(Note(_QUOTES[wrong].format(line), line=line))
        if len(found.quotes) > MOST_NOTES:
            notes.append(Note(f"{len(found.quotes) - MOST_NOTES:,} more lines have quotes that do not fit."))
        if found.long:
            words = f"A cell of line {found.long} has more than {MOST_LETTERS:,} characters; it is cut."
            notes.append(Note(words, line=found.long))
        width = found.width
        for line, cells in found.ragged[:MOST_NOTES]:
            cell = "cell" if cells == 1 else "cells"
            notes.append(Note(f"A row has {cells} {cell} where the first has {width}.", line=line))
        more = len(found.ragged) - MOST_NOTES
        if more > 0:
            notes.append(Note(f"{more:,} more rows have another number of cells."))
        if found.delimiter not in (",", "\t"):
            notes.append(Note(f"The cells are parted by {_NAMES[found.delimiter]}.", Severity.INFO))
        if found.left_out:
            notes.append(Note(f"It is large: {found.left_out:,} rows are not shown.", Severity.INFO))
        rows = f"{len(found.rows):,} {'row' if len(found.rows) == 1 else 'rows'}"
        count = len(found.columns)
        columns = f"{count} {'column' if count == 1 else 'columns'}"
        table = Table(found.columns, found.rows)
        return Rendered.of_table(table, alt_text=f"A table of {rows} and {columns}", notes=notes)


renderer: Renderer = Tables()
