# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from sidelight.domain.running import CanaryResult, Level, SandboxReport
from sidelight.gui.library.sandbox_page import SandboxPage
from sidelight.gui.theme import Theme

TESTS = (
    CanaryResult("Open a TCP connection", held=True),
    CanaryResult("Read a key", held=False, detail="it did"),
)


def words_of(page: SandboxPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


@pytest.fixture
def page(qtbot):
    page = SandboxPage(Theme.load("light"), None)
    qtbot.addWidget(page)
    page.show()
    return page


def test_while_the_test_runs_there_is_nothing_to_test_again(page):
    assert "running" in words_of(page)
    assert not page.retest_button.isEnabled()


def test_it_names_layers_attacks_and_the_way_to_a_better_level(page):
    page.show_report(SandboxReport(Level.B, ("Landlock version 2", "seccomp"), ("No bubblewrap.",), TESTS))
    words = words_of(page)
    for wanted in (
        "Level B",
        "Landlock version 2, seccomp",
        "No bubblewrap.",
        "apt install bubblewrap",
        "1 of 2",
    ):
        assert wanted in words
    assert words.count("not held") == 1


def test_level_a_has_no_better_and_none_says_what_is_needed(page):
    page.show_report(SandboxReport(Level.A, ("bubblewrap",), (), TESTS))
    assert "A better level" not in words_of(page)
    page.show_report(SandboxReport(Level.NONE, (), (), ()))
    assert "No sandbox" in words_of(page)
    assert "kernel with Landlock" in words_of(page)


def test_another_test_is_asked_for(page, qtbot):
    page.show_report(SandboxReport(Level.A, (), (), TESTS))
    with qtbot.waitSignal(page.retest_wanted):
        qtbot.mouseClick(page.retest_button, Qt.MouseButton.LeftButton)


def test_the_badge_tests_again_for_real(window, desk, qtbot):
    window.rail.badge.retest_wanted.emit()
    qtbot.waitUntil(lambda: window.rail.badge.word in ("Sandbox A", "Sandbox B"), timeout=100_000)
    first = desk.running.report()
    window.actions_["sandbox.page"].trigger()
    page = window.rail.badge._page
    qtbot.mouseClick(page.retest_button, Qt.MouseButton.LeftButton)
    assert window.rail.badge.word == "Sandbox: checking"
    qtbot.waitUntil(lambda: window.rail.badge.word in ("Sandbox A", "Sandbox B"), timeout=100_000)
    again = desk.running.report()
    assert again is not first
    assert all(result.held for result in again.self_test)
    assert "Level" in words_of(page)
