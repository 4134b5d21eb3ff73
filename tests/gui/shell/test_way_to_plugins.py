# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From the place where a drawing is missed to the page of plugins."""

from __future__ import annotations


def test_a_card_in_an_answer_leads_to_the_plugins(window, qtbot):
    assert window.plugins.page is None
    window.page.opening.studio.plugins_wanted.emit()
    qtbot.waitUntil(lambda: window.plugins.page is not None and window.plugins.page.isVisible())
    window.plugins.page.close()
