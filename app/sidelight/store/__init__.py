# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The project file: one SQLite database, written by one thread, append-only."""

from __future__ import annotations

from sidelight.store.journal import JournalPiece
from sidelight.store.project import ProjectFile
from sidelight.store.rescue import SalvageReport
from sidelight.store.salvage import salvage

__all__ = ["JournalPiece", "ProjectFile", "SalvageReport", "salvage"]
