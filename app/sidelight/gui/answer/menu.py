# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The context menu of an answer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from sidelight.gui.answer.code import Code
from sidelight.gui.answer.reading import Reading


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnswerView", text)


def context_menu(view: Reading, point: QPointF) -> QMenu:
    """What can be done at a point of the window; the caller shows it."""
    menu = QMenu(view)
    selected = not view.selection.empty
    copy = menu.addAction(_tr("Copy"), view.copy_text)
    copy.setShortcut(QKeySequence.StandardKey.Copy)
    copy.setEnabled(selected)
    markdown = menu.addAction(_tr("Copy as Markdown"), view.copy_markdown)
    markdown.setShortcut(QKeySequence("Ctrl+Shift+C"))
    markdown.setEnabled(selected)
    index = view.page.index_at(point.y())
    block = view.page.flow[index] if index >= 0 else None
    if isinstance(block, Code):
        menu.addAction(_tr("Copy this code"), lambda: view.copy_code(index))
        if block.runnable:
            menu.addAction(_tr("Run this program"), lambda: view.run_code(index))
    target = view.pointer.target_at(point)
    if target is not None and target.address:
        menu.addAction(_tr("Copy the link's address"), lambda: view.copy_words(target.address))
    menu.addSeparator()
    everything = menu.addAction(_tr("Select all"), view.select_all)
    everything.setShortcut(QKeySequence.StandardKey.SelectAll)
    whole = menu.addAction(_tr("Copy the whole answer as Markdown"), lambda: view.copy_words(view.text()))
    whole.setEnabled(bool(len(view.page.flow)))
    menu.addSeparator()
    note = menu.addAction(_tr("Annotate the selection…"), view.ask_for_note)
    note.setShortcut(QKeySequence("Ctrl+Shift+A"))
    note.setEnabled(selected)
    return menu
