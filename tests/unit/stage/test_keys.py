# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sidelight.stage.keys import CTRL, glut_character, key

# keysym, pygame's name, GLFW's name
NAMES = [
    ("a", "K_a", "KEY_A"),
    ("A", "K_a", "KEY_A"),
    ("z", "K_z", "KEY_Z"),
    ("0", "K_0", "KEY_0"),
    ("9", "K_9", "KEY_9"),
    ("space", "K_SPACE", "KEY_SPACE"),
    (" ", "K_SPACE", "KEY_SPACE"),
    ("exclam", "K_1", "KEY_1"),
    ("plus", "K_EQUALS", "KEY_EQUAL"),
    ("minus", "K_MINUS", "KEY_MINUS"),
    ("comma", "K_COMMA", "KEY_COMMA"),
    ("bracketleft", "K_LEFTBRACKET", "KEY_LEFT_BRACKET"),
    ("backslash", "K_BACKSLASH", "KEY_BACKSLASH"),
    ("grave", "K_BACKQUOTE", "KEY_GRAVE_ACCENT"),
    ("apostrophe", "K_QUOTE", "KEY_APOSTROPHE"),
    ("Return", "K_RETURN", "KEY_ENTER"),
    ("Escape", "K_ESCAPE", "KEY_ESCAPE"),
    ("BackSpace", "K_BACKSPACE", "KEY_BACKSPACE"),
    ("Tab", "K_TAB", "KEY_TAB"),
    ("Delete", "K_DELETE", "KEY_DELETE"),
    ("Insert", "K_INSERT", "KEY_INSERT"),
    ("Left", "K_LEFT", "KEY_LEFT"),
    ("Right", "K_RIGHT", "KEY_RIGHT"),
    ("Up", "K_UP", "KEY_UP"),
    ("Down", "K_DOWN", "KEY_DOWN"),
    ("Home", "K_HOME", "KEY_HOME"),
    ("End", "K_END", "KEY_END"),
    ("Prior", "K_PAGEUP", "KEY_PAGE_UP"),
    ("Next", "K_PAGEDOWN", "KEY_PAGE_DOWN"),
    ("F1", "K_F1", "KEY_F1"),
    ("F12", "K_F12", "KEY_F12"),
    ("F13", "K_F13", "KEY_F13"),
    ("Shift_L", "K_LSHIFT", "KEY_LEFT_SHIFT"),
    ("Shift_R", "K_RSHIFT", "KEY_RIGHT_SHIFT"),
    ("Control_L", "K_LCTRL", "KEY_LEFT_CONTROL"),
    ("Control_R", "K_RCTRL", "KEY_RIGHT_CONTROL"),
    ("Alt_L", "K_LALT", "KEY_LEFT_ALT"),
    ("Alt_R", "K_RALT", "KEY_RIGHT_ALT"),
    ("Super_L", "K_LGUI", "KEY_LEFT_SUPER"),
    ("Caps_Lock", "K_CAPSLOCK", "KEY_CAPS_LOCK"),
    ("Num_Lock", "K_NUMLOCK", "KEY_NUM_LOCK"),
    ("Pause", "K_PAUSE", "KEY_PAUSE"),
    ("KP_0", "K_KP0", "KEY_KP_0"),
    ("KP_1", "K_KP1", "KEY_KP_1"),
    ("KP_9", "K_KP9", "KEY_KP_9"),
    ("KP_Left", "K_KP4", "KEY_KP_4"),
    ("KP_Prior", "K_KP9", "KEY_KP_9"),
    ("KP_Enter", "K_KP_ENTER", "KEY_KP_ENTER"),
    ("KP_Add", "K_KP_PLUS", "KEY_KP_ADD"),
    ("KP_Decimal", "K_KP_PERIOD", "KEY_KP_DECIMAL"),
]


@pytest.fixture(scope="module")
def real():
    """The toolkits' own numbers, from a process of their own."""
    code = (
        "import os, sys\n"
        "import pygame, glfw\n"
        "for line in sys.stdin:\n"
        "    one, other = line.split()\n"
        "    print(getattr(pygame, one), getattr(glfw, other))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="\n".join(f"{one} {other}" for _, one, other in NAMES),
        env=os.environ | {"PYGAME_HIDE_SUPPORT_PROMPT": "1", "SDL_VIDEODRIVER": "dummy"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [tuple(map(int, line.split())) for line in done.stdout.splitlines()]


def test_codes_are_those_of_pygame_and_glfw(real):
    ours = [(key(name).pygame, key(name).glfw) for name, _, _ in NAMES]
    wrong = {
        names: (mine, theirs) for names, mine, theirs in zip(NAMES, ours, real, strict=True) if mine != theirs
    }
    assert not wrong


@pytest.mark.parametrize(
    ("name", "text", "mods", "expected"),
    [
        ("a", "a", 0, b"a"),
        ("a", "A", 1, b"A"),
        ("A", "", 1, b"A"),
        ("Escape", "", 0, b"\x1b"),
        ("Return", "", 0, b"\r"),
        ("Delete", "", 0, b"\x7f"),
        ("KP_5", "", 0, b"5"),
        ("c", "", CTRL, b"\x03"),
        ("c", "\x03", CTRL, b"\x03"),
        ("eacute", "é", 0, b"\xe9"),
        ("Caps_Lock", "", 0, b""),
    ],
)
def test_glut_gets_the_byte_an_x_server_would_look_up(name, text, mods, expected):
    assert glut_character(key(name), text, mods) == expected


@pytest.mark.parametrize("name", ["", "no such key", "é", "\0", "🙂"])
def test_unknown_keys_are_keys_without_a_code(name):
    assert key(name).scancode == 0
    assert key(name).glfw == -1
    assert key(name).glut is None
