# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tools for saying which of the answers that are read is better, with the names known."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from sidelight.domain.battle import Choice
from sidelight.gui.compare.tool import Page, Tool


def _tr(text: str) -> str:
    return QCoreApplication.translate("VoteTools", text)


def tools(page: Page) -> tuple[Tool, ...]:
    """The arena's arrows, with Alt and Shift: figures and letters belong to prompts and live views here."""

    def choose(choice: Choice) -> None:
        page.votes.choose(choice)

    deeds = (
        (Choice.A, _tr("Named vote: the first answer is better"), "Alt+Shift+Left"),
        (Choice.B, _tr("Named vote: the second answer is better"), "Alt+Shift+Right"),
        (Choice.TIE, _tr("Named vote: as good as each other"), "Alt+Shift+Down"),
        (Choice.BOTH_BAD, _tr("Named vote: both are bad"), "Alt+Shift+Up"),
    )
    return (
        *(
            Tool(
                f"vote.{choice.value}",
                text,
                keys,
                "",
                partial(choose, choice),
                lambda: page.votes.offers_choice,
            )
            for choice, text, keys in deeds
        ),
        Tool(
            "vote.bar",
            _tr("Vote on these answers, with their names"),
            "Ctrl+Alt+V",
            "check",
            lambda: page.votes.take_keyboard(),
            lambda: page.votes.offered,
        ),
    )
