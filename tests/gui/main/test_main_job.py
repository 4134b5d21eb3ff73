# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a user does on the first day, with keys and clicks: ask, run, rate, note, close, open again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from sidelight.app import Session
from sidelight.domain.generation import StopReason
from sidelight.domain.running import Outcome
from sidelight.gui.answer.view import AnswerView
from sidelight.gui.compare.page import ComparePage
from sidelight.gui.glview.view import LiveView

SLOW_MS = 120_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def page_of(session: Session) -> ComparePage:
    assert session.window is not None
    return session.window.page


def ask(qtbot: QtBot, page: ComparePage, prompt: str) -> None:
    page.focus_prompt()
    qtbot.keyClicks(page.composer.box, prompt)
    qtbot.keyClick(page.composer.box, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.live is not None and page.live.prompt == prompt)


def press_run(qtbot: QtBot, view: AnswerView) -> None:
    """Click the first Run that the answer shows."""
    for index in range(len(view.flow)):
        for control in view.flow[index].controls():
            if control.name == "run":
                place = QPointF(view.page.left, view.page.top(index) - view.verticalScrollBar().value())
                point: QPoint = (control.rect.center() + place).toPoint()
                qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
                return
    raise AssertionError("there is nothing to run")


def press(qtbot: QtBot, window: QWidget, key: Qt.Key) -> None:
    """Press a key where the keyboard is."""
    widget = window.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key)


def test_ask_run_rate_note_close_and_open_again(qtbot: QtBot, start: Callable[[], Session]) -> None:
    session = start()
    page, window, desk = page_of(session), session.window, session.desk
    assert window is not None
    assert desk is not None

    # Two settings of the real local model answer side by side.
    assert [str(m.ref) for m in page.asking.models] == ["local/smollm2-135m", "local/smollm2-135m@warm"]
    ask(qtbot, page, "Say hello.")
    live = page.live
    assert live is not None
    qtbot.waitUntil(lambda: not live.running, timeout=SLOW_MS)
    said = {answer.id: answer.text for answer in live.answers()}
    assert [a.stop_reason for a in live.answers()] == [StopReason.COMPLETE] * 2
    assert all(text.strip() for text in said.values())
    qtbot.waitUntil(lambda: [p.view.text() for p in page.panes if p.view] == list(said.values()))
    assert all(a.usage is not None and a.usage.source == "reported" for a in live.answers())

    # The sample cube turns inside its pane.
    sample = next(e for e in desk.library.history() if "rotating 3D cube" in e.title)
    page.open(sample.id)
    pane = page.panes[0]
    qtbot.waitUntil(lambda: pane.view is not None and pane.view.isVisible())
    assert pane.view is not None
    press_run(qtbot, pane.view)
    (shown,) = page.findChildren(LiveView)
    qtbot.waitUntil(lambda: shown.run.outcome is Outcome.CHANGING and shown.run.frames > 20, timeout=SLOW_MS)
    assert shown.isVisible()

    # Four stars, a marked sentence with a note.
    answer = pane.answer
    assert answer is not None
    page.choose_pane(0)
    window.actions_["review.rate"].trigger()
    press(qtbot, window, Qt.Key.Key_4)
    assert desk.reviewing.stars(answer.id) == 4
    pane.view.setFocus()
    pane.view.verticalScrollBar().setValue(0)
    top = QPoint(int(pane.view.page.left) + 40, int(pane.view.page.top(0)) + 12)
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=top)
    qtbot.keyClick(pane.view, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    span = pane.view.selected_span()
    assert span is not None
    pane.view.ask_for_note()
    inspector = window.side.inspector
    assert inspector is not None
    editor = inspector.notes.editor
    assert editor is not None
    qtbot.keyClicks(editor.note_field, "Says what it needs.")
    qtbot.keyClick(editor.note_field, Qt.Key.Key_Return)
    (note,) = desk.reviewing.annotations(answer.id)
    assert (note.note, note.span) == ("Says what it needs.", span)
    assert answer.text[span.start : span.end] == span.quote

    # Closed and opened again, everything is there.
    window.close()
    assert session.desk is None
    again = start()
    assert again.desk is not None
    assert page_of(again).composer.box.exact_text() == ""
    (greeting,) = [e for e in again.desk.library.history() if e.title == "Say hello."]
    page_of(again).open(greeting.id)
    reopened = page_of(again).live
    assert reopened is not None
    assert {a.id: a.text for a in reopened.answers()} == said
    assert again.desk.reviewing.stars(answer.id) == 4
    assert again.desk.reviewing.annotations(answer.id) == [note]
    (run,) = again.desk.running.runs(answer.id)
    assert run.outcome is Outcome.CHANGING
    assert run.frame_png.startswith(b"\x89PNG")


def test_stop_keeps_what_has_come_and_the_window_says_so(qtbot: QtBot, start: Callable[[], Session]) -> None:
    session = start()
    page = page_of(session)
    ask(qtbot, page, "Write a long story about a lighthouse.")
    live = page.live
    assert live is not None
    qtbot.waitUntil(lambda: all(a.text_length > 10 for a in live.answers()), timeout=SLOW_MS)
    assert session.window is not None
    qtbot.keyClick(page.composer.box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not live.running, timeout=SLOW_MS)
    assert {a.stop_reason for a in live.answers()} == {StopReason.STOPPED}


def test_an_empty_prompt_is_answered_with_a_sentence(qtbot: QtBot, start: Callable[[], Session]) -> None:
    page = page_of(start())
    page.focus_prompt()
    qtbot.keyClick(page.composer.box, Qt.Key.Key_Return, CONTROL)
    assert page.live is None
    shown = [label.text() for label in page.composer.findChildren(QLabel) if label.isVisible()]
    assert any("nothing to send" in text for text in shown)


def test_a_prompt_of_a_megabyte_is_refused_by_the_model_in_numbers(
    qtbot: QtBot, start: Callable[[], Session]
) -> None:
    page = page_of(start())
    prompt = "word " * 200_000
    page.offer_prompt(prompt)
    assert page.composer.box.exact_text() == prompt
    qtbot.keyClick(page.composer.box, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.live is not None)
    live = page.live
    assert live is not None
    qtbot.waitUntil(lambda: not live.running, timeout=SLOW_MS)
    for answer in live.answers():
        assert answer.failure is not None
        assert answer.failure.kind == "too_long"
        assert "4096" in answer.failure.sentence.replace(",", "").replace(" ", "")


def test_a_first_start_shows_the_cubes_and_keeps_models_that_can_be_asked_anything(
    qtbot: QtBot, start: Callable[[], Session]
) -> None:
    page = page_of(start())
    qtbot.waitUntil(lambda: page.live is not None)
    assert page.live is not None
    assert "rotating 3D cube" in page.live.prompt
    assert {model.ref.connection for model in page.asking.models} == {"local"}
