# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The menu of a pane: what can be done with its answer, what it can be compared with, and its attempts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.compare.diffing import Diffing
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.pane import Pane

GROUPS = (
    ("answer.again", "answer.stop", "answer.pause", "answer.copy"),
    ("answer.raw", "answer.record", "answer.find"),
    ("compare.find", "compare.raw", "compare.together", "compare.replay"),
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ComparePage", text)


def open_menu(known: OpenComparison, actions: Actions) -> None:
    """Open it at the menu button of the pane that is worked in."""
    pane = known.pane
    if pane is None:
        return
    menu = pane_menu(pane, actions, known.overlay(Diffing), known.area)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(_place_of(menu, pane.tools.menu))


def pane_menu(pane: Pane, actions: Actions, diffing: Diffing, parent: QWidget) -> QMenu:
    """The menu."""
    menu = QMenu(parent)
    for group in GROUPS:
        if menu.actions():
            menu.addSeparator()
        menu.addActions([actions[name] for name in group])
    answer, others = pane.answer, diffing.others()
    if answer is not None and others:
        beside = menu.addMenu(actions["compare.diff"].icon(), _tr("Compare with"))
        for other in others:
            entry = beside.addAction(other.name)
            entry.triggered.connect(lambda _checked=False, other=other.answer: diffing.compare(answer, other))
    attempts = pane.attempts
    if len(attempts) > 1:
        menu.addSeparator()
        for at, one in enumerate(attempts):
            entry = menu.addAction(_tr("Attempt {0}").format(at + 1))
            entry.setCheckable(True)
            entry.setChecked(one is pane.answer)
            entry.triggered.connect(lambda _checked=False, at=at: pane.show_attempt(at))
    return menu


def _place_of(menu: QMenu, button: QWidget) -> QPoint:
    """Below a button, right edges in line."""
    return button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height() + 2))
