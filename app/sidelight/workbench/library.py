# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Finding comparisons again."""

from __future__ import annotations

from sidelight.domain.comparison import HistoryEntry
from sidelight.domain.identity import ComparisonId
from sidelight.store.project import ProjectFile


class Library:
    """What a project holds, newest first."""

    def __init__(self, project: ProjectFile) -> None:
        self._project = project

    def history(self, *, before: ComparisonId | None = None, limit: int = 200) -> list[HistoryEntry]:
        """Comparisons made before ``before``, or the newest."""
        return self._project.history(before=before, limit=limit)

    def search(self, words: str, limit: int = 50) -> list[HistoryEntry]:
        """Comparisons whose prompt, answers or notes hold all the words; the last may be unfinished."""
        return self._project.search(words, limit=limit) if words.strip() else self.history(limit=limit)
