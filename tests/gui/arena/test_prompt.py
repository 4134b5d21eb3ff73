# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands around the arena's prompt: a draft that stays, files that go along, and who votes."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.arena.conftest import CONTROL, PATIENCE_MS, SKY
from gui.shell.test_attaching import drop
from sidelight.workbench.auditing import Auditing
from sidelight.workbench.venue import RoundState

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def test_what_was_not_sent_is_there_when_the_window_opens_again(open_window, desk, qtbot):
    window = open_window(desk)
    qtbot.keyClicks(window.places.page("arena").prompt.box, "Which is bett")
    qtbot.keyClick(window, Key.Key_1, CONTROL)
    qtbot.keyClicks(window.page.composer.box, "In Compare")
    window.close()
    second = open_window(desk)
    box = second.places.page("arena").prompt.box
    assert box.exact_text() == "Which is bett"
    assert second.page.composer.box.exact_text() == "In Compare"
    assert box.hasFocus()
    qtbot.keyClicks(box, "er?")
    assert box.exact_text() == "Which is better?"


def test_what_was_sent_does_not_come_back(open_window, desk, qtbot):
    window = open_window(desk)
    page = window.places.page("arena")
    qtbot.keyClicks(page.prompt.box, SKY)
    qtbot.keyClick(page.prompt.box, Key.Key_Return, CONTROL)
    assert page.round is not None
    window.close()
    assert open_window(desk).places.page("arena").prompt.box.exact_text() == ""


def test_files_go_with_the_prompt_and_no_further(page, press, ask, opened, qtbot, tmp_path):
    notes, table = tmp_path / "notes.txt", tmp_path / "table.csv"
    notes.write_text("The moon has no air.")
    table.write_text("body;mass\nMoon;7.3e22\n")
    box = page.prompt.box
    drop(box, notes, table)
    box.set_exact_text("too early")
    qtbot.keyClick(box, Key.Key_Return, CONTROL)
    assert "still being read" in page.prompt.error
    assert page.round is None
    qtbot.waitUntil(lambda: not page.pool.reading, timeout=PATIENCE_MS)
    assert [chip.part.name for chip in page.prompt.file_chips()] == ["notes.txt", "table.csv"]
    qtbot.keyClick(page.prompt.file_chips()[1], Key.Key_Delete)
    assert [chip.part.name for chip in page.prompt.file_chips()] == ["notes.txt"]
    box.set_exact_text("")
    round_ = ask(SKY, until=None)
    assert [part.text for part in round_.attachments] == ["The moon has no air."]
    assert page.prompt.file_chips() == []
    press(Key.Key_P, CONTROL)
    card = page.cards.prompt
    assert card.isVisible()
    assert card.files.buttons[1].text() == "notes.txt (20)"
    card.dismiss()
    qtbot.waitUntil(lambda: page.round.state is not RoundState.ASKING, timeout=PATIENCE_MS)
    press(Key.Key_1)
    opened()
    press(Key.Key_P)
    assert [part.name for part in page.pool.attachments] == ["notes.txt"]


def test_a_file_that_is_no_text_says_so(page, qtbot, tmp_path):
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\0")
    drop(page.prompt.box, picture)
    qtbot.waitUntil(lambda: bool(page.prompt.error), timeout=PATIENCE_MS)
    assert "picture.png" in page.prompt.error


def test_who_votes_is_said_kept_and_stands_with_the_vote(open_window, desk, qtbot, press, page, ask, opened):
    qtbot.keyClick(page.prompt.box, Key.Key_I, ALT)
    card = page.cards.voter
    assert card.field.hasFocus()
    qtbot.keyClicks(card.field, "  Ann  B. ")
    press(Key.Key_Return)
    assert not card.isVisible()
    assert "Ann B." in page.prompt.voter_chip.text()
    assert page.prompt.voter_chip.accessibleName() == "Voter: Ann B."
    assert page.head.count.text() == "Voter: Ann B."
    ask(SKY)
    press(Key.Key_1)
    opened()
    assert page.head.count.text() == "Voter: Ann B. · 1 round voted on"
    assert [vote.annotator for vote in desk._project.votes()] == ["Ann B."]
    desk._project.flush()
    assert Auditing(desk._project).audit().sound
    later = open_window(desk).places.page("arena")
    assert later.pool.voter == "Ann B."
    assert desk.arena.annotator == "Ann B."


def test_who_votes_is_known_before_anybody_goes_to_the_arena(desk, settings, open_window, qtbot):
    settings.setValue("arena/voter", " Ann  B. ")
    window = open_window(desk)
    assert desk.voter == "Ann B."
    assert desk.arena.annotator == "Ann B."
    assert window.places.page("arena").pool.voter == "Ann B."


def test_esc_leaves_who_votes_as_it_was(page, press, qtbot):
    page.pool.set_voter("ann")
    qtbot.keyClick(page.prompt.box, Key.Key_I, ALT)
    qtbot.keyClicks(page.cards.voter.field, "bob")
    press(Key.Key_Escape)
    assert page.pool.voter == "ann"


def test_nothing_is_sent_while_a_setting_cannot_be_used(page, press, ask, qtbot):
    qtbot.keyClick(page.prompt.box, Key.Key_T, ALT)
    qtbot.keyClicks(page.cards.temperature.field, "hot")
    press(Key.Key_Escape)
    assert page.prompt.temperature_chip.property("set") == "wrong"
    page.prompt.box.set_exact_text(SKY)
    qtbot.keyClick(page.prompt.box, Key.Key_Return, CONTROL)
    assert page.round is None
    assert "Nothing was sent" in page.prompt.error
    qtbot.keyClick(page.prompt.box, Key.Key_T, ALT)
    assert page.cards.temperature.field.text() == "hot"
    page.cards.temperature.field.clear()
    qtbot.keyClicks(page.cards.temperature.field, "0.5")
    press(Key.Key_Return)
    page.prompt.box.set_exact_text("")
    page.focus_prompt()
    assert ask(SKY, until=None) is not None
