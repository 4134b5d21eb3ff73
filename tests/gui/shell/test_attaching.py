# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of files that go with a prompt, and of talks that all models continue from one answer."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from gui.shell.stand_ins import MOON

PATIENCE_MS = 100_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def drop(box, *paths):
    """Let go of files over the prompt box."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert box.canInsertFromMimeData(data)
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    box.dropEvent(event)


def names(window):
    return [chip.part.name for chip in window.page.composer.file_chips()]


def test_dropped_files_go_with_the_prompt_and_no_further(window, qtbot, ask, tmp_path):
    notes, table = tmp_path / "notes.txt", tmp_path / "table.csv"
    notes.write_text("The moon has no air.")
    table.write_text("body;mass\nMoon;7.3e22\n")
    box = window.page.composer.box
    drop(box, notes, table)
    qtbot.waitUntil(lambda: names(window) == ["notes.txt", "table.csv"], timeout=PATIENCE_MS)
    assert box.exact_text() == ""
    drop(box, notes)
    box.set_exact_text("too early")
    qtbot.keyClick(box, Qt.Key.Key_Return, CONTROL)
    assert "still being read" in window.page.composer.error()
    assert window.page.live is None
    qtbot.waitUntil(lambda: not window.page.asking.reading, timeout=PATIENCE_MS)
    window.page.composer.file_chips()[1].removed.emit()
    qtbot.waitUntil(lambda: names(window) == ["notes.txt"], timeout=PATIENCE_MS)
    ask(window, MOON)
    assert [part.text for part in window.page.live.attachments] == ["The moon has no air."]
    assert names(window) == []
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    card = window.page.prompt_card
    assert card.isVisible()
    prompt, notes = card.files.buttons
    assert notes.text() == "notes.txt (20)"
    qtbot.mouseClick(notes, Qt.MouseButton.LeftButton)
    assert (card.text.exact_text(), card.named.text()) == ("The moon has no air.", "notes.txt")
    assert card.text.isReadOnly()
    assert window.rect().contains(card.geometry())
    qtbot.mouseClick(prompt, Qt.MouseButton.LeftButton)
    assert card.text.exact_text() == MOON
    qtbot.mouseClick(notes, Qt.MouseButton.LeftButton)
    card.dismiss()
    window.page.show_prompt()
    assert card.text.exact_text() == MOON


def test_a_file_that_is_no_text_is_refused_where_it_was_dropped(window, qtbot, tmp_path):
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    drop(window.page.composer.box, picture, tmp_path / "gone.txt")
    qtbot.waitUntil(lambda: "picture.png" in window.page.composer.error(), timeout=PATIENCE_MS)
    assert names(window) == []


def test_text_that_is_dropped_is_text(window):
    data = QMimeData()
    data.setText("just words")
    window.page.composer.box.insertFromMimeData(data)
    assert window.page.composer.box.exact_text() == "just words"
    assert names(window) == []


def test_all_models_continue_from_the_answer_that_is_worked_with(window, qtbot, ask):
    ask(window, MOON)
    first = window.page.live
    window.page.choose_pane(1)
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL | Qt.KeyboardModifier.AltModifier)
    composer = window.page.composer
    assert composer.rounds.button("common").isChecked()
    assert window.page.panes[1].tab.name in composer.box.placeholderText()
    chosen = first.panes[1][0]
    ask(window, MOON)
    followed = window.page.live
    assert followed.comparison.follows == (chosen.id, chosen.id)
    for pane in window.page.panes:
        model = pane.turns.list.model()
        said_by = [model.index(at).data(Qt.ItemDataRole.UserRole) for at in range(model.rowCount())]
        assert said_by == ["You", window.page.panes[1].tab.name]
    # The talk goes on as it was meant until somebody says otherwise.
    assert composer.rounds.button("common").isChecked()


def test_a_comparison_of_one_answer_has_no_other_to_continue_from(window, qtbot, ask):
    window.page.set_mode("direct")
    ask(window, MOON)
    assert not window.actions_["ask.common"].isEnabled()
    assert not window.page.composer.rounds.button("common").isEnabled()
