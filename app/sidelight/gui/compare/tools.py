# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tools for reading several answers at once: names, their keys, and when they serve."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from sidelight.gui.actions import Actions
from sidelight.gui.compare.opened import OpenComparison

Deed = Callable[[OpenComparison], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("CompareTools", text)


def add_tools(actions: Actions, reading: Callable[[Deed], Callable[[], None]]) -> None:
    """Make the tools known.

    Args:
        actions: the registry.
        reading: makes a deed of something that is done with the open comparison, if one is open.
    """

    def add(name: str, text: str, keys: str, drawing: str, do: Deed, *, state: bool = False) -> None:
        actions.add(name, text, keys, reading(do), icon_name=drawing, checkable=state)

    differences = _tr("Compare two answers word by word")
    add("compare.diff", differences, "Ctrl+D", "diff", lambda known: known.diffing.toggle(), state=True)
    add("diff.next", _tr("Next difference"), "F7", "down", lambda known: known.diffing.step(1))
    add("diff.previous", _tr("Difference before"), "Shift+F7", "up", lambda known: known.diffing.step(-1))


def enable_tools(actions: Actions, known: OpenComparison | None) -> None:
    """Offer what can be done now, and show what is on."""
    panes = known.deck.panes if known is not None else []
    diffing = known is not None and known.diffing.is_open
    enabled = {
        "compare.diff": diffing or sum(len(pane.attempts) for pane in panes) > 1,
        "diff.next": diffing,
        "diff.previous": diffing,
    }
    for name, possible in enabled.items():
        actions[name].setEnabled(possible)
    actions["compare.diff"].setChecked(diffing)
