# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One table of keys: X11 keysym names, as the app sends them, and what each toolkit calls the same key.

Codes are those of a US keyboard: a shifted character stands on the key that bears it there.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

SHIFT, CTRL, ALT, SUPER = 1, 2, 4, 8
"""Bits of the modifiers that come with a key."""

_SDL_EXTENDED = 1 << 30
"""SDL's key codes for keys without a character are their scancode with this bit."""


@dataclass(frozen=True, slots=True)
class Key:
    """What the toolkits call one key.

    Attributes:
        scancode: SDL scancode (USB usage), 0 if unknown.
        pygame: ``pygame.K_*``.
        glfw: ``glfw.KEY_*``, -1 if unknown.
        glut: ``GLUT_KEY_*`` for the special callback, or ``None`` if the key types a character.
        char: the character that the key types without any text sent along, or "".
    """

    scancode: int
    pygame: int
    glfw: int
    glut: int | None
    char: str


# keysym: SDL scancode, glfw code, GLUT special code
_NAMED: dict[str, tuple[int, int, int | None, str]] = {
    "Return": (40, 257, None, "\r"),
    "Escape": (41, 256, None, "\x1b"),
    "BackSpace": (42, 259, None, "\b"),
    "Tab": (43, 258, None, "\t"),
    "ISO_Left_Tab": (43, 258, None, "\t"),
    "Delete": (76, 261, None, "\x7f"),
    "Caps_Lock": (57, 280, None, ""),
    "Print": (70, 283, None, ""),
    "Scroll_Lock": (71, 281, None, ""),
    "Pause": (72, 284, None, ""),
    "Insert": (73, 260, 108, ""),
    "Home": (74, 268, 106, ""),
    "Prior": (75, 266, 104, ""),
    "Page_Up": (75, 266, 104, ""),
    "End": (77, 269, 107, ""),
    "Next": (78, 267, 105, ""),
    "Page_Down": (78, 267, 105, ""),
    "Right": (79, 262, 102, ""),
    "Left": (80, 263, 100, ""),
    "Down": (81, 264, 103, ""),
    "Up": (82, 265, 101, ""),
    "Num_Lock": (83, 282, 0x6D, ""),
    "KP_Divide": (84, 331, None, "/"),
    "KP_Multiply": (85, 332, None, "*"),
    "KP_Subtract": (86, 333, None, "-"),
    "KP_Add": (87, 334, None, "+"),
    "KP_Enter": (88, 335, None, "\r"),
    "KP_Decimal": (99, 330, None, "."),
    "KP_Equal": (103, 336, None, "="),
    "Menu": (101, 348, None, ""),
    "Control_L": (224, 341, 114, ""),
    "Shift_L": (225, 340, 112, ""),
    "Alt_L": (226, 342, 116, ""),
    "Super_L": (227, 343, 118, ""),
    "Control_R": (228, 345, 115, ""),
    "Shift_R": (229, 344, 113, ""),
    "Alt_R": (230, 346, 117, ""),
    "ISO_Level3_Shift": (230, 346, 117, ""),
    "Super_R": (231, 347, 119, ""),
    "Meta_L": (227, 343, 118, ""),
    "Meta_R": (231, 347, 119, ""),
}
# The keypad while Num Lock is off.
_NAMED |= {
    "KP_Insert": (98, 320, 108, ""),
    "KP_End": (89, 321, 107, ""),
    "KP_Down": (90, 322, 103, ""),
    "KP_Next": (91, 323, 105, ""),
    "KP_Left": (92, 324, 100, ""),
    "KP_Begin": (93, 325, 0x6E, ""),
    "KP_Right": (94, 326, 102, ""),
    "KP_Home": (95, 327, 106, ""),
    "KP_Up": (96, 328, 101, ""),
    "KP_Prior": (97, 329, 104, ""),
    "KP_Delete": (99, 330, None, "\x7f"),
    "KP_Separator": (99, 330, None, ","),
}
_NAMED |= {"Help": (117, -1, None, ""), "Sys_Req": (154, 283, None, ""), "Clear": (156, -1, None, "")}
_NAMED |= {f"F{n}": (57 + n, 289 + n, n, "") for n in range(1, 13)}
_NAMED |= {f"F{n}": (91 + n, 289 + n, None, "") for n in range(13, 16)}
_NAMED |= {f"KP_{n}": (98 if n == 0 else 88 + n, 320 + n, None, str(n)) for n in range(10)}

# Keys whose SDL code is their character, though it is no printable one.
_SDL_CHARACTER_KEYS = {"Return": 13, "Escape": 27, "BackSpace": 8, "Tab": 9, "ISO_Left_Tab": 9, "Delete": 127}

# Characters on their own key: SDL scancode. The glfw code is the upper-case character.
_PLAIN: dict[str, int] = {letter: 4 + n for n, letter in enumerate(string.ascii_lowercase)}
_PLAIN |= {digit: 30 + n for n, digit in enumerate("1234567890")}
_PLAIN |= {
    " ": 44,
    "-": 45,
    "=": 46,
    "[": 47,
    "]": 48,
    "\\": 49,
    ";": 51,
    "'": 52,
    "`": 53,
    ",": 54,
    ".": 55,
    "/": 56,
}

_SHIFTED = dict(zip('!@#$%^&*()_+{}|:"~<>?', "1234567890-=[]\\;'`,./", strict=True))

_SYMBOL_NAMES = {
    "space": " ",
    "exclam": "!",
    "quotedbl": '"',
    "numbersign": "#",
    "dollar": "$",
    "percent": "%",
    "ampersand": "&",
    "apostrophe": "'",
    "parenleft": "(",
    "parenright": ")",
    "asterisk": "*",
    "plus": "+",
    "comma": ",",
    "minus": "-",
    "period": ".",
    "slash": "/",
    "colon": ":",
    "semicolon": ";",
    "less": "<",
    "equal": "=",
    "greater": ">",
    "question": "?",
    "at": "@",
    "bracketleft": "[",
    "backslash": "\\",
    "bracketright": "]",
    "asciicircum": "^",
    "underscore": "_",
    "grave": "`",
    "braceleft": "{",
    "bar": "|",
    "braceright": "}",
    "asciitilde": "~",
}

_UNKNOWN_GLFW = -1


def key(keysym: str) -> Key:
    """The key named ``keysym``; a single character names itself. Unknown names have no codes."""
    named = _NAMED.get(keysym)
    if named is not None:
        scancode, glfw, glut, char = named
        sdl = _SDL_CHARACTER_KEYS.get(keysym, scancode | _SDL_EXTENDED)
        return Key(scancode, sdl, glfw, glut, char)
    char = _SYMBOL_NAMES.get(keysym, keysym)
    if len(char) != 1:
        return Key(0, 0, _UNKNOWN_GLFW, None, "")
    base = _SHIFTED.get(char, char.lower() if char.isascii() else char)
    scancode = _PLAIN.get(base, 0)
    glfw = ord(base.upper()) if scancode else _UNKNOWN_GLFW
    return Key(scancode, ord(base[0]), glfw, None, char)


def glut_character(pressed: Key, text: str, mods: int) -> bytes:
    """The byte that GLUT hands to the keyboard callback, as an X server would look it up; b"" for none."""
    typed = text[:1] or pressed.char
    if not typed:
        return b""
    if mods & CTRL and not text and ("@" <= typed.upper() <= "_"):
        typed = chr(ord(typed.upper()) & 0x1F)
    return typed.encode("latin-1", "replace")[:1]
