# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import delete

from gui.shell.conftest import PATIENCE_MS
from gui.shell.stand_ins import CUBE, MOON
from sidelight.gui.dressing import Dressing, HandsOn
from sidelight.gui.style import dress, sheet_of_all_looks, style_sheet
from sidelight.gui.theme import Theme

DARK, LIGHT = Theme.load("dark"), Theme.load("light")


class Part(QLabel):
    """Keeps what all labels of its window looked like each time it is painted."""

    def __init__(self, window):
        super().__init__("words", window)
        self.setProperty("kind", "quiet")
        self.themes, self.painted = [], []

    def set_theme(self, theme):
        self.themes.append(theme.name)

    def paintEvent(self, event):
        super().paintEvent(event)
        labels = self.window().findChildren(Part)
        self.painted.append({label.palette().windowText().color().name() for label in labels})


class Group(HandsOn):
    """Hands on to some."""

    def __init__(self, parts):
        self.parts, self.themes = parts, []

    def hand_on(self, theme):
        self.themes.append(theme.name)
        return self.parts


@pytest.fixture
def shown(qtbot, qapp):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for _ in range(6):
        layout.addWidget(Part(window))
    dress(qapp, window, LIGHT)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def parts(shown):
    return shown.findChildren(Part)


@pytest.fixture
def dressing(shown, parts):
    """One step a turn."""
    ticks = itertools.count(step=0.003)
    return Dressing(shown, lambda: parts, lambda: next(ticks))


@pytest.fixture
def done(qtbot):
    return lambda dressing: qtbot.waitUntil(lambda: not dressing.busy, timeout=PATIENCE_MS)


def test_nothing_is_seen_before_all_of_it_has_the_other_colours(shown, parts, dressing, done, qtbot):
    qtbot.waitUntil(lambda: all(part.painted for part in parts), timeout=PATIENCE_MS)
    for part in parts:
        part.painted.clear()
    dressing.begin(DARK)
    assert not shown.updatesEnabled()
    done(dressing)
    assert shown.updatesEnabled()
    qtbot.waitUntil(lambda: all(part.painted for part in parts), timeout=PATIENCE_MS)
    assert all(colours == {DARK.css("quiet")} for part in parts for colours in part.painted)
    assert all(part.themes == ["dark"] for part in parts)


def test_what_is_hidden_takes_them_too(parts, dressing, done):
    parts[2].hide()
    dressing.begin(DARK)
    done(dressing)
    assert parts[2].themes == ["dark"]
    assert parts[2].palette().windowText().color() == DARK.colour("quiet")


def test_a_change_while_another_is_under_way_is_the_one_that_holds(shown, parts, dressing, done):
    dressing.begin(DARK)
    dressing.begin(LIGHT)
    done(dressing)
    assert shown.updatesEnabled()
    assert all(part.themes[-1] == "light" for part in parts)
    assert {part.palette().windowText().color().name() for part in parts} == {LIGHT.css("quiet")}


def test_what_goes_meanwhile_is_left_out_and_what_comes_has_the_other_colours(shown, parts, dressing, done):
    parts.pop().deleteLater()
    dressing.begin(DARK)
    new = Part(shown)
    new.show()
    done(dressing)
    assert new.palette().windowText().color() == DARK.colour("quiet")


def test_what_hands_on_and_goes_meanwhile_is_left_out_too(shown, parts, done):
    class Holder(QWidget, HandsOn):
        def hand_on(self, theme):
            self.update()
            return ()

    first, gone = Part(shown), Holder(shown)
    first.show()
    first.set_theme = lambda theme: delete(gone)
    dressing = Dressing(shown, lambda: [first, gone, *parts])
    dressing.begin(DARK)
    done(dressing)
    assert shown.updatesEnabled()
    assert all(part.themes == ["dark"] for part in parts)


def test_a_window_over_it_changes_with_it(shown, dressing, done, qtbot):
    over = QWidget(shown, Qt.WindowType.Dialog)
    button = QPushButton("words", over)
    button.setProperty("kind", "link")
    over.show()
    dressing.begin(DARK)
    assert not over.updatesEnabled()
    done(dressing)
    assert over.updatesEnabled()
    assert button.palette().buttonText().color() == DARK.colour("accent")


def test_who_hands_on_takes_other_colours_itself_first(shown, parts, done):
    inner = Group(parts[3:])
    outer = Group([*parts[:3], inner])
    dressing = Dressing(shown, lambda: [outer])
    dressing.begin(DARK)
    done(dressing)
    assert (outer.themes, inner.themes) == (["dark"], ["dark"])
    assert all(part.themes == ["dark"] for part in parts)
    outer.set_theme(LIGHT)
    assert inner.themes[-1] == parts[5].themes[-1] == "light"


def test_the_real_window_looks_as_if_it_were_dressed_at_once(window, ask, qtbot, qapp):
    ask(window, MOON)
    ask(window, CUBE)
    window.setFocus()  # no caret blinks
    window.looks.choose("dark")
    qtbot.waitUntil(lambda: not window.dressing.busy, timeout=PATIENCE_MS)
    seen = window.grab().toImage()
    dress(qapp, window, window.theme)
    assert window.grab().toImage() == seen
    assert seen.pixelColor(4, seen.height() // 2) == DARK.colour("rail")


def test_every_rule_of_each_look_is_in_the_sheet_of_all(qapp):
    both = sheet_of_all_looks()
    for theme in (LIGHT, DARK):
        assert both.count("{") == 2 * style_sheet(theme).count("{")
        for line in (f'#{theme.name} QFrame[kind="rail"] ', f"#{theme.name} QComboBox:focus "):
            assert line in both
