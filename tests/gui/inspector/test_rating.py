# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt


@pytest.fixture
def rated(inspector, bench):
    answer = bench.answer()
    inspector.show_answer(answer)
    inspector.id = answer.id
    return inspector


def star(inspector, number):
    return inspector.rating.stars.star_rect(number).center().toPoint()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_click_on_a_star_rates(qtbot, rated, bench, number):
    qtbot.mouseClick(rated.rating.stars, Qt.MouseButton.LeftButton, pos=star(rated, number))
    assert bench.reviewing.stars(rated.id) == number
    assert rated.rating.stars.value() == number
    assert rated.rating.stars.accessibleName() == f"Stars: {number} of 5"


def test_the_same_star_again_takes_it_back(qtbot, rated, bench):
    for _ in range(2):
        qtbot.mouseClick(rated.rating.stars, Qt.MouseButton.LeftButton, pos=star(rated, 3))
    assert bench.reviewing.stars(rated.id) is None
    assert rated.rating.stars.accessibleName() == "Stars: not rated"


def test_the_pointer_previews_and_leaves_no_trace(qtbot, rated):
    stars = rated.rating.stars
    qtbot.mouseMove(stars, star(rated, 4))
    qtbot.waitUntil(lambda: stars.preview() == 4)
    assert stars.value() is None
    qtbot.mouseMove(rated.figures)
    qtbot.waitUntil(lambda: stars.preview() is None)


def test_keys_rate_from_anywhere_in_the_inspector(qtbot, rated, bench):
    rated.record_button.setFocus()
    qtbot.keyClick(rated.record_button, Qt.Key.Key_4)
    assert bench.reviewing.stars(rated.id) == 4
    qtbot.keyClick(rated.record_button, Qt.Key.Key_4)
    assert bench.reviewing.stars(rated.id) is None
    qtbot.keyClick(rated.record_button, Qt.Key.Key_Plus)
    assert bench.reviewing.thumbs(rated.id) == 1


def test_arrows_go_one_up_and_down_and_zero_clears(qtbot, rated, bench):
    stars = rated.rating.stars
    stars.setFocus()
    qtbot.waitUntil(stars.hasFocus)
    for key, value in [
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_5, 5),
        (Qt.Key.Key_Right, 5),
        (Qt.Key.Key_Left, 4),
        (Qt.Key.Key_0, None),
        (Qt.Key.Key_Left, None),
    ]:
        qtbot.keyClick(stars, key)
        assert bench.reviewing.stars(rated.id) == value


def test_thumbs_toggle_and_exclude_each_other(qtbot, rated, bench):
    up, down = rated.rating.up, rated.rating.down
    qtbot.mouseClick(up, Qt.MouseButton.LeftButton)
    assert (bench.reviewing.thumbs(rated.id), up.isChecked(), down.isChecked()) == (1, True, False)
    qtbot.mouseClick(down, Qt.MouseButton.LeftButton)
    assert (bench.reviewing.thumbs(rated.id), up.isChecked(), down.isChecked()) == (-1, False, True)
    qtbot.mouseClick(down, Qt.MouseButton.LeftButton)
    assert (bench.reviewing.thumbs(rated.id), up.isChecked(), down.isChecked()) == (None, False, False)


def test_undo_and_redo(qtbot, rated, bench):
    undo = rated.rating.undo
    assert not undo.isEnabled()
    qtbot.keyClick(rated.rating.stars, Qt.Key.Key_2)
    qtbot.keyClick(rated.rating.stars, Qt.Key.Key_5)
    assert undo.isEnabled()
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert rated.rating.stars.value() == 2
    assert rated.rating.words() == "Undid the rating of 5 stars. Ctrl+Shift+Z brings it back."
    qtbot.keyClick(rated.rating.stars, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rated.rating.stars.value() is None
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(rated.rating.stars, Qt.Key.Key_Z, both)
    assert rated.rating.stars.value() == 2
    assert bench.reviewing.stars(rated.id) == 2


def test_each_answer_keeps_its_own_rating(qtbot, rated, bench):
    qtbot.keyClick(rated.rating.stars, Qt.Key.Key_5)
    other = bench.answer()
    rated.show_answer(other)
    assert rated.rating.stars.value() is None


def test_the_tooltips_name_the_keys(rated):
    assert "1 to 5" in rated.rating.stars.toolTip()
    assert rated.rating.up.toolTip() == "Thumb up (+)"
    assert rated.rating.undo.toolTip() == "Undo (Ctrl+Z)"
