# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The page on plugins, with real plugins in a folder as pip would lay them there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from sidelight.api import Context
from sidelight.domain.artifact import Artifact
from sidelight.gui.plugins.consent import ConsentDialog
from sidelight.gui.plugins.page import PluginsPage
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme
from sidelight.workbench.rendering import Rendering
from sidelight.workbench.settings import Places
from support.plugins import PLAIN, install, rendering

PATIENCE_MS = 100_000


@pytest.fixture
def opened(qtbot, qapp, tmp_path):
    """Lays plugins, and opens the page on them."""
    made = []

    def open_page(*plugins):
        for identifier, code, fields in plugins:
            install(tmp_path / "plugins", identifier, code, **fields)
        renders = Rendering(Places(tmp_path, tmp_path / "config"))
        assert renders.ready()
        theme = Theme.load("light")
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(900, 700)
        dress(qapp, window, theme)
        with qtbot.waitExposed(window):
            window.show()
        page = PluginsPage(renders, theme, window)
        page.open_page()
        made.append((renders, page, window))
        return renders, page

    yield open_page
    for renders, page, _window in made:
        page.reject()
        renders.close()


def state(page, identifier):
    for row in range(page.list.count()):
        entry = page.list.item(row)
        if entry.data(Qt.ItemDataRole.UserRole) == identifier:
            return entry.text().split("\n")[1]
    return None


def test_it_says_what_each_plugin_does_and_switches_it_off_and_on(opened, qtbot):
    renders, page = opened(("shout", PLAIN, {"languages": ["shouted"]}))
    page.show_plugin("shout")
    assert state(page, "shout") == "on"
    artifact = Artifact(0, "shouted", "x", True)
    page.card.switch.click()
    qtbot.waitUntil(lambda: state(page, "shout") == "off", timeout=PATIENCE_MS)
    assert renders.choices(artifact) == ()
    page.card.switch.click()
    qtbot.waitUntil(lambda: state(page, "shout") == "on", timeout=PATIENCE_MS)
    assert [info.id for info in renders.choices(artifact)] == ["shout"]


def test_one_that_crashes_stands_in_quarantine_with_its_error_until_it_is_allowed_again(opened, qtbot):
    crash = rendering("import os\nos._exit(3)")
    renders, page = opened(("fragile", crash, {}))
    page.show_plugin("fragile")
    for number in range(3):
        renders.wait(renders.start(Artifact(0, "fragile", f"{number}", True), Context()))
    qtbot.waitUntil(lambda: state(page, "fragile") == "in quarantine", timeout=PATIENCE_MS)
    assert "crashed" in page.card.error.toPlainText()
    qtbot.mouseClick(page.card.forgive_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: state(page, "fragile") == "on", timeout=PATIENCE_MS)


def test_which_goes_first_for_a_language_is_chosen_here(opened, qtbot):
    renders, page = opened(
        ("one", PLAIN, {"languages": ["both"], "priority": 900}),
        ("two", PLAIN, {"languages": ["both"]}),
    )
    page.show_plugin("two")
    choice = page.card.orders["both"]
    assert [choice.itemData(at) for at in range(choice.count())] == ["one", "two"]
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert renders.order("both") == ("two", "one")
    assert [info.id for info in renders.choices(Artifact(0, "both", "x", True))] == ["two", "one"]


def test_settings_of_its_own_are_kept(opened, qtbot):
    settings = {"loud": {"type": "bool", "default": False, "label": "Loud"}}
    renders, page = opened(("shout", PLAIN, {"settings": settings}))
    page.show_plugin("shout")
    page.card.fields["loud"].click()
    plugin = next(one for one in renders.plugins() if one.id == "shout")
    assert plugin.settings == {"loud": True}


def test_widgets_of_its_own_run_only_after_consent_which_can_be_withdrawn(opened, qtbot, monkeypatch):
    renders, page = opened(("dial", PLAIN, {"isolation": "inprocess"}))
    page.show_plugin("dial")
    assert state(page, "dial") == "waits for your consent"
    answers = [False, True]
    monkeypatch.setattr(ConsentDialog, "agreed", lambda self: answers.pop(0))
    page.card.consent_button.click()
    assert state(page, "dial") == "waits for your consent"
    page.card.consent_button.click()
    qtbot.waitUntil(lambda: state(page, "dial") == "on", timeout=PATIENCE_MS)
    assert [info.id for info in renders.choices(Artifact(0, "dial", "x", True))] == ["dial"]
    page.card.consent_button.click()
    qtbot.waitUntil(lambda: state(page, "dial") == "waits for your consent", timeout=PATIENCE_MS)


def test_the_question_has_the_careful_answer_at_hand(opened, qtbot):
    renders, page = opened(("dial", PLAIN, {"isolation": "inprocess"}))
    plugin = next(one for one in renders.plugins() if one.id == "dial")
    dialog = ConsentDialog(plugin, Theme.load("light"), page)
    with qtbot.waitExposed(dialog):
        dialog.open()
    qtbot.keyClick(dialog.refuse_button, Qt.Key.Key_Return)
    assert dialog.result() == ConsentDialog.DialogCode.Rejected


def test_one_that_cannot_be_used_says_why(opened, qtbot):
    _, page = opened(("new", PLAIN, {"api": 99}))
    rows = [page.list.item(row).text() for row in range(page.list.count())]
    assert any("cannot be used" in row for row in rows)


def test_one_with_the_id_of_sidelights_own_stands_as_not_used_beside_it(opened, qtbot):
    _renders, page = opened(("mine", PLAIN, {"id": "svg", "name": "My SVG"}))
    assert state(page, "svg") == "on"
    page.list.setCurrentRow(page.list.count() - 1)
    assert page.list.currentItem().text() == "My SVG\nnot used"
    words = [label.text() for label in page.card.findChildren(QLabel)]
    assert any(one.startswith("It is called “svg”, as Sidelight's own plugin") for one in words)
    assert not page.card.switch.isVisible()


def test_the_page_fills_by_itself_and_says_what_each_kind_is_for(opened, qtbot, tmp_path):
    verifier = {"kind": "verifier", "prompts": ["sum", "add"]}
    exporter = {"kind": "exporter", "extensions": [".csv"], "records": "comparisons"}
    install(tmp_path / "plugins", "sums", "verifier = None", **verifier)
    install(tmp_path / "plugins", "sheets", "exporter = None", **exporter)
    renders = Rendering(Places(tmp_path, tmp_path / "config"))
    try:
        page = PluginsPage(renders, Theme.load("light"), None)
        qtbot.addWidget(page)
        page.open_page()
        qtbot.waitUntil(lambda: state(page, "sums") == "on", timeout=PATIENCE_MS)
        for identifier, use, words in (
            ("sums", "Judges", "answers to prompts with: sum, add"),
            ("sheets", "Writes", "comparisons as .csv"),
        ):
            page.show_plugin(identifier)
            said = [label.text() for label in page.card.findChildren(QLabel)]
            assert {use, words} <= set(said)
        assert renders.choices(Artifact(0, "sums", "x", True)) == ()
    finally:
        page.reject()
        renders.close()
