# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import string

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from sidelight.gui.glview.keys import (
    KEYPAD,
    NAMED,
    PUNCTUATION,
    Keyboard,
    character_name,
    keysym_name,
    modifier_bits,
    typed,
)
from sidelight.stage import keys as stage_keys

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def event(key, text="", modifiers=Modifier.NoModifier, *, down=True, scan=0, native=0, repeat=False):
    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    return QKeyEvent(kind, key, modifiers, scan, native, 0, text, repeat)


@pytest.mark.parametrize("character", string.ascii_letters + string.digits)
def test_letters_and_digits_name_themselves(character):
    shift = Modifier.ShiftModifier if character.isupper() else Modifier.NoModifier
    pressed = event(Key(ord(character.upper())), character, shift)
    assert keysym_name(pressed) == character


@pytest.mark.parametrize("character", string.punctuation + " ")
def test_the_stage_knows_every_character_of_a_us_keyboard_by_the_name_sent(character):
    assert stage_keys.key(character_name(character)).char == character


def test_every_printable_ascii_character_has_a_name():
    assert set(PUNCTUATION) | set(string.ascii_letters + string.digits) == set(map(chr, range(0x20, 0x7F)))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Key.Key_Left, "Left"),
        (Key.Key_Right, "Right"),
        (Key.Key_Up, "Up"),
        (Key.Key_Down, "Down"),
        (Key.Key_Home, "Home"),
        (Key.Key_End, "End"),
        (Key.Key_PageUp, "Prior"),
        (Key.Key_PageDown, "Next"),
        (Key.Key_Insert, "Insert"),
        (Key.Key_Delete, "Delete"),
        (Key.Key_Escape, "Escape"),
        (Key.Key_Tab, "Tab"),
        (Key.Key_Backtab, "Tab"),
        (Key.Key_Backspace, "BackSpace"),
        (Key.Key_Return, "Return"),
        (Key.Key_Space, "space"),
        (Key.Key_F1, "F1"),
        (Key.Key_F12, "F12"),
        (Key.Key_F35, "F35"),
        (Key.Key_Shift, "Shift_L"),
        (Key.Key_Control, "Control_L"),
        (Key.Key_Alt, "Alt_L"),
        (Key.Key_AltGr, "ISO_Level3_Shift"),
        (Key.Key_Meta, "Super_L"),
        (Key.Key_CapsLock, "Caps_Lock"),
        (Key.Key_NumLock, "Num_Lock"),
        (Key.Key_Menu, "Menu"),
    ],
)
def test_keys_without_a_character_have_their_x11_name(key, name):
    assert keysym_name(event(key)) == name


@pytest.mark.parametrize(
    ("key", "text", "name"),
    [(Key(Key.Key_0.value + n), str(n), f"KP_{n}") for n in range(10)]
    + [
        (Key.Key_Enter, "\r", "KP_Enter"),
        (Key.Key_Plus, "+", "KP_Add"),
        (Key.Key_Minus, "-", "KP_Subtract"),
        (Key.Key_Asterisk, "*", "KP_Multiply"),
        (Key.Key_Slash, "/", "KP_Divide"),
        (Key.Key_Period, ".", "KP_Decimal"),
        (Key.Key_Left, "", "KP_Left"),
        (Key.Key_PageDown, "", "KP_Next"),
    ],
)
def test_the_keypad_is_told_from_the_rest(key, text, name):
    assert keysym_name(event(key, text, Modifier.KeypadModifier)) == name


def test_names_are_plain_words_and_no_key_is_forgotten():
    for name in [*NAMED.values(), *KEYPAD.values()]:
        assert name.replace("_", "").isalnum()
    assert {f"F{n}" for n in range(1, 36)} <= set(NAMED.values())


def test_the_right_hand_is_known_where_the_window_system_tells():
    assert keysym_name(event(Key.Key_Shift, native=0xFFE2)) == "Shift_R"
    assert keysym_name(event(Key.Key_Control, native=0xFFE4)) == "Control_R"


def test_with_control_held_the_letter_is_named_not_its_control_character():
    assert keysym_name(event(Key.Key_C, "\x03", Modifier.ControlModifier)) == "c"
    both = Modifier.ControlModifier | Modifier.ShiftModifier
    assert keysym_name(event(Key.Key_C, "\x03", both)) == "C"


def test_letters_beyond_ascii_name_themselves():
    assert keysym_name(event(Key.Key_Adiaeresis, "ä")) == "ä"
    assert keysym_name(event(Key.Key_unknown, "ж")) == "ж"


def test_a_key_without_a_name_is_left_out():
    assert keysym_name(event(Key.Key_VolumeUp)) == ""
    assert Keyboard().press(event(Key.Key_VolumeUp)) is None


def test_modifier_bits():
    assert modifier_bits(Modifier.NoModifier) == 0
    assert modifier_bits(Modifier.ShiftModifier) == 1
    assert modifier_bits(Modifier.ControlModifier | Modifier.AltModifier) == 6
    assert modifier_bits(Modifier.MetaModifier | Modifier.KeypadModifier) == 8


def test_a_release_names_what_was_pressed_though_shift_has_gone_before():
    keyboard = Keyboard()
    down = keyboard.press(event(Key.Key_A, "A", Modifier.ShiftModifier, scan=38))
    up = keyboard.release(event(Key.Key_A, "a", down=False, scan=38))
    assert (down["key"], down["text"], down["mods"], down["down"]) == ("A", "A", 1, True)
    assert (up["key"], up["down"]) == ("A", False)


def test_a_repeating_key_is_pressed_again_but_let_go_once():
    keyboard = Keyboard()
    assert keyboard.press(event(Key.Key_W, "w"))["down"]
    assert keyboard.release(event(Key.Key_W, "w", down=False, repeat=True)) is None
    assert keyboard.press(event(Key.Key_W, "w", repeat=True))["down"]
    assert keyboard.release(event(Key.Key_W, "w", down=False))["down"] is False


def test_what_is_held_can_be_let_go_at_once():
    keyboard = Keyboard()
    keyboard.press(event(Key.Key_W, "w"))
    keyboard.press(event(Key.Key_Shift))
    released = keyboard.release_all()
    assert [(m["key"], m["down"]) for m in released] == [("w", False), ("Shift_L", False)]
    assert keyboard.release_all() == []


def test_composed_text_is_typed_character_by_character():
    assert [(m["key"], m["text"], m["down"]) for m in typed("日a")] == [
        ("日", "日", True),
        ("日", "", False),
        ("a", "a", True),
        ("a", "", False),
    ]
