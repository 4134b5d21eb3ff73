# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reviewing by keys: stars, notes and verdicts on the answer that is worked with, and taking them back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from sidelight.gui.actions import Actions
from sidelight.gui.side import SidePanel


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reviewing", text)


def add_review_deeds(actions: Actions, side: Callable[[], SidePanel]) -> None:
    """Make the actions known.

    Args:
        actions: the registry.
        side: gives the inspector's panel, where all of it is done; asked when an action is wanted.
    """
    passes, fails = _tr("Verdict: this attempt passes"), _tr("Verdict: this attempt fails")
    note = _tr("Write a note on this answer, or on what is selected")
    for name, text, keys, drawing, do in (
        ("review.rate", _tr("Rate this answer"), "Ctrl+Shift+R", "star", lambda: side().rate()),
        ("review.note", note, "Ctrl+Alt+N; Ctrl+Shift+A", "note", lambda: side().add_note()),
        ("review.pass", passes, "Ctrl+Shift+Y", "check", lambda: side().judge("pass")),
        ("review.fail", fails, "Ctrl+Shift+B", "close", lambda: side().judge("fail")),
        ("review.undo", _tr("Undo the last rating or note"), "Ctrl+Z", "undo", lambda: side().undo()),
        ("review.redo", _tr("Redo the rating or note"), "Ctrl+Shift+Z", "redo", lambda: side().redo()),
    ):
        actions.add(name, text, keys, do, icon_name=drawing)
