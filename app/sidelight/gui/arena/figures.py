# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is told of an answer once its name is known: how fast it came, how long it is, what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sidelight.domain.generation import StopReason
from sidelight.gui.inspector.figures import count, figures_of, money, seconds, stop_word

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArenaFigures", text)


def told_of(answer: LiveAnswer) -> tuple[str, str]:
    """The figures in one line, and all of them with their names, one a line."""
    word = stop_word(answer)[0]
    whole = answer.stop_reason is StopReason.COMPLETE
    short = [] if whole else [word]
    if answer.tokens_per_second is not None:
        short.append(_tr("{0} tok/s").format(count(round(answer.tokens_per_second))))
    if answer.usage is not None and answer.usage.output is not None:
        one = answer.usage.output == 1
        short.append(_tr("1 token") if one else _tr("{0} tokens").format(count(answer.usage.output)))
    if answer.elapsed_ms:
        short.append(seconds(answer.elapsed_ms))
    if answer.cost is not None:
        short.append(money(answer.cost.amount, answer.cost.currency))
    if whole:
        short.append(word)
    return " · ".join(short), "\n".join(f"{one.name}: {one.value}" for one in figures_of(answer))
