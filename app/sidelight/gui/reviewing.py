# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reviewing by keys: stars, notes and verdicts on the answer that is worked with, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.tool import Page, Tool, has_answer, reading
from sidelight.gui.side import SidePanel


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reviewing", text)


def review_tools(side: Callable[[], SidePanel]) -> Callable[[Page], tuple[Tool, ...]]:
    """What gives the tools; ``side`` gives the inspector's panel, where all of it is done."""

    def tools(page: Page) -> tuple[Tool, ...]:
        tool = partial(reading, page)
        passes, fails = _tr("Verdict: this attempt passes"), _tr("Verdict: this attempt fails")
        note = _tr("Write a note on this answer, or on what is selected")
        return (
            tool(
                "view.inspector",
                _tr("Inspector"),
                "Ctrl+I",
                "inspector",
                lambda _known: side().set_open(not side().is_open),
                _open,
                on=lambda _known: side().is_open,
            ),
            tool(
                "review.rate", _tr("Rate this answer"), "Ctrl+Shift+R", "star", lambda _known: side().rate()
            ),
            tool("review.note", note, "Ctrl+Alt+N; Ctrl+Shift+A", "note", lambda _known: side().add_note()),
            tool("review.pass", passes, "Ctrl+Shift+Y", "check", lambda _known: side().judge("pass"), _ended),
            tool("review.fail", fails, "Ctrl+Shift+B", "close", lambda _known: side().judge("fail"), _ended),
            tool(
                "review.undo",
                _tr("Undo the last rating or note"),
                "Ctrl+Z",
                "undo",
                lambda _known: side().undo(),
                _open,
            ),
            tool(
                "review.redo",
                _tr("Redo the rating or note"),
                "Ctrl+Shift+Z",
                "redo",
                lambda _known: side().redo(),
                _open,
            ),
        )

    return tools


def _open(known: OpenComparison) -> bool:
    return bool(known.live)


def _ended(known: OpenComparison) -> bool:
    return has_answer(known) and known.answer is not None and not known.answer.running
