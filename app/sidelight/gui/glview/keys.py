# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a person presses, in the words that a script's stage understands: X11 keysym names, modifier bits."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Key = Qt.Key
Modifier = Qt.KeyboardModifier

SHIFT, CONTROL, ALT, SUPER = 1, 2, 4, 8

BUTTONS: Mapping[Qt.MouseButton, int] = {
    Qt.MouseButton.LeftButton: 1,
    Qt.MouseButton.MiddleButton: 2,
    Qt.MouseButton.RightButton: 3,
}

PUNCTUATION: Mapping[str, str] = {
    " ": "space",
    "!": "exclam",
    '"': "quotedbl",
    "#": "numbersign",
    "$": "dollar",
    "%": "percent",
    "&": "ampersand",
    "'": "apostrophe",
    "(": "parenleft",
    ")": "parenright",
    "*": "asterisk",
    "+": "plus",
    ",": "comma",
    "-": "minus",
    ".": "period",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less",
    "=": "equal",
    ">": "greater",
    "?": "question",
    "@": "at",
    "[": "bracketleft",
    "\\": "backslash",
    "]": "bracketright",
    "^": "asciicircum",
    "_": "underscore",
    "`": "grave",
    "{": "braceleft",
    "|": "bar",
    "}": "braceright",
    "~": "asciitilde",
}

NAMED: Mapping[int, str] = {
    Key.Key_Escape: "Escape",
    Key.Key_Tab: "Tab",
    Key.Key_Backtab: "Tab",
    Key.Key_Backspace: "BackSpace",
    Key.Key_Return: "Return",
    Key.Key_Enter: "KP_Enter",
    Key.Key_Insert: "Insert",
    Key.Key_Delete: "Delete",
    Key.Key_Pause: "Pause",
    Key.Key_Print: "Print",
    Key.Key_SysReq: "Sys_Req",
    Key.Key_Clear: "Clear",
    Key.Key_Home: "Home",
    Key.Key_End: "End",
    Key.Key_Left: "Left",
    Key.Key_Up: "Up",
    Key.Key_Right: "Right",
    Key.Key_Down: "Down",
    Key.Key_PageUp: "Prior",
    Key.Key_PageDown: "Next",
    Key.Key_Shift: "Shift_L",
    Key.Key_Control: "Control_L",
    Key.Key_Meta: "Super_L",
    Key.Key_Alt: "Alt_L",
    Key.Key_AltGr: "ISO_Level3_Shift",
    Key.Key_CapsLock: "Caps_Lock",
    Key.Key_NumLock: "Num_Lock",
    Key.Key_ScrollLock: "Scroll_Lock",
    Key.Key_Super_L: "Super_L",
    Key.Key_Super_R: "Super_R",
    Key.Key_Hyper_L: "Hyper_L",
    Key.Key_Hyper_R: "Hyper_R",
    Key.Key_Menu: "Menu",
    Key.Key_Help: "Help",
    Key.Key_Space: "space",
    **{Key(Key.Key_F1.value + number): f"F{number + 1}" for number in range(35)},
}

KEYPAD: Mapping[int, str] = {
    **{Key(Key.Key_0.value + digit): f"KP_{digit}" for digit in range(10)},
    Key.Key_Enter: "KP_Enter",
    Key.Key_Return: "KP_Enter",
    Key.Key_Plus: "KP_Add",
    Key.Key_Minus: "KP_Subtract",
    Key.Key_Asterisk: "KP_Multiply",
    Key.Key_Slash: "KP_Divide",
    Key.Key_Period: "KP_Decimal",
    Key.Key_Comma: "KP_Separator",
    Key.Key_Equal: "KP_Equal",
    Key.Key_Home: "KP_Home",
    Key.Key_End: "KP_End",
    Key.Key_PageUp: "KP_Prior",
    Key.Key_PageDown: "KP_Next",
    Key.Key_Left: "KP_Left",
    Key.Key_Right: "KP_Right",
    Key.Key_Up: "KP_Up",
    Key.Key_Down: "KP_Down",
    Key.Key_Clear: "KP_Begin",
    Key.Key_Insert: "KP_Insert",
    Key.Key_Delete: "KP_Delete",
}

# Qt's own key codes do not tell left from right; X11 and Wayland give the keysym itself.
_SIDED: Mapping[int, str] = {
    0xFFE1: "Shift_L",
    0xFFE2: "Shift_R",
    0xFFE3: "Control_L",
    0xFFE4: "Control_R",
    0xFFE9: "Alt_L",
    0xFFEA: "Alt_R",
    0xFFEB: "Super_L",
    0xFFEC: "Super_R",
    0xFE03: "ISO_Level3_Shift",
}

_ARROWS = frozenset({Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down})


def modifier_bits(modifiers: Qt.KeyboardModifier) -> int:
    """Qt's modifiers as the stage's bits."""
    pairs = (
        (Modifier.ShiftModifier, SHIFT),
        (Modifier.ControlModifier, CONTROL),
        (Modifier.AltModifier, ALT),
        (Modifier.MetaModifier, SUPER),
    )
    return sum(bit for flag, bit in pairs if modifiers & flag)


def character_name(character: str) -> str:
    """The keysym name of one printable character; beyond ASCII it names itself, as the stage reads it."""
    if character in PUNCTUATION:
        return PUNCTUATION[character]
    if character.isascii() and character.isalnum():
        return character
    return character


def keysym_name(event: QKeyEvent) -> str:
    """The keysym name of a key event; empty if the key has none (a dead key, a media key)."""
    key = event.key()
    sided = _SIDED.get(event.nativeVirtualKey())
    if sided is not None and key in NAMED:
        return sided
    keypad = bool(event.modifiers() & Modifier.KeypadModifier)
    if keypad and key in KEYPAD and not (sys.platform == "darwin" and key in _ARROWS):
        return KEYPAD[Key(key)]
    if key in NAMED:
        return NAMED[Key(key)]
    text = event.text()
    if len(text) == 1 and text.isprintable():
        return character_name(text)
    # With Ctrl held the text is a control character: the key itself says what was meant.
    if 0x20 < key < 0x100 and chr(key).isprintable():
        letter = chr(key)
        return character_name(letter if event.modifiers() & Modifier.ShiftModifier else letter.lower())
    return ""


class Keyboard:
    """Turns key events into messages and remembers what is held, so that a release names what was pressed.

    Without that, Shift let go before A would press ``A`` and release ``a``, and a view that loses the
    keyboard would leave keys down in the script for ever.
    """

    def __init__(self) -> None:
        self._held: dict[int, str] = {}

    def press(self, event: QKeyEvent) -> dict[str, object] | None:
        """The message for a key going down, repeats included; ``None`` if the key has no name."""
        name = keysym_name(event)
        if not name:
            return None
        self._held[_identity(event)] = name
        text = event.text()
        return _message(name, text if text.isprintable() else "", True, modifier_bits(event.modifiers()))

    def release(self, event: QKeyEvent) -> dict[str, object] | None:
        """The message for a key going up; ``None`` for the pauses of a key that repeats."""
        if event.isAutoRepeat():
            return None
        name = self._held.pop(_identity(event), "")
        return _message(name, "", False, modifier_bits(event.modifiers())) if name else None

    def release_all(self) -> list[dict[str, object]]:
        """Messages that let go of everything held."""
        names = list(self._held.values())
        self._held.clear()
        return [_message(name, "", False, 0) for name in names]


def typed(text: str) -> list[dict[str, object]]:
    """Messages for text from an input method: each character is pressed and let go."""
    return [
        _message(character_name(character), character if down else "", down, 0)
        for character in text
        if character.isprintable()
        for down in (True, False)
    ]


def tap(name: str) -> list[dict[str, object]]:
    """Messages for one key pressed and let go."""
    return [_message(name, "", True, 0), _message(name, "", False, 0)]


def _identity(event: QKeyEvent) -> int:
    return event.nativeScanCode() or -event.key()


def _message(name: str, text: str, down: bool, mods: int) -> dict[str, object]:
    return {"t": "key", "key": name, "text": text, "down": down, "mods": mods}
