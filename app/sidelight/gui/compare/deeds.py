# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The page's part of the registry: what can be done to prompts, panes and answers, its keys, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from sidelight.domain.comparison import MOST_PANES
from sidelight.gui.actions import Actions
from sidelight.gui.compare.diffing import Diffing
from sidelight.gui.compare.pane import Pane

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveComparison


def _tr(text: str) -> str:
    return QCoreApplication.translate("ComparePage", text)


def add_deeds(
    actions: Actions, run: Mapping[str, Callable[[], object]], pane: Callable[[int], object]
) -> None:
    """Make the page's actions known.

    Args:
        actions: the registry.
        run: what each of them does, by name.
        pane: goes to a pane, counted from 0.
    """
    asking = (
        ("compare.new", _tr("New comparison"), "Ctrl+N", "plus"),
        ("compare.send", _tr("Send the prompt"), "Ctrl+Return; Ctrl+Enter", "send"),
        ("compare.stop", _tr("Stop writing"), "Esc", "stop"),
        ("compare.focus", _tr("Go to the prompt box"), "Ctrl+L", "note"),
        ("ask.direct", _tr("Direct: ask one model"), "Ctrl+Shift+1", ""),
        ("ask.side", _tr("Side by side: ask several models"), "Ctrl+Shift+2", "compare"),
        ("ask.new_round", _tr("New round: begin without what was said"), "Ctrl+J", ""),
        ("ask.continue", _tr("Continue: each model goes on from its own answer"), "Ctrl+Shift+J", "follow"),
        (
            "ask.common",
            _tr("Continue from this answer: every model goes on from the answer that is worked with"),
            "Ctrl+Alt+J",
            "follow",
        ),
        ("ask.models", _tr("Choose models…"), "Ctrl+M", "model"),
        ("ask.temperature", _tr("Temperature…"), "Alt+T", "temperature"),
        ("ask.tokens", _tr("Max tokens…"), "Alt+M", "length"),
        ("ask.seed", _tr("Seed…"), "Alt+S", "seed"),
        ("ask.system", _tr("System prompt…"), "Alt+Y", "system"),
        ("ask.more", _tr("More settings: top p, effort, probabilities, stops…"), "Alt+P", "more"),
        ("ask.attach", _tr("Attach text files…"), "Alt+A", "attach"),
    )
    reading = (
        ("compare.prompt", _tr("Show the whole prompt"), "Ctrl+P", "system"),
        ("answer.again", _tr("Ask this model again"), "Ctrl+R", "again"),
        ("compare.again", _tr("Ask every model again"), "Ctrl+Alt+R", "again"),
        ("compare.replay", _tr("Replay these answers at one pace…"), "Ctrl+Alt+P", "play"),
        ("answer.stop", _tr("Stop this answer"), "Ctrl+.", "stop"),
        ("answer.copy", _tr("Copy answer"), "Ctrl+Alt+C", "copy"),
        ("answer.raw", _tr("Raw text"), "Ctrl+T", "raw"),
        ("answer.record", _tr("Show record"), "Ctrl+Shift+E", "record"),
        ("answer.find", _tr("Find in this answer"), "Ctrl+F", "search"),
        ("answer.before", _tr("Attempt before"), "Alt+Left", "left"),
        ("answer.after", _tr("Attempt after"), "Alt+Right", "right"),
        ("compare.tiles", _tr("Show panes as tiles"), "Ctrl+Alt+G", "tiles"),
        ("compare.tabs", _tr("Show panes as tabs"), "Ctrl+Alt+T", "tabs"),
        ("pane.menu", _tr("Menu of this pane"), "Shift+F10", "more"),
        ("pane.next", _tr("Next pane"), "F6; Ctrl+PgDown", "right"),
        ("pane.previous", _tr("Previous pane"), "Shift+F6; Ctrl+PgUp", "left"),
    )
    for name, text, keys, drawing in (*asking, *reading):
        actions.add(name, text, keys, run[name], icon_name=drawing, checkable=name == "answer.raw")
    for place in range(MOST_PANES):
        text = _tr("Go to pane {0}").format(place + 1)
        actions.add(f"pane.{place + 1}", text, f"Alt+{place + 1}", partial(pane, place))


def enable_deeds(
    actions: Actions,
    live: LiveComparison | None,
    panes: list[Pane],
    pane: Pane | None,
    *,
    following: bool,
    recorded: bool,
) -> None:
    """Offer what can be done now, and nothing else.

    Args:
        actions: the registry.
        live: the open comparison.
        panes: its panes.
        pane: the one that is worked in.
        following: whether the next prompt continues it.
        recorded: whether there is an exact record behind the current answer.
    """
    running = live is not None and live.running
    several = len(panes) > 1
    answer = pane.answer if pane is not None else None
    attempts = pane.attempts if pane is not None else []
    enabled = {
        "compare.stop": running,
        "view.inspector": live is not None,
        "review.rate": answer is not None,
        "review.note": answer is not None,
        "review.pass": answer is not None and not answer.running,
        "review.fail": answer is not None and not answer.running,
        "review.undo": live is not None,
        "review.redo": live is not None,
        "compare.prompt": live is not None,
        "compare.again": live is not None and not running,
        "compare.replay": live is not None and not running,
        "compare.tiles": several,
        "compare.tabs": several,
        "ask.new_round": live is not None,
        "ask.continue": live is not None,
        "ask.common": several,
        "ask.system": not following,
        "pane.next": several,
        "pane.previous": several,
        "pane.menu": pane is not None,
        "answer.again": pane is not None and not any(one.running for one in attempts),
        "answer.stop": answer is not None and answer.running,
        "answer.copy": answer is not None,
        "answer.raw": answer is not None,
        "answer.record": answer is not None and not answer.running and recorded,
        "answer.find": answer is not None,
        "answer.before": bool(attempts) and answer is not attempts[0],
        "answer.after": bool(attempts) and answer is not attempts[-1],
    }
    for place in range(MOST_PANES):
        enabled[f"pane.{place + 1}"] = several and place < len(panes)
    for name, possible in enabled.items():
        actions[name].setEnabled(possible)
    actions["answer.raw"].setChecked(pane is not None and pane.raw)


def pane_menu(pane: Pane, actions: Actions, diffing: Diffing, parent: QWidget) -> QMenu:
    """What can be done with a pane's answer, what it can be compared with, and its attempts."""
    menu = QMenu(parent)
    doing = ("answer.again", "answer.stop", "answer.pause", "answer.copy")
    menu.addActions([actions[name] for name in doing])
    menu.addSeparator()
    menu.addActions([actions[name] for name in ("answer.raw", "answer.record", "answer.find")])
    menu.addSeparator()
    together = ("compare.find", "compare.raw", "compare.together", "compare.replay")
    menu.addActions([actions[name] for name in together])
    answer, others = pane.answer, diffing.others()
    if answer is not None and others:
        beside = menu.addMenu(actions["compare.diff"].icon(), _tr("Compare with"))
        for other in others:
            entry = beside.addAction(other.name)
            entry.triggered.connect(lambda _checked=False, other=other.answer: diffing.open(answer, other))
    attempts = pane.attempts
    if len(attempts) > 1:
        menu.addSeparator()
        for at, answer in enumerate(attempts):
            entry = menu.addAction(_tr("Attempt {0}").format(at + 1))
            entry.setCheckable(True)
            entry.setChecked(answer is pane.answer)
            entry.triggered.connect(lambda _checked=False, at=at: pane.show_attempt(at))
    return menu


def place_of_menu(menu: QMenu, button: QWidget) -> QPoint:
    """Below a button, right edges in line."""
    return button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height() + 2))
