# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The line-up of an opened comparison under the prompt box, and the way back to one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt

from gui.shell.stand_ins import COUNT, CUBE, MOON, quiet_desk
from sidelight.domain.errors import UsageError
from sidelight.domain.model import Model, ModelRef
from sidelight.gui.compare.asking import Asking

ALT = Qt.KeyboardModifier.AltModifier


def labels(window):
    return [chip.model.label for chip in window.page.composer.model_chips()]


@pytest.fixture
def coral_alone(window, ask):
    """A comparison of one model, with others asked since; and the window."""
    asking, coral = window.page.asking, window.page.desk.models()[1]
    asking.set_mode("direct")
    asking.add(coral)
    old = ask(window, MOON)
    window.page.begin_new()
    asking.set_mode("side")
    ask(window, CUBE)
    assert labels(window) == ["Amber Large", "Coral Mini"]
    return window, old


def test_an_opened_comparison_brings_its_models_and_a_key_leads_back(coral_alone, qtbot):
    window, old = coral_alone
    page = window.page
    page.open(old.comparison.id)
    assert labels(window) == ["Coral Mini"]
    assert page.asking.mode == "direct"
    note = page.composer.loan
    assert note.isVisible()
    assert note.button.isVisible()
    assert not note.words.isVisible()
    assert "Amber Large, Coral Mini" in note.button.toolTip()
    # What is remembered for the next day is still one's own.
    remembered = Asking(page.desk.models, page.desk.model, page.asking._settings)
    assert [model.label for model in remembered.models] == ["Amber Large", "Coral Mini"]
    qtbot.keyClick(window, Qt.Key.Key_L, ALT)
    assert labels(window) == ["Amber Large", "Coral Mini"]
    assert page.asking.mode == "side"
    assert not note.isVisible()
    assert not window.actions_["ask.own"].isEnabled()


def test_a_lent_line_up_goes_with_what_was_opened_unless_it_was_changed(coral_alone):
    window, old = coral_alone
    page = window.page
    page.open(old.comparison.id)
    page.begin_new()
    assert labels(window) == ["Amber Large", "Coral Mini"]
    page.open(old.comparison.id)
    page.set_mode("side")
    page.asking.remove(0)
    assert labels(window) == ["Coral Mini"]
    page.begin_new()
    assert labels(window) == ["Coral Mini"]
    assert not page.composer.loan.isVisible()


def test_a_lent_line_up_that_is_asked_is_ones_own(coral_alone, ask):
    window, old = coral_alone
    window.page.open(old.comparison.id)
    ask(window, COUNT)
    assert [model.label for model in window.page.live.models] == ["Coral Mini"]
    assert window.page.asking.loan is None
    window.page.begin_new()
    assert labels(window) == ["Coral Mini"]


def test_who_goes_on_from_it_sees_its_models_without_a_way_back(coral_alone):
    window, old = coral_alone
    window.page.open(old.comparison.id)
    window.page.rounds.follow(True)
    assert not window.page.composer.loan.isVisible()
    assert not window.actions_["ask.own"].isEnabled()
    window.page.rounds.follow(False)
    assert window.page.composer.loan.isVisible()


def test_a_comparison_of_the_same_models_says_nothing(window, ask):
    old = ask(window, MOON)
    ask(window, CUBE)
    window.page.open(old.comparison.id)
    assert labels(window) == ["Amber Large", "Coral Mini"]
    assert not window.page.composer.loan.isVisible()


def test_models_that_are_gone_are_named(tmp_path, open_window, window, ask, desk):
    old = ask(window, MOON)
    window.page.begin_new()
    known = desk.model

    def without_coral(name):
        if "coral" in name:
            raise UsageError("There is no such model.")
        return known(name)

    window.page.asking._named = without_coral
    window.page.open(old.comparison.id)
    assert labels(window) == ["Amber Large"]
    assert window.page.asking.mode == "side"
    words = window.page.composer.loan.words
    window.page.composer.loan.set_compact(False)
    assert words.text() == "Coral Mini cannot be asked"
    assert "its answers were recorded" in words.toolTip()
    window.page.composer.loan.set_compact(True)
    assert words.text() == "1 model cannot be asked"
    assert words.accessibleName() == "Coral Mini cannot be asked"


def asking_with(tmp_path, own, gone=()):
    every = {str(model.ref): model for model in own}

    def named(name):
        if name in gone:
            raise UsageError("It is not there.")
        return every.get(name) or Model(ModelRef.parse(name), name)

    settings = QSettings(str(tmp_path / "asking.ini"), QSettings.Format.IniFormat)
    return Asking(lambda: own, named, settings)


def test_recorded_models_never_push_out_those_that_can_be_asked_anything(qapp, tmp_path):
    own = [Model(ModelRef("lab", "one"), "One"), Model(ModelRef("lab", "two"), "Two")]
    asking = asking_with(tmp_path, own)
    recorded = Model(ModelRef("recorded", "amber"), "Amber")
    asking.lend([recorded])
    assert asking.models == own
    assert asking.own == ()
    assert asking.loan.gone == (recorded,)
    asking.lend([own[1], recorded])
    assert asking.models == [own[1], asking._named("recorded/amber")]


def test_a_model_that_goes_meanwhile_is_not_gone_back_to(qapp, tmp_path):
    own = [Model(ModelRef("lab", "one"), "One"), Model(ModelRef("lab", "two"), "Two")]
    gone = set()
    asking = asking_with(tmp_path, own, gone)
    asking.lend([replace(own[1])])
    gone.add("lab/one")
    asking.leave_out_what_is_gone()
    asking.go_back()
    assert asking.mode == "side"
    assert asking.models == [own[1]]


def test_opening_one_after_the_other_leads_back_to_the_first_of_all(qapp, tmp_path):
    own = [Model(ModelRef("lab", name), name) for name in ("one", "two", "three")]
    asking = asking_with(tmp_path, own)
    first = asking.models
    asking.lend([own[2]])
    asking.lend([own[1], own[2]])
    assert asking.models == [own[1], own[2]]
    asking.go_back()
    assert asking.models == first
    assert asking.mode == "side"


def test_a_prompt_box_beside_a_loan_is_as_wide_as_ever(open_window, tmp_path, ask):
    desk = quiet_desk(tmp_path / "small")
    window = open_window(desk, size=(880, 560))
    asking = window.page.asking
    old = ask(window, MOON)
    window.page.begin_new()
    asking.set_mode("direct")
    ask(window, CUBE)
    window.page.open(old.comparison.id)
    note, row = window.page.composer.loan, window.page.composer._chip_row
    assert note.isVisible()
    assert note.geometry().right() <= row.width()
    window.close()
    desk.close()
