# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A view of differences in a window of its own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from sidelight.gui.diff.view import DiffView
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme
from sidelight.text.diff import diff
from sidelight.text.words import changed_words


@pytest.fixture
def theme(qapp):
    return Theme.load("light")


@pytest.fixture
def view(qtbot, theme):
    made = DiffView(theme)
    dress(QApplication.instance(), made, theme)
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()

    def mark(row, left, right):
        made.show_marks(row, *changed_words(left, right))

    made.marks_wanted.connect(mark)
    return made


@pytest.fixture
def compare(view):
    def show(left, right):
        view.show_diff(diff(left, right), left, right)
        return view.sheet.diff

    return show
