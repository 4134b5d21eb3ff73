# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Adding, changing, trying and removing servers in the window, by the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gui.settings.conftest import KEY
from sidelight.domain.model import Connection
from sidelight.gui.settings.entered import short_name
from sidelight.workbench.connecting import PRESETS
from sidelight.workbench.settings import read_connections

PATIENCE_MS = 100_000
LAB = Connection("lab", "openai", "The lab", "http://127.0.0.1:9/v1")


@pytest.fixture
def opened(window, qtbot):
    """Opens the dialog by its action."""

    def open_it(action="connection.page"):
        window.actions_[action].trigger()
        page = window.connections.page
        qtbot.waitUntil(page.isActiveWindow, timeout=PATIENCE_MS)
        return page

    return open_it


def fill(page, **texts):
    for name, text in texts.items():
        field = getattr(page.form, name)
        field.selectAll()
        field.insert(text)
        field.textEdited.emit(text)


def choose_service(page, place):
    page.form.service.setCurrentIndex(place)
    page.form.service.activated.emit(place)


def said(page, qtbot, words):
    qtbot.waitUntil(lambda: words in page.message.text(), timeout=PATIENCE_MS)


def test_every_service_fills_in_its_usual_address(opened):
    page = opened()
    for place, preset in enumerate(PRESETS):
        choose_service(page, place)
        entered = page.form.entered()
        assert (entered.name, entered.kind, entered.address) == (preset.name, preset.kind, preset.address)
    choose_service(page, len(PRESETS))
    assert page.form.entered().address == ""
    assert page.form.address.hasFocus()


def test_tab_goes_through_everything_from_the_top(opened, qtbot):
    page = opened()
    form = page.form
    form.service.setFocus()
    met = []
    while page.focusWidget() not in met:
        met.append(page.focusWidget())
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert met == [
        form.service,
        form.label,
        form.name,
        form.address,
        form.kind,
        form.key,
        form.minute,
        form.hour,
        form.day,
        form.cost,
        page.test_button,
        page.save_button,
        page.close_button,
        page.list,
    ]


def test_a_server_is_added_and_asked_at_once_and_its_key_is_in_no_field_afterwards(
    window, opened, places, qtbot, url
):
    page = opened("connection.add")
    choose_service(page, len(PRESETS))
    fill(page, label="The lab", name="lab", address=url, key=KEY, hour="60")
    assert page.form.key.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClick(page.form.hour, Qt.Key.Key_Return)
    said(page, qtbot, "Saved. “The lab” serves 2 models: m-1, m-2.")
    assert page.form.key.text() == ""
    assert page.save_button.hasFocus()
    assert "Warning: there is no keyring here" in page.form.key_note.text()
    assert read_connections(places) == (Connection("lab", "openai", "The lab", url, "", 60),)
    assert KEY not in places.connections_file.read_text()
    # The chooser has its models without a restart.
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()
    window.page.choose_models()
    chooser = window.page.cards.chooser
    qtbot.waitUntil(
        lambda: "lab/m-2" in [str(model.ref) for model in chooser.rows.models], timeout=PATIENCE_MS
    )


def test_a_test_keeps_nothing_and_says_why_not(opened, places, qtbot, url):
    page = opened()
    choose_service(page, len(PRESETS))
    fill(page, label="The lab", name="lab", address=url, key="sk-wrong")
    qtbot.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    said(page, qtbot, "Type the key again.")
    assert page.message.property("kind") == "bad"
    assert not places.connections_file.exists()
    fill(page, key=KEY)
    assert page.message.text() == ""
    page.test_button.click()
    said(page, qtbot, "“The lab” serves 2 models: m-1, m-2.")
    assert not places.config.exists()


def test_a_short_name_is_proposed_until_one_is_typed(window, opened, qtbot):
    page = opened()
    choose_service(page, len(PRESETS))
    fill(page, label="Café Größe 2")
    assert page.form.name.text() == "cafe-grosse-2"
    page.form.label.clear()
    qtbot.keyClicks(page.form.label, "The lab")
    assert page.form.name.text() == "the-lab"
    page.form.name.clear()
    qtbot.keyClicks(page.form.name, "own")
    qtbot.keyClicks(page.form.label, " below")
    assert page.form.name.text() == "own"
    choose_service(page, 0)
    preset = page.form.name.text()
    qtbot.keyClicks(page.form.label, "x")
    assert page.form.name.text() == preset


def test_a_proposed_name_is_free_and_can_be_used():
    assert short_name("Local", ()) == "local-2"
    assert short_name("The lab", {"the-lab", "the-lab-2"}) == "the-lab-3"
    assert short_name("実験室", ()) == "server"
    assert short_name("  ", ()) == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"address": "http://models.example.org/v1"}, "not encrypted"),
        ({"address": ""}, "address is missing"),
        ({"name": "two words"}, "letters, figures"),
        ({"hour": "many"}, "whole number"),
        ({"key": "a key with spaces"}, "This is not a key"),
    ],
)
def test_what_cannot_be_used_is_told_and_stays_to_be_mended(opened, places, qtbot, typed, words):
    page = opened()
    fill(page, **typed)
    page.save_button.click()
    said(page, qtbot, words)
    assert read_connections(places) == ()
    for name, text in typed.items():
        assert getattr(page.form, name).text() == text


def test_a_kept_server_is_changed_and_its_name_stays(window, opened, places):
    window._desk.connecting.save(LAB, fresh=True)
    before = places.connections_file.read_text()
    places.connections_file.write_text(f"# ours\n{before}")
    page = opened()
    assert page.names() == ["lab"]
    assert not page.form.name.isEnabled()
    assert not page.form.service.isVisible()
    fill(page, day="9")
    page.save_button.click()
    assert read_connections(places)[0].per_day == 9
    assert places.connections_file.read_text().startswith("# ours\n")


def test_a_kept_key_that_would_go_elsewhere_is_pointed_at(window, opened, qtbot):
    connecting = window._desk.connecting
    connecting.save(LAB, fresh=True)
    connecting.keep_key("lab", KEY).result(20)
    page = opened()
    qtbot.waitUntil(lambda: "alone can read" in page.form.key_note.text(), timeout=PATIENCE_MS)
    fill(page, address="https://elsewhere.example.org/v1")
    assert page.form.key_note.text() == "The key that is kept will go to elsewhere.example.org."
    fill(page, address=LAB.base_url)
    assert "alone can read" in page.form.key_note.text()
    page.form.forget.click()
    said(page, qtbot, "No key of “lab” is kept.")
    assert not page.form.forget.isVisible()


def test_keys_that_others_can_read_are_pointed_at(window, opened, places, qtbot):
    connecting = window._desk.connecting
    connecting.save(LAB, fresh=True)
    connecting.keep_key("lab", KEY).result(20)
    (places.data / "keys.toml").chmod(0o644)
    page = opened()
    qtbot.waitUntil(lambda: "Others can read the keys" in page.form.key_note.text(), timeout=PATIENCE_MS)
    assert page.form.key_note.property("kind") == "warn-small"


def test_removing_takes_two_presses_and_leaves_no_model_in_the_line_up(window, opened, places, qtbot):
    window._desk.connecting.save(LAB, fresh=True)
    window.page.asking.add(window._desk.model("lab/m"))
    page = opened()
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert page.names() == ["lab"]
    assert page.remove_button.text() == "Remove it and its key"
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert page.names() == []
    assert read_connections(places) == ()
    assert "lab/m" not in [str(model.ref) for model in window.page.asking.models]
    said(page, qtbot, "“The lab” is removed.")


def test_what_was_typed_survives_a_look_at_another_and_is_not_left_silently(window, opened, qtbot):
    window._desk.connecting.save(LAB, fresh=True)
    page = opened()
    fill(page, label="Our lab")
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.form.label.text() == "OpenAI"
    qtbot.keyClick(page.list, Qt.Key.Key_Up)
    assert page.form.label.text() == "Our lab"
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.isVisible()
    assert page.message.text().startswith("Not saved yet: “The lab”.")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()
    page = opened()
    assert page.form.label.text() == "The lab"


def test_a_variable_that_holds_the_key_is_named_and_a_typed_key_goes_before_it(
    window, opened, places, qtbot, monkeypatch, url
):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    page = opened()
    assert "OPENAI_API_KEY" in page.form.key_note.text()
    fill(page, address=url, key=KEY)
    page.save_button.click()
    said(page, qtbot, "serves 2 models")
    assert read_connections(places)[0].key_variable == ""


def test_a_file_that_cannot_be_read_is_told_and_not_written_over(opened, places, qtbot):
    places.config.mkdir()
    places.connections_file.write_text("[[connection")
    page = opened()
    assert "connections.toml is not in TOML" in page.message.text()
    page.save_button.click()
    said(page, qtbot, "connections.toml is not in TOML")
    assert places.connections_file.read_text() == "[[connection"


def test_the_choosers_foot_leads_to_a_new_server(window, qtbot):
    window._desk.connecting.save(LAB, fresh=True)
    window.page.choose_models()
    window.page.cards.chooser.add_server.click()
    page = window.connections.page
    assert page.isVisible()
    assert page.form.service.isVisible()


def test_closing_while_a_server_is_asked_leaves_nothing_behind(opened, qtbot, url):
    page = opened()
    choose_service(page, len(PRESETS))
    fill(page, label="The lab", name="lab", address=url)
    page.test_button.click()
    page.reject()
    page.reject()
    assert not page.isVisible()
    assert page.test_button.isEnabled()


def test_limits_of_a_minute_and_of_a_days_cost_are_kept(opened, places):
    page = opened()
    fill(page, label="The lab", name="lab", address="http://127.0.0.1:9/v1", minute="3", cost="2,50")
    page.save_button.click()
    (kept,) = read_connections(places)
    assert (kept.per_minute, kept.cost_per_day, kept.per_hour) == (3, 2.5, None)
    assert (page.form.minute.text(), page.form.cost.text()) == ("3", "2.5")
    fill(page, cost="much")
    page.save_button.click()
    assert "amount of money" in page.message.text()


def test_a_server_is_asked_unencrypted_by_the_users_word_alone(opened, places):
    page = opened()
    fill(page, label="Far", name="far", address="https://models.example.org/v1")
    assert not page.form.insecure.isVisible()
    fill(page, address="http://models.example.org/v1")
    assert page.form.insecure.isVisible()
    assert not page.form.insecure.isChecked()
    assert not page.form.insecure_note.isVisible()
    page.form.insecure.click()
    assert "can read the key" in page.form.insecure_note.text()
    assert page.form.insecure_note.isVisible()
    page.save_button.click()
    (kept,) = read_connections(places)
    assert kept.insecure_http


def test_what_was_kept_survives_a_change_and_the_word_for_a_host_holds_for_that_host(window, opened, places):
    far = Connection(
        "far", "openai", "Far", "http://10.0.0.9/v1", per_minute=3, cost_per_day=2.5, insecure_http=True
    )
    window._desk.connecting.save(far, fresh=True)
    page = opened()
    fill(page, day="9")
    page.save_button.click()
    (kept,) = read_connections(places)
    assert (kept.per_minute, kept.cost_per_day, kept.insecure_http, kept.per_day) == (3, 2.5, True, 9)
    fill(page, address="http://10.0.0.10/v1")
    page.save_button.click()
    assert "not encrypted" in page.message.text()
    assert read_connections(places) == (kept,)
