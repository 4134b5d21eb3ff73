# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Changing a script below its picture and running it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from sidelight.domain.errors import SandboxRefused
from sidelight.gui.glview import code_edit
from sidelight.gui.glview.code_edit import CodeEdit
from sidelight.gui.glview.editor import Editor
from sidelight.gui.glview.view import LiveView

CODE = "import os\n\ndef draw():\n    return 1\n"


@pytest.fixture
def edit(qtbot, theme):
    made = CodeEdit(theme)
    qtbot.addWidget(made)
    made.setPlainText(CODE)
    with qtbot.waitExposed(made):
        made.show()
    return made


def end_of_line(edit, line):
    edit.go_to_line(line)
    edit.moveCursor(QTextCursor.MoveOperation.EndOfBlock)


def test_enter_keeps_the_indentation_and_goes_deeper_behind_a_colon(qtbot, edit):
    end_of_line(edit, 3)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "x = 2")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "y = 3")
    assert edit.text() == "import os\n\ndef draw():\n    x = 2\n    y = 3\n    return 1\n"


def test_tab_indents_to_the_next_stop_and_shift_tab_takes_it_back(qtbot, edit):
    edit.setPlainText("ab")
    edit.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == "ab  "
    edit.setPlainText("        deep\n\tx")
    qtbot.keyClick(edit, Qt.Key.Key_Backtab)
    assert edit.text() == "    deep\n\tx"
    edit.go_to_line(2)
    qtbot.keyClick(edit, Qt.Key.Key_Backtab)
    assert edit.text() == "    deep\nx"


def test_several_lines_are_indented_as_one_step(qtbot, edit):
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == "    import os\n\n    def draw():\n        return 1\n"
    qtbot.keyClick(edit, Qt.Key.Key_Backtab)
    assert edit.text() == CODE
    edit.undo()
    edit.undo()
    assert edit.text() == CODE


def test_code_has_its_colours_also_after_a_change(qtbot, edit, theme):
    def colours(line):
        block = edit.document().findBlockByNumber(line)
        return {found.format.foreground().color().name() for found in block.layout().formats()}

    keyword = theme.syntax["Token.Keyword"].name()
    qtbot.waitUntil(lambda: keyword in colours(2), timeout=100_000)
    edit.go_to_line(1)
    edit.insertPlainText('"""')
    text = theme.syntax["Token.Literal.String"].name()
    qtbot.waitUntil(lambda: keyword not in colours(2))
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    edit.insertPlainText('s = """x"""\n')
    qtbot.waitUntil(lambda: text in colours(0))


@pytest.fixture
def editor(qtbot, run, view, window):
    window.activateWindow()
    view.body.setFocus()
    qtbot.waitUntil(view.body.hasFocus)
    qtbot.keyClick(view.body, Qt.Key.Key_E)
    assert view.editing.open
    qtbot.waitUntil(view.editing.editor.code.hasFocus)
    return view.editing.editor


def test_ctrl_enter_runs_what_was_typed_and_the_view_says_that_it_was_edited(qtbot, run, view, editor):
    with qtbot.waitSignal(view.height_wanted):
        editor.code.insertPlainText("import sys\n\n\n\n\n\n\n\n")
    sent = len(run.sent)
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert run.starts == 2
    assert run.source.startswith("import sys")
    assert view.toolbar.edited.isVisible()
    assert view.editing.open
    assert "Changed" in editor.state.text()
    assert [one for one in run.sent[sent:] if one["t"] == "key"] == []
    view.restart()
    assert run.source.startswith("import sys")


def test_the_answers_own_code_comes_back_to_the_letter(qtbot, run, view, editor):
    qtbot.keyClicks(editor.code, "x")
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert run.edited
    qtbot.mouseClick(editor.revert_button, Qt.MouseButton.LeftButton)
    assert not editor.revert_button.isEnabled()
    qtbot.mouseClick(editor.run_button, Qt.MouseButton.LeftButton)
    assert run.source == run.artifact.text
    assert not view.toolbar.edited.isVisible()
    qtbot.keyClick(editor.code, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.code.text().startswith("x")


@pytest.mark.parametrize("again", [LiveView.restart, LiveView.restart_held])
def test_starting_again_runs_the_answers_code_once_the_editor_went_back_to_it(
    qtbot, run, view, editor, again
):
    qtbot.keyClicks(editor.code, "x")
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(editor.revert_button, Qt.MouseButton.LeftButton)
    # What runs is still the changed one.
    assert view.toolbar.edited.isVisible()
    qtbot.mouseClick(editor.close_button, Qt.MouseButton.LeftButton)
    again(view)
    assert run.source == run.artifact.text
    assert not view.toolbar.edited.isVisible()


def test_the_answers_code_can_be_run_again_from_the_menu(qtbot, run, view, editor):
    qtbot.keyClicks(editor.code, "x")
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    menu = view.toolbar.more_button.menu()
    menu.aboutToShow.emit()
    (action,) = [one for one in menu.actions() if one.text() == "Run the answer's own code again"]
    action.trigger()
    assert not run.edited


def test_esc_puts_it_away_and_what_was_typed_stays(qtbot, run, view, editor):
    high = view.full_height()
    qtbot.keyClicks(editor.code, "y")
    qtbot.keyClick(editor.code, Qt.Key.Key_Escape)
    assert not view.editing.open
    assert view.full_height() < high
    qtbot.waitUntil(view.body.hasFocus)
    qtbot.keyClick(view.body, Qt.Key.Key_E)
    assert editor.code.text().startswith("y")


def test_keys_of_the_view_are_text_while_one_types(qtbot, run, view, editor):
    qtbot.keyClicks(editor.code, "prfse<>")
    assert editor.code.text().startswith("prfse<>")
    assert not run.paused
    assert run.starts == 1


def test_nothing_is_not_run(qtbot, run, view, editor):
    editor.code.selectAll()
    qtbot.keyClick(editor.code, Qt.Key.Key_Delete)
    assert not editor.run_button.isEnabled()
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert run.starts == 1


def test_the_line_at_fault_of_an_edit_is_shown_in_the_editor(qtbot, run, view, editor):
    editor.code.insertPlainText("a\nb\nc\n")
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    run.print(
        'Traceback (most recent call last):\n  File "/sandbox/script.py", line 3, in <module>\n'
        "NameError: name 'c' is not defined\n",
        error=True,
    )
    run.end(1)
    qtbot.waitUntil(lambda: view.cards.card is not None)
    with qtbot.assertNotEmitted(view.line_requested):
        view.cards.card.line_button.click()
    assert editor.code.textCursor().blockNumber() == 2


def test_an_edit_is_never_run_without_protection(qtbot, run, view, editor):
    view.may_consent = lambda: True
    run.refuse = SandboxRefused("Nothing here holds it.")
    qtbot.keyClicks(editor.code, "z")
    # As it was before, since it was not run: the refusal is of an edit.
    run.source = "changed before"
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert view.cards.card.consent is None


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60))
def test_what_was_not_changed_is_run_as_the_answer_says_it(text):
    from sidelight.gui.theme import Theme

    editor = Editor(text, text, Theme.load("light"))
    try:
        assert editor.text() == text or editor.code.text() != editor._original
        editor._revert()
        assert editor.text() == text or not editor.code.text().strip()
    finally:
        editor.deleteLater()


def test_a_long_text_is_coloured_in_slices_and_typing_begins_them_anew(qtbot, edit, theme, monkeypatch):
    monkeypatch.setattr(code_edit, "SLICE_MS", 0.0)
    colours = edit._colours
    keyword = theme.syntax["Token.Keyword"]

    def coloured(line):
        formats = edit.document().findBlockByNumber(line).layout().formats()
        return any(one.format.foreground().color() == keyword for one in formats)

    edit.setPlainText("\n".join(["return 1"] * 400))
    qtbot.waitUntil(lambda: coloured(10), timeout=100_000)
    # One turn of the window's loop does not do all of it.
    assert colours.busy
    assert not coloured(399)
    edit.setPlainText("\n".join([*["return 1"] * 400, "x = 'return'"]))
    qtbot.waitUntil(lambda: not colours.busy, timeout=100_000)
    assert all(coloured(line) for line in range(400))
    assert not coloured(400)
    qtbot.keyClicks(edit, "x = ")
    edit.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "return 2")
    qtbot.waitUntil(lambda: not colours.busy, timeout=100_000)
    assert coloured(edit.blockCount() - 1)
