# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Who votes: a name or initials, remembered on this computer."""

from __future__ import annotations

from PySide6.QtCore import QSettings

LONGEST_VOTER = 60
_KEY = "arena/voter"


def kept_voter(settings: QSettings) -> str:
    """Who voted last; empty is the project's owner."""
    return _plain(str(settings.value(_KEY) or ""))


def keep_voter(settings: QSettings, name: str) -> str:
    """Remember who votes from now on; returns the name as it is kept."""
    settings.setValue(_KEY, _plain(name))
    return _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.split())[:LONGEST_VOTER].strip()
