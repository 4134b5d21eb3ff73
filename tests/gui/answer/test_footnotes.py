# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Footnotes: raised marks that lead to their notes, and spans that still are those of the raw text."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sidelight.domain.review import Span
from sidelight.gui.answer import AnswerView
from sidelight.gui.answer.footnotes import ADDRESS, RAISED, with_marks
from sidelight.text.inline import parse

MakeView = Callable[..., AnswerView]

TEXT = (
    "A claim[^1] and **another[^note]**, not `[^1]` nor \\[^1] nor [^none].\n\n"
    + "Between.\n\n" * 60
    + "[^1]: The **first** source.\n[^note]: A named one, see [^1].\n"
)


def test_marks_are_raised_and_notes_stand_on_their_own_lines(make_view: MakeView) -> None:
    view = make_view(TEXT)
    claim, notes = view.flow[0], view.flow[len(view.flow) - 1]
    assert claim.text == "A claim1 and anothernote, not [^1] nor [^1] nor [^none]."
    assert notes.text == "1 The first source.\nnote A named one, see 1."
    raised = [run for run in claim.inline.runs if run.style & RAISED]
    assert [(run.start, run.end, run.address) for run in raised] == [
        (7, 8, ADDRESS + "1"),
        (20, 24, ADDRESS + "note"),
    ]


def test_a_mark_leads_to_its_note_and_the_note_back(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(TEXT)
    opened: list[str] = []
    view.link_clicked.connect(opened.append)
    assert view.page.y == 0
    place = view.flow[0].rects(7, 8)[0].center() + view.page.box(0).topLeft()
    assert view.tooltip_at(place) == "Footnote 1"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert view.selected_text() == "1 The first source."
    assert view.page.y > 0
    view.show_note("1")
    assert view.page.y == 0
    assert view.selected_span() == Span(7, 11, "[^1]")
    view.show_note("nowhere")
    assert opened == []


def test_a_streamed_answer_has_its_marks_at_the_latest_at_its_end(make_view: MakeView) -> None:
    view = make_view()
    for at in range(0, len(TEXT), 7):
        view.feed(TEXT[at : at + 7])
        view.show_pending(1000)
    assert view.flow[0].text.startswith("A claim[^1]")
    view.finish()
    assert view.flow[0].text.startswith("A claim1 and")
    assert view.flow[len(view.flow) - 1].text.startswith("1 The first source.\nnote")


def test_marks_in_tables(make_view: MakeView) -> None:
    view = make_view("| a[^x] | b |\n|---|---|\n| 1 | 2[^x] |\n\n[^x]: Said there.\n")
    table = view.flow[0]
    assert table.text == "ax\tb\n1\t2x"
    assert [address for _, _, address in table.links()] == [ADDRESS + "x"] * 2


def test_another_answer_has_other_notes(make_view: MakeView) -> None:
    view = make_view(TEXT)
    view.set_text("A claim[^1] without a note.")
    assert view.flow[0].text == "A claim[^1] without a note."


@given(
    st.lists(
        st.sampled_from(["[^1]", "[^a]", "[^1]: ", "\n", "*", "**", "`", "\\", "x", " ", "&amp;", "[", "]"])
    )
)
def test_any_text_keeps_its_way_back(parts: list[str]) -> None:
    body = "".join(parts)
    before = parse(body)
    after = with_marks(before, body, {"1"})
    assert len(after.places) == len(after.text) + 1
    assert after.places == sorted(after.places)
    assert after.places[-1] == before.places[-1]
    spans = [(run.start, run.end) for run in after.runs]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(after.text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    for run in after.runs:
        if run.style & RAISED:
            start = after.places[run.start]
            assert body[start : after.ends[run.start]] in ("[^1]", "[^1]:", "[^a]:")
