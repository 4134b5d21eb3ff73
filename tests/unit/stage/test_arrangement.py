# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
import ctypes

import pytest

from sidelight.stage.arrangement import Arrangement
from sidelight.stage.events import ButtonChange, Input, KeyChange, Motion, Quit, Scale
from sidelight.stage.icon import ICON_SIZE, small_icon


class Flat:
    def __init__(self, width, height, value):
        self.width, self.height, self.value = width, height, value

    def read(self, address):
        ctypes.memset(address, self.value, 4 * self.width * self.height)

    def flush(self):
        pass


def rows(arrangement, newest):
    memory = (ctypes.c_ubyte * (4 * arrangement.width * arrangement.height))()
    arrangement.read(newest, ctypes.addressof(memory))
    flat = bytes(memory)[::4]
    return [flat[at : at + arrangement.width] for at in range(0, len(flat), arrangement.width)]


def test_windows_stand_side_by_side_with_a_gap():
    arrangement, first, second = Arrangement(), Flat(3, 2, 1), Flat(2, 3, 2)
    assert arrangement.add(first)
    assert not arrangement.several
    assert not arrangement.add(first)
    assert arrangement.add(second)
    assert (arrangement.width, arrangement.height) == (13, 3)
    gap = b"\x50" * 8
    assert rows(arrangement, first) == [b"\1\1\1" + gap + b"\2\2"] * 2 + [b"\x50" * 3 + gap + b"\2\2"]
    # The first is as it was last, and only the newest is read.
    first.value = 9
    assert rows(arrangement, second)[0] == b"\1\1\1" + gap + b"\2\2"


def test_a_place_belongs_to_one_window():
    arrangement, first, second = Arrangement(), Flat(30, 20, 1), Flat(20, 30, 2)
    arrangement.add(first)
    arrangement.add(second)
    assert arrangement.at(29, 19) == (first, 29, 19)
    assert arrangement.at(38, 29) == (second, 0, 29)
    assert arrangement.at(31, 0) is None
    assert arrangement.at(5, 25) is None
    assert arrangement.within(second, 5, 25) == (-33, 25)


def test_a_window_that_grows_or_goes_moves_the_others():
    arrangement, first, second = Arrangement(), Flat(30, 20, 1), Flat(20, 30, 2)
    arrangement.add(first)
    arrangement.add(second)
    first.width = 50
    assert arrangement.add(first)
    assert arrangement.width == 78
    assert arrangement.remove(first)
    assert not arrangement.remove(first)
    assert (arrangement.width, arrangement.height) == (20, 30)


def test_a_full_row_is_followed_by_another_and_what_fits_nowhere_is_left_out():
    arrangement = Arrangement()
    windows = [Flat(1200, 700, number) for number in range(5)]
    for window in windows:
        arrangement.add(window)
    assert (arrangement.width, arrangement.height) == (1200, 2116)
    assert arrangement.at(5, 708) == (windows[1], 5, 0)
    assert arrangement.at(5, 2130) is None
    assert arrangement.within(windows[2], 0, 1416) == (0, 0)


def test_an_icon_is_made_small():
    red_left = bytes(
        part
        for _ in range(32)
        for x in range(32)
        for part in ((255, 0, 0, 255) if x < 16 else (0, 0, 255, 0))
    )
    text = small_icon(32, 32, red_left)
    assert len(text) < 1000
    pixels = base64.b64decode(text)
    assert len(pixels) == 2 * ICON_SIZE**2
    assert pixels[0:2] == b"\xf0\x0f"
    assert pixels[30:32] == b"\x00\xf0"
    with pytest.raises(ValueError, match="12 bytes"):
        small_icon(3, 1, b"1234")


def test_a_caught_pointer_goes_on_from_where_it_was():
    given = Input()
    given.event({"t": "motion", "x": 10, "y": 10})
    assert given.event({"t": "motion", "dx": 5, "dy": -30}) == Motion(15, -20, 5, -30, frozenset(), 0)
    # When it has a place again, it is the app's place and what went before is forgotten with the focus.
    given.event({"t": "focus", "on": False})
    assert given.event({"t": "motion", "x": 3, "y": 4}) == Motion(3, 4, -12, 24, frozenset(), 0)


@pytest.mark.parametrize(("told", "believed"), [(2, 2.0), (100, 4.0), (0, 0.5), (1.25, 1.25)])
def test_a_scale_is_believed_within_reason(told, believed):
    given = Input()
    assert given.event({"t": "scale", "scale": told}) == Scale(believed)
    assert given.scale == believed


def test_a_scale_that_is_no_number_is_nothing():
    assert Input().event({"t": "scale", "scale": "much"}) is None


def test_events_say_which_window_they_are_for():
    given = Input()
    given.target = given
    key = given.event({"t": "key", "key": "a", "down": True})
    button = given.event({"t": "button", "b": 1, "down": True, "x": 1, "y": 1})
    assert isinstance(key, KeyChange)
    assert isinstance(button, ButtonChange)
    assert key.target is button.target is given
    assert given.event({"t": "quit"}) == Quit(given)
