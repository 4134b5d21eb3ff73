# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tools for the answer that is worked with: run its script, draw it larger, copy it, see its tokens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from sidelight.gui.actions import Actions
from sidelight.gui.compare.opened import OpenComparison

Deed = Callable[[OpenComparison], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnswerTools", text)


def add_answer_tools(
    actions: Actions,
    reading: Callable[[Deed], Callable[[], None]],
    say: Callable[[str], object],
    show_tokens: Callable[[str], object],
) -> None:
    """Make the tools known.

    Args:
        actions: the registry.
        reading: makes a deed of something that is done with the open comparison, if one is open.
        say: shows a sentence where something cannot be done.
        show_tokens: shows how a text is cut into tokens.
    """

    def add(name: str, text: str, keys: str, drawing: str, do: Deed) -> None:
        actions.add(name, text, keys, reading(do), icon_name=drawing)

    def run(known: OpenComparison) -> None:
        if not known.run_script():
            say(_tr("This answer holds no complete Python script, so there is nothing to run."))

    def copy(known: OpenComparison) -> None:
        pane = known.deck.current
        if pane is None or pane.view is None or pane.view.selected_span() is None:
            say(_tr("Nothing is selected in this answer. “Copy answer” copies the whole."))
        else:
            pane.view.copy_markdown()

    def cut(known: OpenComparison) -> None:
        pane = known.deck.current
        if pane is not None and pane.answer is not None:
            selected = pane.view.selected_span() if pane.view is not None and not pane.raw else None
            show_tokens(selected.quote if selected is not None else pane.answer.text)

    add("answer.run", _tr("Run the script of this answer"), "Ctrl+Shift+X", "play", run)
    add(
        "answer.halt",
        _tr("Stop the scripts that are running"),
        "Ctrl+Alt+X",
        "stop",
        OpenComparison.stop_scripts,
    )
    add("answer.larger", _tr("Larger answers"), "Ctrl++; Ctrl+=", "plus", lambda known: _zoom(known, 1))
    add("answer.smaller", _tr("Smaller answers"), "Ctrl+-", "", lambda known: _zoom(known, -1))
    add("answer.zoom", _tr("Answers in their ordinary size"), "Ctrl+0", "", lambda known: _zoom(known, 0))
    drawings = _tr("Show sources, or what they mean")
    add("answer.drawings", drawings, "Ctrl+Shift+D", "artifacts", OpenComparison.toggle_drawings)
    add("answer.markdown", _tr("Copy the selection as Markdown"), "Ctrl+Shift+C", "copy", copy)
    add(
        "answer.tokens",
        _tr("Show the tokens of this answer, or of what is selected"),
        "Ctrl+Alt+K",
        "tokens",
        cut,
    )


def enable_answer_tools(actions: Actions, known: OpenComparison | None) -> None:
    """Offer what can be done now."""
    pane = known.deck.current if known is not None else None
    answer = pane.answer if pane is not None else None
    for name in ("run", "larger", "smaller", "zoom", "markdown", "tokens", "drawings"):
        actions[f"answer.{name}"].setEnabled(answer is not None)
    actions["answer.halt"].setEnabled(known is not None and known.scripts_run)


def _zoom(known: OpenComparison, steps: int) -> None:
    pane = known.deck.current
    if pane is None or pane.view is None:
        return
    if steps:
        pane.view.zoom_by(steps)
    else:
        pane.view.zoom_to(1.0)
