# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from gui.inspector.conftest import FAILED
from sidelight.domain.delta import TextDelta
from sidelight.domain.generation import StopReason
from sidelight.domain.identity import GenerationId, RecordId, RunId
from sidelight.domain.running import Level, Outcome, Run, RunPicture
from sidelight.gui.inspector.panel import remarks_on
from sidelight.gui.inspector.record import RecordDialog
from sidelight.gui.inspector.runs import RunDialog, level_words
from sidelight.gui.inspector.sections import Remark
from sidelight.gui.theme import Theme


def remarks(inspector):
    shown = inspector._remark_place.findChildren(Remark, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [r.label.text() for r in shown if r.isVisible()]


def test_nothing_to_inspect(inspector):
    inspector.show_answer(None)
    inspector.refresh()
    inspector.show_record()
    inspector.annotate(object())
    assert inspector._content.isHidden()


def test_failures_stand_as_sentences(qtbot, inspector, bench):
    inspector.show_answer(bench.failed())
    qtbot.waitUntil(lambda: remarks(inspector) == ["The server refused the key. Check OPENAI_API_KEY."])
    remark = inspector._remark_place.findChild(Remark)
    assert "&lt;b&gt;no&lt;/b&gt; such key" in remark.label.toolTip()


def test_a_verdict_is_asked_for_only_where_there_is_a_script(inspector, bench):
    script = bench.answer(text="```python\nprint(1)\n```\n")
    prose, failed, empty = bench.answer(), bench.failed(), bench.answer(text="")
    seen = []
    for answer in (script, prose, failed, empty):
        inspector.show_answer(answer)
        seen.append(not inspector._verdict_section.isHidden())
    assert seen == [True, False, False, False]
    # What somebody said by key stands there and can be taken back.
    inspector.show_answer(prose)
    inspector.judge("pass")
    assert not inspector._verdict_section.isHidden()
    inspector.judge("pass")
    assert inspector._verdict_section.isHidden()


def test_interruptions_filters_and_notices_too(bench):
    interrupted = bench.answer(interrupted=True, stop_reason=StopReason.TRUNCATED)
    assert [tone for tone, _, _ in remarks_on(interrupted)] == ["warn"]
    filtered = bench.answer(stop_reason=StopReason.FILTERED, notices=("Shortened.",))
    assert [(tone, text) for tone, text, _ in remarks_on(filtered)][1] == ("info", "Shortened.")
    assert remarks_on(bench.answer()) == []
    assert remarks_on(bench.answer(stop_reason=StopReason.LENGTH)) == []


def test_a_growing_answer_asks_the_project_nothing(inspector, bench):
    answer = bench.writing()
    inspector.show_answer(answer)
    bench.project.close()
    for _ in range(5):
        answer.take((TextDelta("more words "),))
        inspector.refresh()
    assert "estimated" in inspector.figures.text()
    assert not inspector.record_button.isEnabled()
    assert "when the answer has ended" in inspector.record_button.toolTip()


def test_runs_come_with_picture_outcome_and_figures(qtbot, inspector, bench):
    answer = bench.answer()
    inspector.show_answer(answer)
    assert inspector._sections[2].isHidden()
    bench.run(answer)
    bench.run(answer, outcome=Outcome.ERROR, picture=False, exit_code=1, frames=0, duration_ms=640.0)
    inspector.show_runs()
    # Two runs of the same millisecond have no order.
    shown = {card.chip.text(): card for card in inspector.runs.cards}
    failed, moved = shown["error"], shown["changing"]
    assert (failed.chip.text(), failed.picture.isNull()) == ("error", True)
    assert (moved.chip.text(), moved.picture.size().toTuple()) == ("changing", (64, 48))
    assert moved.accessibleName() == "changing, 1\u2009240 frames, 12 s, sandbox level A"
    qtbot.mouseClick(moved, Qt.MouseButton.LeftButton)
    dialog = inspector.window().findChild(RunDialog)
    assert dialog.isVisible()
    dialog.close()


def test_a_kept_run_that_went_on_after_an_error_names_it(qtbot, inspector, bench):
    answer = bench.answer()
    inspector.show_answer(answer)
    bench.run(answer, stderr="Uncaught TypeError: x is null (line 3)\nslow (line 4)\n")
    inspector.show_runs()
    (card,) = inspector.runs.cards
    assert (card.chip.text(), card.chip.tone()) == ("changing, with an error", "warn")
    assert "TypeError: x is null" in card.accessibleName()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    dialog = inspector.window().findChild(RunDialog)
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("Nobody caught this error: TypeError: x is null" in text for text in told)
    dialog.close()


def test_a_run_of_changed_code_says_so_and_shows_what_ran_and_what_was_kept(qtbot, inspector, bench):
    answer = bench.answer()
    run = bench.run(answer, edited="print('changed')\n")
    bench.run(answer)
    png = run.frame_png
    kept = RunPicture(RecordId("p"), answer.id, run.id, "strip", 1, 0.5, 7.5, png)
    bench.project.add_run_picture(kept)
    bench.project.flush()
    inspector.show_answer(answer)
    inspector.show_runs()
    (edited,) = [card for card in inspector.runs.cards if card.edited is not None]
    assert len(inspector.runs.cards) == 2
    assert "edited by you" in edited.accessibleName()
    qtbot.mouseClick(edited, Qt.MouseButton.LeftButton)
    dialog = inspector.window().findChild(RunDialog)
    assert dialog.code.toPlainText() == "print('changed')\n"
    assert dialog.code.isReadOnly()
    assert len(dialog.kept) == 1
    dialog.close()


def test_what_a_script_met_otherwise_than_on_a_desktop_stands_with_its_run(qtbot, inspector, bench):
    answer = bench.answer()
    notices = ("turtle was drawn without Tk.", "There is no accumulation buffer.")
    bench.run(answer, notices=notices)
    inspector.show_answer(answer)
    inspector.show_runs()
    (card,) = inspector.runs.cards
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    dialog = inspector.window().findChild(RunDialog)
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    assert [text for text in shown if text in notices] == list(notices)
    dialog.close()


def test_the_record_opens_and_closes(qtbot, inspector, bench):
    inspector.show_answer(bench.answer())
    qtbot.mouseClick(inspector.record_button, Qt.MouseButton.LeftButton)
    dialog = inspector.window().findChild(RecordDialog)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_answer_without_a_record_says_so(inspector, bench):
    inspector.show_answer(bench.answer(exchange=None))
    assert inspector.record_button.isHidden()
    inspector.show_record()
    assert "no record" in inspector.rating.words()
    inspector.show_answer(bench.answer())
    assert not inspector.record_button.isHidden()


def test_what_the_project_refuses_is_said_where_it_happened(inspector, bench):
    answer, other = bench.answer(), bench.answer()
    inspector.show_answer(answer)
    # From here on nothing can be read or kept.
    bench.project.close()
    for deed in (
        inspector.show_record,
        inspector.show_runs,
        lambda: inspector.rating.stars.press(3),
        lambda: inspector.show_answer(other),
    ):
        inspector.rating.say("")
        deed()
        assert "is closed" in inspector.rating.words()


def test_another_look_keeps_everything(qtbot, inspector, bench):
    answer = bench.answer(**{**FAILED, "text": "It broke"})
    bench.reviewing.annotate(answer.id, "kept")
    bench.run(answer)
    inspector.show_answer(answer)
    inspector.add_note()
    qtbot.keyClicks(inspector.notes.editor.note_field, "draft")
    inspector.set_theme(Theme.load("dark"))
    QApplication.processEvents()
    assert len(inspector.notes.cards) == len(inspector.runs.cards) == 1
    assert inspector.notes.editor.draft().note == "draft"
    assert remarks(inspector) == ["The server refused the key. Check OPENAI_API_KEY."]
    inspector.grab()


@pytest.mark.parametrize(
    ("level", "outcome", "said"),
    [
        (Level.B, Outcome.STATIC, "sandbox level B"),
        (Level.NONE, Outcome.STATIC, "nothing held it: run once by consent"),
        (Level.NONE, Outcome.ERROR, "nothing held it: run once by consent"),
        (Level.NONE, Outcome.REFUSED, "sandbox level none"),
    ],
)
def test_a_run_that_nothing_held_says_so(level, outcome, said):
    run = Run(RunId("1"), GenerationId("g"), 0, "d", 0, outcome, level, 0, None, 1, None, 1.0)
    assert level_words(run) == said
