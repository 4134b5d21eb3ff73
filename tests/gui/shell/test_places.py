# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the places of a window: one is shown, and the keys are its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.places import Place, Places
from sidelight.gui.theme import Theme


class Told(QWidget):
    """A page that notes what it is told, with one action on Ctrl+Return."""

    def __init__(self, name, actions, told, parent):
        super().__init__(parent)
        self.name, self.told = name, told
        self.field = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.field)
        actions.add(f"{name}.go", f"Go in {name}", "Ctrl+Return", lambda: told.append(f"{name} went"))
        told.append(f"{name} made")

    def enter(self):
        self.told.append(f"{self.name} entered")
        self.field.setFocus()

    def set_theme(self, theme):
        self.told.append(f"{self.name} in {theme.name}")

    def leave(self):
        self.told.append(f"{self.name} left")


@pytest.fixture
def told():
    return []


@pytest.fixture
def shown(qtbot, told):
    window = QWidget()
    actions = Actions(window, Theme.load("light"))
    actions.add("window.close", "Close", "Ctrl+Q", lambda: told.append("closed"))
    places = Places(actions, window)
    QVBoxLayout(window).addWidget(places)
    for number, name in enumerate(("first", "second"), start=1):
        places.add(
            Place(
                name,
                name.title(),
                "compare",
                f"Ctrl+{number}",
                lambda parent, name=name: Told(name, actions, told, parent),
            )
        )
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, places, actions


def test_a_place_is_furnished_when_first_gone_to(shown, told):
    _, places, _ = shown
    assert told == []
    places.go("first")
    assert told == ["first made", "first entered"]
    places.go("second")
    places.go("first")
    assert told[2:] == ["second made", "second entered", "first entered"]
    assert places.current == "first"


def test_a_key_is_of_the_place_that_is_shown(shown, told, qtbot):
    window, places, actions = shown
    places.go("first")
    places.go("second")
    told.clear()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == ["second went"]
    assert [action.objectName() for action in actions.offered()] == [
        "window.close",
        "place.first",
        "place.second",
        "second.go",
    ]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == ["second went", "first entered", "first went"]


def test_words_of_an_action_keep_its_key_while_it_is_another_places(shown):
    _, places, actions = shown
    places.go("first")
    places.go("second")
    actions.say("first.go", "Go again")
    assert actions["first.go"].toolTip() == "Go again (Ctrl+Return)"


def test_all_that_is_furnished_is_painted_and_left(shown, told):
    _, places, _ = shown
    places.go("second")
    told.clear()
    places.set_theme(Theme.load("dark"))
    places.leave()
    assert told == ["second in dark", "second left"]
