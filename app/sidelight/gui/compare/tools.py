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

    add(
        "answer.pause", _tr("Pause what is shown of this answer"), "Ctrl+Shift+P", "pause", _pause, state=True
    )
    add("compare.raw", _tr("Raw text in all panes"), "Ctrl+Shift+T", "raw", _raw, state=True)
    add(
        "compare.find", _tr("Find in all panes"), "Ctrl+Alt+F", "search", lambda known: known.find_all.begin()
    )
    add("compare.together", _tr("Scroll panes together"), "Ctrl+Alt+Y", "together", _together, state=True)
    add("compare.turns", _tr("Fold or show earlier turns"), "Ctrl+Alt+E", "history", _turns)
    differences = _tr("Compare two answers word by word")
    add("compare.diff", differences, "Ctrl+D", "diff", lambda known: known.diffing.toggle(), state=True)
    sheet = _tr("Contact sheet of all attempts")
    add("compare.sheet", sheet, "Ctrl+G", "sheet", lambda known: known.sheet.toggle(), state=True)
    artifacts = _tr("Artifacts of all answers side by side")
    add("compare.artifacts", artifacts, "Ctrl+Shift+K", "artifacts", _artifacts, state=True)
    all_attempts = _tr("Run all attempts on the contact sheet")
    add("sheet.run", all_attempts, "Ctrl+Shift+G", "sheet", lambda known: known.sheet.run_all())
    add("diff.next", _tr("Next difference"), "F7", "down", lambda known: known.diffing.step(1))
    add("diff.previous", _tr("Difference before"), "Shift+F7", "up", lambda known: known.diffing.step(-1))


def _pause(known: OpenComparison) -> None:
    known.toggle_held()


def _raw(known: OpenComparison) -> None:
    known.toggle_all_raw()


def _together(known: OpenComparison) -> None:
    known.toggle_together()


def _artifacts(known: OpenComparison) -> None:
    known.toggle_artifacts()


def _turns(known: OpenComparison) -> None:
    known.toggle_turns()


def enable_tools(actions: Actions, known: OpenComparison | None) -> None:
    """Offer what can be done now, and show what is on."""
    panes = known.deck.panes if known is not None else []
    diffing = known is not None and known.diffing.is_open
    pane = known.deck.current if known is not None else None
    answer = pane.answer if pane is not None else None
    held = pane is not None and pane.held
    enabled = {
        "answer.pause": not diffing and (held or (answer is not None and answer.running)),
        "compare.raw": answer is not None and not diffing,
        "compare.together": len(panes) > 1 and not diffing,
        "compare.turns": not diffing and any(one.turns is not None for one in panes),
        "compare.find": answer is not None and not diffing,
        "compare.diff": diffing or sum(len(pane.attempts) for pane in panes) > 1,
        "compare.sheet": bool(panes),
        "compare.artifacts": known is not None and known.gallery is not None,
        "sheet.run": bool(panes),
        "diff.next": diffing,
        "diff.previous": diffing,
    }
    for name, possible in enabled.items():
        actions[name].setEnabled(possible)
    actions["answer.pause"].setChecked(held)
    actions["compare.raw"].setChecked(known is not None and known.all_raw)
    actions["compare.together"].setChecked(known is not None and known.together.on)
    actions["compare.diff"].setChecked(diffing)
    gallery = known.gallery if known is not None else None
    actions["compare.artifacts"].setChecked(gallery is not None and gallery.is_open)
    actions["compare.sheet"].setChecked(known is not None and known.sheet.is_open)
