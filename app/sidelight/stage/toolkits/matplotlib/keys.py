# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What matplotlib calls keys: a character, or a word, with the modifiers before it."""

from __future__ import annotations

from sidelight.stage.events import KeyChange
from sidelight.stage.keys import ALT, CTRL, SHIFT, SUPER

_TABLE = """
    Return=enter KP_Enter=enter Escape=escape BackSpace=backspace Tab=tab ISO_Left_Tab=tab Delete=delete
    Insert=insert Home=home End=end Prior=pageup Page_Up=pageup Next=pagedown Page_Down=pagedown Left=left
    Right=right Up=up Down=down Pause=pause Shift_L=shift Shift_R=shift Control_L=control
    Control_R=control Alt_L=alt Alt_R=alt ISO_Level3_Shift=alt Super_L=super Super_R=super Meta_L=super
    Meta_R=super Caps_Lock=caps_lock Num_Lock=num_lock
"""
_NAMES: dict[str, str] = dict(pair.split("=") for pair in _TABLE.split())
_NAMES |= {f"F{number}": f"f{number}" for number in range(1, 16)}
_WORDS = (
    (CTRL, "ctrl", "control"),
    (ALT, "alt", "alt"),
    (SHIFT, "shift", "shift"),
    (SUPER, "super", "super"),
)


def name(event: KeyChange) -> str:
    """The key with its modifiers: ``"a"``, ``"A"``, ``"ctrl+a"``, ``"shift+left"``."""
    word = _NAMES.get(event.name)
    key = word or event.text or event.key.char or event.name.lower()
    if word is None and event.mods & CTRL:
        # With Ctrl a key types a control character; what is meant is what stands on it.
        key = event.key.char or key
    given = [
        short
        for bit, short, own in _WORDS
        # A character has its shift in it already, and a modifier is not its own modifier.
        if event.mods & bit and own != key and not (bit == SHIFT and word is None)
    ]
    return "+".join([*given, key])


def modifiers(mods: int) -> list[str]:
    """The modifiers that come with a movement of the mouse."""
    return [short for bit, short, _ in _WORDS if mods & bit]
