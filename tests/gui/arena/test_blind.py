# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Twenty battles by the keyboard alone; before each vote nothing in the window names a model."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gui.arena.conftest import CONTROL, MODELS, PATIENCE_MS, SKY
from gui.arena.seen import everything
from sidelight.domain.battle import Choice
from sidelight.store.project import ProjectFile
from sidelight.workbench.auditing import Auditing
from sidelight.workbench.venue import RoundState

BATTLES = 20
NAMES = [word.casefold() for name, label in MODELS.items() for word in (name, label, label.split()[0])]
NAMES.append("recorded/")
KEYS = [
    (Qt.Key.Key_1, Choice.A),
    (Qt.Key.Key_2, Choice.B),
    (Qt.Key.Key_3, Choice.TIE),
    (Qt.Key.Key_4, Choice.BOTH_BAD),
    (Qt.Key.Key_A, Choice.A),
    (Qt.Key.Key_B, Choice.B),
    (Qt.Key.Key_T, Choice.TIE),
    (Qt.Key.Key_Left, Choice.A),
    (Qt.Key.Key_Right, Choice.B),
    (Qt.Key.Key_Down, Choice.TIE),
    (Qt.Key.Key_Up, Choice.BOTH_BAD),
]
PLAIN_KEYS = 7
"""Those of them that vote wherever the keyboard is."""


def named(window):
    """Which names stand anywhere in the window."""
    seen = everything(window).casefold()
    return {name for name in NAMES if name in seen}


@pytest.fixture
def twenty(window, page, press, ask, opened, qtbot):
    """Holds the battles; returns what was chosen."""
    # What was asked by name stands in the history; who answered is left out there meanwhile.
    window.places.go("compare")
    window.page.composer.box.set_exact_text(SKY)
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not window.page.live.running, timeout=PATIENCE_MS)
    assert named(window)
    press(Qt.Key.Key_2, CONTROL)
    chosen = []
    for battle in range(BATTLES):
        QGuiApplication.clipboard().setText("")
        round_ = ask(SKY, until=None)
        assert named(window) == set(), f"while asking, battle {battle}"
        qtbot.waitUntil(lambda: page.round.state is RoundState.SHOWING, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: not window.clock.running, timeout=PATIENCE_MS)
        assert "blue" in everything(window).casefold()
        if battle % 5 == 0:
            press(Qt.Key.Key_F6)
            press(Qt.Key.Key_A, CONTROL)
            press(Qt.Key.Key_C, CONTROL)
            assert "scattered most" in QGuiApplication.clipboard().text()
        assert named(window) == set(), f"before the vote, battle {battle}"
        if battle % 5 == 0:
            key, choice = KEYS[battle % PLAIN_KEYS]
        else:
            key, choice = KEYS[battle % len(KEYS)]
        press(key)
        assert round_.given.choice is choice
        assert named(window) == set(), f"before the names, battle {battle}"
        opened()
        seen = named(window)
        labels = {MODELS[name.split("/")[1].split("@")[0]].casefold() for name in round_.names}
        assert labels <= seen
        press(Qt.Key.Key_N)
        chosen.append(choice)
    return chosen


def test_twenty_battles_by_keyboard_without_a_name_and_with_a_sound_log(twenty, window, desk, tmp_path):
    ballots = desk._project.ballots(blind_only=True)
    assert [ballot.choice for ballot in ballots] == twenty
    desk._project.flush()
    audit = Auditing(desk._project).audit()
    assert (audit.sound, audit.battles, audit.votes) == (True, BATTLES, BATTLES)
    copy = tmp_path / "copy.sidelight"
    desk.save_copy(copy)
    where = change_a_byte(copy)
    project = ProjectFile.open(copy)
    try:
        found = Auditing(project).audit()
    finally:
        project.close()
    assert not found.sound
    assert any(where in problem.where or where in problem.what for problem in found.problems)


def change_a_byte(path):
    """Change one byte of the log as somebody would who owns the file; returns where."""
    with closing(sqlite3.connect(path, isolation_level=None)) as kept:
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'blind_log'"
        locks = kept.execute(query).fetchall()
        for name, _ in locks:
            kept.execute(f"DROP TRIGGER {name}")
        rowid, seq, body = kept.execute(
            "SELECT rowid, seq, body FROM blind_log WHERE kind = 'vote' ORDER BY rowid LIMIT 1"
        ).fetchone()
        at = next(at for at, letter in enumerate(body) if letter in "0123456789")
        other = "1" if body[at] != "1" else "2"
        changed = body[:at] + other + body[at + 1 :]
        kept.execute("UPDATE blind_log SET body = ? WHERE rowid = ?", (changed, rowid))
        for _, sql in locks:
            kept.execute(sql)
        return f"entry {seq} of the log"
