# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the card with top p, stops, effort and probabilities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from sidelight.domain.model import SETTINGS, GenerationConfig, Model, ModelRef
from sidelight.gui.choosing.readers import read_logprobs, read_stops, read_top_p, written_stops
from sidelight.gui.compare.sampling import left_out, summary

ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(("text", "value"), [("", None), ("0.9", 0.9), ("0,5", 0.5), ("1", 1.0)])
def test_a_top_p_is_read(text, value):
    assert read_top_p(text) == value


@pytest.mark.parametrize("text", ["0", "1.1", "-1", "much", "nan"])
def test_what_is_no_top_p_is_told(text):
    with pytest.raises(ValueError, match="above 0 and up to 1"):
        read_top_p(text)


@pytest.mark.parametrize("text", ["0", "21", "2.5", "²", "all"])
def test_what_is_no_number_of_alternatives_is_told(text):
    with pytest.raises(ValueError, match="from 1 to 20"):
        read_logprobs(text)


@given(st.lists(st.text(min_size=1).filter(lambda text: "\r" not in text), max_size=16))
def test_stops_are_read_as_they_are_written(stops):
    assert read_stops(written_stops(stops)) == tuple(stops)


def test_too_many_stops_are_told():
    with pytest.raises(ValueError, match="At most 16"):
        read_stops("\n".join("abcdefghijklmnopq"))


def test_a_chip_says_what_differs():
    assert summary(GenerationConfig(temperature=1.0)) == ""
    config = GenerationConfig(top_p=0.9, stop=("a", "b"), reasoning_effort="high", logprobs=2)
    assert summary(config) == "top p 0.9, 2 stops, effort high, probabilities"


def test_who_does_not_take_a_setting_is_named():
    def model(name, *without):
        return Model(ModelRef("there", name), name.title(), accepts=SETTINGS - set(without))

    assert left_out("top_p", [model("one"), model("two")]) == ""
    assert left_out("top_p", [model("one", "top_p"), model("two")]) == (
        "Not sent to One: it is not taken there."
    )
    many = [model(name, "top_p") for name in ("one", "two", "three", "four")]
    assert "One, Two, 2 more" in left_out("top_p", many)


def test_the_card_changes_what_is_asked_for(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_P, ALT)
    card = window.page.cards.sampling
    assert card.isVisible()
    assert card.top_p.hasFocus()
    qtbot.keyClicks(card.top_p, "0.8")
    card.stops.setPlainText("END\n\\n\\n")
    card.effort.setCurrentIndex(card.effort.findData("high"))
    card.effort.activated.emit(card.effort.currentIndex())
    config = window.page.asking.config
    assert (config.top_p, config.stop, config.reasoning_effort) == (0.8, ("END", "\n\n"), "high")
    assert window.page.composer.more_chip.text() == "More top p 0.8, 2 stops, effort high"
    qtbot.keyClicks(card.top_p, "5")
    assert window.page.asking.config.top_p == 0.85
    qtbot.keyClicks(card.top_p, "x")
    assert window.page.asking.config.top_p == 0.85
    assert "above 0" in card._notes["top_p"].text()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_P, ALT)
    assert card.stops.toPlainText() == "END\n\\n\\n"


def test_what_cannot_be_used_stays_to_be_mended_is_seen_and_keeps_the_prompt_from_being_sent(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_P, ALT)
    page, card = window.page, window.page.cards.sampling
    qtbot.keyClicks(card.top_p, "2")
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert page.composer.more_chip.text() == "More top p cannot be used"
    assert page.composer.more_chip.property("set") == "wrong"
    page.composer.box.setPlainText("Why is the sky blue?")
    window.actions_["compare.send"].trigger()
    assert "top p cannot be used. Write a number above 0" in page.composer.error()
    assert page.composer.box.toPlainText() == "Why is the sky blue?"
    assert not page.panes
    qtbot.keyClick(window, Qt.Key.Key_P, ALT)
    assert card.top_p.text() == "2"
    assert "above 0" in card._notes["top_p"].text()
    card.top_p.clear()
    qtbot.keyClicks(card.top_p, "0.5")
    assert page.composer.error() == ""
    assert page.composer.more_chip.property("set") == "true"
    window.actions_["compare.send"].trigger()
    assert page.panes


def test_models_that_do_not_take_a_setting_are_named_beside_it(window, qtbot):
    assert all(not model.accepts for model in window.page.composer.models())
    qtbot.keyClick(window, Qt.Key.Key_P, ALT)
    card = window.page.cards.sampling
    assert all("not taken there" in note.text() for note in card._notes.values())


@pytest.mark.parametrize(
    ("action", "card", "wrong", "right", "chip"),
    [
        ("ask.temperature", "temperature", "3", "0.3", "Temperature"),
        ("ask.tokens", "tokens", "none", "30", "Max tokens"),
        ("ask.seed", "seed", "-3", "3", "Seed"),
    ],
)
def test_a_number_that_cannot_be_used_stays_to_be_mended(window, qtbot, action, card, wrong, right, chip):
    page, editor = window.page, getattr(window.page.cards, card)
    shown = getattr(page.composer, f"{card}_chip")
    window.actions_[action].trigger()
    qtbot.keyClicks(editor.field, wrong)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert shown.text() == f"{chip} cannot be used"
    assert shown.property("set") == "wrong"
    assert page.composer.more_chip.property("set") == "false"
    page.composer.box.setPlainText("Why is the sky blue?")
    window.actions_["compare.send"].trigger()
    said = page.composer.error()
    assert said.startswith(f"Nothing was sent: {chip.lower()} cannot be used.")
    assert not page.panes
    window.actions_[action].trigger()
    assert editor.field.text() == wrong
    assert editor._wrong.isVisible()
    assert said.endswith(editor._wrong.text())
    qtbot.keyClicks(editor.field, right)
    assert editor._wrong.isHidden()
    assert page.composer.error() == ""
    assert shown.text() == f"{chip} {right}"
    window.actions_["compare.send"].trigger()
    assert page.panes
