# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from sidelight.domain.errors import ReadOnlyProject
from sidelight.domain.review import Span
from sidelight.gui.inspector.quote import shortened


@pytest.fixture
def answer(inspector, bench):
    made = bench.answer()
    inspector.show_answer(made)
    return made


def span(answer, words):
    start = answer.text.index(words)
    return Span(start, start + len(words), words)


def marks(bench, answer):
    return [
        (n.label, n.note, n.span.quote if n.span else None) for n in bench.reviewing.annotations(answer.id)
    ]


def test_a_span_is_marked_with_a_few_keystrokes(qtbot, inspector, bench, answer):
    inspector.annotate(span(answer, "7 faces"))
    editor = inspector.notes.editor
    qtbot.waitUntil(lambda: editor.note_field.hasFocus() and editor.label_field.isVisible())
    qtbot.keyClick(editor.note_field, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert editor.label_field.hasFocus()
    qtbot.keyClick(editor.label_field, Qt.Key.Key_1)
    assert editor.label_field.text() == "wrong"
    assert editor.note_field.hasFocus()
    qtbot.keyClicks(editor.note_field, "six")
    with qtbot.waitSignal(inspector.notes_changed):
        qtbot.keyClick(editor.note_field, Qt.Key.Key_Return)
    assert marks(bench, answer) == [("wrong", "six", "7 faces")]
    assert inspector.notes.editor is None
    assert len(inspector.notes.cards) == 1
    assert inspector._sections[1].heading.text() == "Notes (1)"


def test_a_label_may_be_typed_and_digits_in_it_are_digits(qtbot, inspector, bench, answer):
    inspector.annotate(span(answer, "octahedron"))
    editor = inspector.notes.editor
    qtbot.keyClicks(editor.label_field, "rule 3")
    assert editor.label_field.text() == "rule 3"
    qtbot.keyClick(editor.label_field, Qt.Key.Key_Return)
    assert marks(bench, answer) == [("rule 3", "", "octahedron")]
    inspector.add_note()
    assert inspector.notes.editor.label_buttons[0].accessibleName() == "rule 3"


def test_a_number_in_the_place_of_a_label_means_the_label_beside_it(qtbot, inspector, bench, answer):
    inspector.annotate(span(answer, "octahedron"))
    editor = inspector.notes.editor
    third = editor.label_buttons[2].accessibleName()
    editor.label_field.setText(" 3 ")  # pasted, or typed in the place of a word that was selected
    qtbot.keyClick(editor.label_field, Qt.Key.Key_Return)
    assert marks(bench, answer) == [(third, "", "octahedron")]


@pytest.mark.parametrize("place", ["label_field", "note_field", "save_button"])
def test_control_enter_saves_the_note_and_is_nobody_elses(qtbot, inspector, bench, answer, place):
    sent = []
    window = inspector.window()
    shortcut = QShortcut(QKeySequence("Ctrl+Return"), window)
    shortcut.activated.connect(lambda: sent.append("prompt"))
    inspector.add_note()
    editor = inspector.notes.editor
    qtbot.keyClicks(editor.note_field, "six")
    getattr(editor, place).setFocus()
    qtbot.waitUntil(getattr(editor, place).hasFocus)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == []
    assert marks(bench, answer) == [("", "six", None)]


def test_a_label_may_be_clicked(qtbot, inspector, answer):
    inspector.annotate(span(answer, "octahedron"))
    button = next(b for b in inspector.notes.editor.label_buttons if b.accessibleName() == "good")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert inspector.notes.editor.label_field.text() == "good"


def test_escape_cancels_from_either_field(qtbot, inspector, bench, answer):
    for field in ("label_field", "note_field"):
        inspector.annotate(span(answer, "7 faces"))
        qtbot.keyClicks(inspector.notes.editor.note_field, "x")
        qtbot.keyClick(getattr(inspector.notes.editor, field), Qt.Key.Key_Escape)
        assert inspector.notes.editor is None
    assert marks(bench, answer) == []
    assert inspector.notes.add_button.isVisible()


def test_shift_enter_begins_a_line(qtbot, inspector, bench, answer):
    qtbot.mouseClick(inspector.notes.add_button, Qt.MouseButton.LeftButton)
    field = inspector.notes.editor.note_field
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "one")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field, "12")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert marks(bench, answer) == [("", "one\n12", None)]
    assert bench.reviewing.stars(answer.id) is None


def test_an_empty_note_is_refused_with_a_sentence(qtbot, inspector, bench, answer):
    inspector.add_note()
    editor = inspector.notes.editor
    qtbot.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    assert inspector.notes.editor is editor
    assert editor.problem() == "The note is empty. Write something, or choose a label."


def test_what_cannot_be_kept_stays_in_the_editor(qtbot, inspector, bench, answer, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise ReadOnlyProject("It can only be read.", "Save a copy.")

    inspector.add_note()
    qtbot.keyClicks(inspector.notes.editor.note_field, "precious")
    monkeypatch.setattr(bench.reviewing, "_perform", refuse)
    qtbot.keyClick(inspector.notes.editor.note_field, Qt.Key.Key_Return)
    assert inspector.notes.editor.draft().note == "precious"
    assert inspector.notes.editor.problem() == "It can only be read. Save a copy."
    qtbot.keyClick(inspector.rating.stars, Qt.Key.Key_3)
    assert inspector.rating.words() == "It can only be read. Save a copy."
    assert inspector.rating.stars.value() is None


def test_a_click_on_a_note_shows_its_place(qtbot, inspector, bench, answer):
    place = span(answer, "7 faces")
    bench.reviewing.annotate(answer.id, "six", span=place, label="wrong")
    inspector.show_answer(answer)
    card = inspector.notes.cards[0]
    with qtbot.waitSignal(inspector.span_requested) as asked:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())
    assert asked.args == [place]
    with qtbot.waitSignal(inspector.span_requested):
        qtbot.keyClick(card, Qt.Key.Key_Return)


def test_a_note_is_changed_in_place(qtbot, inspector, bench, answer):
    bench.reviewing.annotate(answer.id, "six", span=span(answer, "7 faces"), label="wrong")
    inspector.show_answer(answer)
    qtbot.keyClick(inspector.notes.cards[0], Qt.Key.Key_E)
    editor = inspector.notes.editor
    assert (editor.draft().label, editor.draft().note) == ("wrong", "six")
    assert not inspector.notes.cards[0].isVisible()
    qtbot.keyClicks(editor.note_field, " faces")
    qtbot.keyClick(editor.note_field, Qt.Key.Key_Return)
    assert marks(bench, answer) == [("wrong", "six faces", "7 faces")]
    assert len(inspector.notes.cards) == 1


def test_a_note_is_taken_back_and_brought_again(qtbot, inspector, bench, answer):
    bench.reviewing.annotate(answer.id, "six")
    inspector.show_answer(answer)
    with qtbot.waitSignal(inspector.notes_changed):
        qtbot.keyClick(inspector.notes.cards[0], Qt.Key.Key_Delete)
    assert marks(bench, answer) == []
    assert inspector.notes.cards == []
    assert "Ctrl+Z" in inspector.rating.words()
    with qtbot.waitSignal(inspector.notes_changed):
        inspector.undo()
    assert len(inspector.notes.cards) == 1


def test_a_note_is_changed_after_the_change_before_was_undone(qtbot, inspector, bench, answer):
    bench.reviewing.annotate(answer.id, "first")
    second = bench.reviewing.annotate(answer.id, "second")
    inspector.show_answer(answer)
    bench.reviewing.amend(second, label="", note="second, worse")
    inspector.show_answer(answer)
    qtbot.keyClick(inspector.notes.cards[1], Qt.Key.Key_E)
    inspector.undo()
    # The card of the note that is being changed does not come back beside its editor.
    assert [card.isVisible() for card in inspector.notes.cards] == [True, False]
    qtbot.keyClicks(inspector.notes.editor.note_field, " no, better")
    qtbot.keyClick(inspector.notes.editor.note_field, Qt.Key.Key_Return)
    assert marks(bench, answer) == [("", "first", None), ("", "second, worse no, better", None)]
    assert [card.isVisible() for card in inspector.notes.cards] == [True, True]


def test_a_note_that_was_undone_while_it_was_changed_stands_again_when_saved(qtbot, inspector, bench, answer):
    bench.reviewing.annotate(answer.id, "six")
    inspector.show_answer(answer)
    qtbot.keyClick(inspector.notes.cards[0], Qt.Key.Key_E)
    inspector.undo()
    assert inspector.notes.cards == []
    other = bench.answer()
    inspector.show_answer(other)
    inspector.show_answer(answer)
    qtbot.keyClicks(inspector.notes.editor.note_field, " faces")
    qtbot.keyClick(inspector.notes.editor.note_field, Qt.Key.Key_Return)
    assert marks(bench, answer) == [("", "six faces", None)]
    inspector.undo()
    inspector.redo()
    assert inspector.rating.words() == "Redid the change of a note."


def test_a_note_goes_to_what_is_selected(qtbot, inspector, bench, answer):
    inspector.selected_span = lambda: span(answer, "7 faces")
    qtbot.mouseClick(inspector.notes.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(inspector.notes.editor.note_field, "six")
    # Another beginning does not throw away what was typed.
    inspector.add_note()
    inspector.annotate(span(answer, "octahedron"))
    assert inspector.notes.editor.problem() == "Save this note first, or cancel it."
    qtbot.keyClick(inspector.notes.editor.note_field, Qt.Key.Key_Return)
    assert marks(bench, answer) == [("", "six", "7 faces")]


def test_a_draft_waits_for_its_answer(qtbot, inspector, bench, answer):
    other = bench.answer()
    inspector.annotate(span(answer, "7 faces"))
    qtbot.keyClicks(inspector.notes.editor.note_field, "half a tho")
    inspector.show_answer(other)
    assert inspector.notes.editor is None
    inspector.show_answer(answer)
    assert inspector.notes.editor.draft().note == "half a tho"
    assert inspector.notes.editor.draft().span.quote == "7 faces"
    inspector.refresh()
    assert inspector.notes.editor.draft().note == "half a tho"


def test_buttons_of_a_note_show_with_the_keyboard(qtbot, inspector, bench, answer):
    bench.reviewing.annotate(answer.id, "six")
    inspector.show_answer(answer)
    card = inspector.notes.cards[0]
    inspector.rating.stars.setFocus()
    qtbot.waitUntil(lambda: card._amend.isHidden())
    card.setFocus()
    qtbot.waitUntil(lambda: not card._amend.isHidden())
    qtbot.mouseClick(card._withdraw, Qt.MouseButton.LeftButton)
    assert marks(bench, answer) == []


def test_markup_in_a_note_stays_text(inspector, bench, answer):
    bench.reviewing.annotate(answer.id, "<b>x</b>", span=Span(0, 6, "<i>A</i>"), label="<u>l</u>")
    inspector.show_answer(answer)
    from PySide6.QtWidgets import QLabel

    for label in inspector.notes.cards[0].findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize("text", ["short", "two\nlines  here", "x" * 400, "word " * 100])
def test_a_quotation_is_one_line_of_bounded_length(text):
    shown = shortened(text)
    assert "\n" not in shown
    assert len(shown) <= 143
    assert shown[0] == text[0]
