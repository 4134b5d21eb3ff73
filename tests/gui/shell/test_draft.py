# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt

from gui.shell.stand_ins import MOON, quiet_desk
from sidelight.gui.compare.draft import Draft
from sidelight.gui.compare.prompt import PromptBox

WORDS = 'Draw a “cube”,\n\tthen a \\ and @50%; 𝄞 "x"\n'


def again(open_window, window, desk):
    window.close()
    return open_window(desk)


def test_what_was_not_sent_is_there_when_the_window_opens_again(open_window, desk, qtbot):
    window = open_window(desk)
    qtbot.keyClicks(window.page.composer.box, "Draw a cu")
    second = again(open_window, window, desk)
    box = second.page.composer.box
    assert box.exact_text() == "Draw a cu"
    qtbot.keyClicks(box, "be")
    assert box.exact_text() == "Draw a cube"


def test_what_was_sent_does_not_come_back(open_window, desk, ask):
    window = open_window(desk)
    ask(window, MOON)
    assert again(open_window, window, desk).page.composer.box.exact_text() == ""


def test_each_project_has_its_own(open_window, desk, tmp_path, qtbot):
    window = open_window(desk)
    qtbot.keyClicks(window.page.composer.box, "here")
    other = quiet_desk(tmp_path / "other")
    try:
        elsewhere = again(open_window, window, other)
        assert elsewhere.page.composer.box.exact_text() == ""
        qtbot.keyClicks(elsewhere.page.composer.box, "there")
        assert again(open_window, elsewhere, desk).page.composer.box.exact_text() == "here"
    finally:
        other.close()


@pytest.fixture
def box(qtbot):
    made = PromptBox()
    qtbot.addWidget(made)
    return made


def test_it_is_on_disk_a_moment_after_typing_rests(box, qtbot, tmp_path, settings):
    draft = Draft(box, settings, tmp_path / "one.sidelight", box)
    draft.rest.setInterval(1)
    with qtbot.waitSignal(draft.rest.timeout):
        qtbot.keyClick(box, Qt.Key.Key_A)
    # As another program reads it, which never heard of this one's end.
    assert (tmp_path / "window.ini").read_text().endswith(r"=\"a\"" + "\n")


def test_any_text_comes_back_exactly_and_cannot_be_undone_away(box, qtbot, tmp_path, settings):
    box.set_exact_text(WORDS)
    typed = box.exact_text()
    Draft(box, settings, tmp_path / "one.sidelight", box).keep()
    second = PromptBox()
    qtbot.addWidget(second)
    settings = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    Draft(second, settings, tmp_path / "one.sidelight", second)
    second.undo()
    assert second.exact_text() == typed


@pytest.mark.parametrize("kept", ["{", "[1]", "7"])
def test_what_is_no_draft_is_none(box, tmp_path, settings, kept):
    project = tmp_path / "one.sidelight"
    draft = Draft(box, settings, project, box)
    box.set_exact_text("x")
    draft.keep()
    (key,) = [key for key in settings.allKeys() if key.startswith("draft/")]
    box.set_exact_text("")
    settings.setValue(key, kept)
    Draft(box, settings, project, box)
    assert box.exact_text() == ""
