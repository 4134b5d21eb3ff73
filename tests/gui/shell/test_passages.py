# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From a note in the inspector to its passage in the answer."""

from __future__ import annotations

from gui.shell.stand_ins import COUNT
from sidelight.domain.review import Span
from sidelight.gui.rooms import own_rooms


def test_a_notes_passage_is_selected_where_it_stands(open_window, desk, ask):
    window = open_window(desk, rooms=own_rooms())
    live = ask(window, COUNT)
    pane = window.page.pane
    text = live.panes[0][0].text
    start = text.rindex("Line")
    wanted = Span(start, start + 6, text[start : start + 6])
    assert text.count(wanted.quote) > 1
    pane.set_raw(True)
    window.side.span_requested.emit(wanted)
    assert not pane.raw
    assert pane.view.isVisible()
    assert pane.view.hasFocus()
    assert pane.view.selected_span() == wanted
    caret = pane.view.page.caret(pane.view.selection.caret)
    assert 0 <= caret.top() <= caret.bottom() <= pane.view.viewport().height()
