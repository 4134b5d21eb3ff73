# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands in the card below an artifact that could not be shown."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from sidelight.gui.rendered.failure import FailureCard


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "The plugin “Chess” failed: it divided by zero (__init__.py:52).",
            "The plugin “Chess” failed: it divided by zero (__init__.py:52).",
        ),
        ("Line 3 is no position.", "Chess: Line 3 is no position."),
    ],
)
def test_the_plugin_is_named_once_and_its_words_stand_as_they_are(qtbot, theme, sentence, shown):
    window = QWidget()
    qtbot.addWidget(window)
    card = FailureCard("Chess", sentence, None, theme, window)
    assert card.words.text() == shown
    assert card.accessibleName() == shown
