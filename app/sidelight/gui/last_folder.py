# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where a dialog for files opens: in the folder that was used last, else in the user's own."""

from __future__ import annotations

from pathlib import Path

_used: list[Path] = []


def folder() -> Path:
    """The folder that was used last while the program runs, if it is still there; else the home folder."""
    return _used[-1] if _used and _used[-1].is_dir() else Path.home()


def note(chosen: str | Path) -> None:
    """A file was chosen: its folder is where the next dialog opens."""
    _used[:] = [Path(chosen).absolute().parent]
