# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What pyglet calls keys: X11's own numbers, found by the names that the app sends."""

from __future__ import annotations

from typing import Any

from sidelight.stage.events import KeyChange
from sidelight.stage.keys import ALT, CTRL, SHIFT, SUPER

_TABLE = """
    BackSpace=BACKSPACE Tab=TAB ISO_Left_Tab=TAB Clear=CLEAR Return=RETURN Pause=PAUSE
    Scroll_Lock=SCROLLLOCK Sys_Req=SYSREQ Escape=ESCAPE Home=HOME Left=LEFT Up=UP Right=RIGHT Down=DOWN
    End=END Prior=PAGEUP Page_Up=PAGEUP Next=PAGEDOWN Page_Down=PAGEDOWN Delete=DELETE Insert=INSERT
    Print=PRINT Menu=MENU Help=HELP Num_Lock=NUMLOCK Caps_Lock=CAPSLOCK Shift_L=LSHIFT Shift_R=RSHIFT
    Control_L=LCTRL Control_R=RCTRL Alt_L=LALT Alt_R=RALT Meta_L=LMETA Meta_R=RMETA Super_L=LWINDOWS
    Super_R=RWINDOWS KP_Enter=NUM_ENTER KP_Equal=NUM_EQUAL KP_Multiply=NUM_MULTIPLY KP_Add=NUM_ADD
    KP_Subtract=NUM_SUBTRACT KP_Decimal=NUM_DECIMAL KP_Divide=NUM_DIVIDE KP_Separator=NUM_SEPARATOR
    KP_Home=NUM_HOME KP_Left=NUM_LEFT KP_Up=NUM_UP KP_Right=NUM_RIGHT KP_Down=NUM_DOWN KP_Prior=NUM_PRIOR
    KP_Next=NUM_NEXT KP_End=NUM_END KP_Begin=NUM_BEGIN KP_Insert=NUM_INSERT KP_Delete=NUM_DELETE
"""
_NAMES: dict[str, str] = dict(pair.split("=") for pair in _TABLE.split())
_NAMES |= {f"F{number}": f"F{number}" for number in range(1, 25)}
_NAMES |= {f"KP_{number}": f"NUM_{number}" for number in range(10)}
_CONTROL = "Cc"


def symbol(event: KeyChange, key: Any) -> int:
    """The number of a key in the module ``pyglet.window.key``."""
    name = _NAMES.get(event.name)
    if name is not None:
        return int(getattr(key, name))
    code = ord(event.key.char.lower()) if event.key.char else 0
    return code if code in key._key_names else int(key.user_key(event.key.scancode))  # noqa: SLF001


def modifiers(mods: int, key: Any) -> int:
    """The bits of pyglet for the modifiers held."""
    given = ((SHIFT, key.MOD_SHIFT), (CTRL, key.MOD_CTRL), (ALT, key.MOD_ALT), (SUPER, key.MOD_WINDOWS))
    return sum(theirs for ours, theirs in given if mods & ours)


def motion(number: int, mods: int, key: Any) -> int | None:
    """How a key moves the caret of a text, or ``None``."""
    if mods & key.MOD_ALT:
        return None
    plain = {
        key.UP: key.MOTION_UP,
        key.RIGHT: key.MOTION_RIGHT,
        key.DOWN: key.MOTION_DOWN,
        key.LEFT: key.MOTION_LEFT,
        key.PAGEDOWN: key.MOTION_NEXT_PAGE,
        key.PAGEUP: key.MOTION_PREVIOUS_PAGE,
        key.HOME: key.MOTION_BEGINNING_OF_LINE,
        key.END: key.MOTION_END_OF_LINE,
        key.BACKSPACE: key.MOTION_BACKSPACE,
        key.DELETE: key.MOTION_DELETE,
    }
    with_control = {
        key.RIGHT: key.MOTION_NEXT_WORD,
        key.LEFT: key.MOTION_PREVIOUS_WORD,
        key.HOME: key.MOTION_BEGINNING_OF_FILE,
        key.END: key.MOTION_END_OF_FILE,
        key.C: key.MOTION_COPY,
        key.V: key.MOTION_PASTE,
    }
    return (with_control if mods & key.MOD_CTRL else plain).get(number)


def typed(event: KeyChange) -> str:
    """The text that a key types, as X11 gives it: no control characters but the end of a line."""
    text = event.text or event.key.char
    return text if text == "\r" or (text and text.isprintable()) else ""
