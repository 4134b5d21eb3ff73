# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""All words that a person, or a program that reads a window aloud, can get at."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

WORDS = (
    QAccessible.Text.Name,
    QAccessible.Text.Description,
    QAccessible.Text.Value,
    QAccessible.Text.Help,
    QAccessible.Text.Accelerator,
)


def everything(window: QWidget) -> str:
    """One text, a piece a line."""
    pieces = [window.windowTitle(), QGuiApplication.clipboard().text()]
    pieces += _of_tree(QAccessible.queryAccessibleInterface(window))
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            pieces += _of_widget(widget)
    pieces += [f"{action.text()} {action.toolTip()}" for action in window.actions_.offered()]
    for top in QApplication.topLevelWidgets():
        pieces.append(top.windowTitle())
    return "\n".join(piece for piece in pieces if piece)


def _of_tree(found: QAccessibleInterface | None) -> Iterator[str]:
    if found is None or not found.isValid() or found.state().invisible:
        return
    for kind in WORDS:
        yield found.text(kind)
    text = found.textInterface()
    if text is not None:
        yield text.text(0, text.characterCount())
    for at in range(found.childCount()):
        yield from _of_tree(found.child(at))


def _of_widget(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.whatsThis()
    yield widget.statusTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, (QLabel, QLineEdit)):
        yield widget.text()
    elif hasattr(widget, "exact_text"):
        yield widget.exact_text()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(model.rowCount()):
            for role in (0, 3, 11):  # what is shown, the tooltip, what is read aloud
                yield str(model.index(row, 0).data(role) or "")
    if hasattr(widget, "artifacts"):  # an answer, drawn by hand
        yield widget.text()
