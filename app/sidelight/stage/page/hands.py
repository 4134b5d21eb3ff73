# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Gives a page the keys and the mouse of the person, as Qt would."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from sidelight.stage.events import ButtonChange, KeyChange, Motion, Wheel
from sidelight.stage.keys import ALT, CTRL, SHIFT, SUPER

_NOTCH = 120
_Key, _Mod, _Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton

_MODIFIERS = {
    SHIFT: _Mod.ShiftModifier,
    CTRL: _Mod.ControlModifier,
    ALT: _Mod.AltModifier,
    SUPER: _Mod.MetaModifier,
}
_BUTTONS = {1: _Button.LeftButton, 2: _Button.MiddleButton, 3: _Button.RightButton}
_KEYS = {
    "Return": _Key.Key_Return,
    "KP_Enter": _Key.Key_Enter,
    "Escape": _Key.Key_Escape,
    "BackSpace": _Key.Key_Backspace,
    "Tab": _Key.Key_Tab,
    "ISO_Left_Tab": _Key.Key_Backtab,
    "Delete": _Key.Key_Delete,
    "KP_Delete": _Key.Key_Delete,
    "Insert": _Key.Key_Insert,
    "Home": _Key.Key_Home,
    "End": _Key.Key_End,
    "Prior": _Key.Key_PageUp,
    "Page_Up": _Key.Key_PageUp,
    "Next": _Key.Key_PageDown,
    "Page_Down": _Key.Key_PageDown,
    "Left": _Key.Key_Left,
    "Up": _Key.Key_Up,
    "Right": _Key.Key_Right,
    "Down": _Key.Key_Down,
    "KP_Left": _Key.Key_Left,
    "KP_Up": _Key.Key_Up,
    "KP_Right": _Key.Key_Right,
    "KP_Down": _Key.Key_Down,
    "KP_Home": _Key.Key_Home,
    "KP_End": _Key.Key_End,
    "KP_Prior": _Key.Key_PageUp,
    "KP_Next": _Key.Key_PageDown,
    "Shift_L": _Key.Key_Shift,
    "Shift_R": _Key.Key_Shift,
    "Control_L": _Key.Key_Control,
    "Control_R": _Key.Key_Control,
    "Alt_L": _Key.Key_Alt,
    "Alt_R": _Key.Key_Alt,
    "Super_L": _Key.Key_Meta,
    "Super_R": _Key.Key_Meta,
    "Caps_Lock": _Key.Key_CapsLock,
    "Menu": _Key.Key_Menu,
    "space": _Key.Key_Space,
}
_KEYS |= {f"F{number}": _Key(_Key.Key_F1 + number - 1) for number in range(1, 13)}


class Hands:
    """Sends what a person does to ``window``, or to what the page has opened above it."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._pressed_in: QWidget | None = None

    def give(self, event: KeyChange | Motion | ButtonChange | Wheel) -> None:
        """One thing that a person did."""
        match event:
            case KeyChange():
                self._key(event)
            case Motion():
                self._mouse(QEvent.Type.MouseMove, event, _Button.NoButton)
            case ButtonChange():
                kind = QEvent.Type.MouseButtonPress if event.down else QEvent.Type.MouseButtonRelease
                self._mouse(kind, event, _BUTTONS.get(event.button, _Button.NoButton))
            case Wheel():
                self._wheel(event)

    def _key(self, event: KeyChange) -> None:
        window = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        kind = QEvent.Type.KeyPress if event.down else QEvent.Type.KeyRelease
        mods = _modifiers(event.mods)
        text = event.text or (event.key.char if event.down else "")
        self._send(window, QKeyEvent(kind, _key(event), mods, text, event.repeat))

    def _mouse(self, kind: QEvent.Type, event: Motion | ButtonChange, button: Qt.MouseButton) -> None:
        place = QPoint(event.x, event.y)
        pressed_in = self._pressed_in
        # What was pressed may be gone by now: a question goes with its button.
        window = pressed_in if pressed_in is not None and isValid(pressed_in) else self._at(place)
        held = _Button.NoButton
        for number in event.buttons:
            held |= _BUTTONS.get(number, _Button.NoButton)
        # Before it is sent, for whatever it leads to may take its turn within.
        self._pressed_in = window if event.buttons else None
        local = QPointF(window.mapFromGlobal(place))
        self._send(
            window, QMouseEvent(kind, local, local, QPointF(place), button, held, _modifiers(event.mods))
        )

    def _wheel(self, event: Wheel) -> None:
        place = QPoint(event.x, event.y)
        window = self._at(place)
        turned = QPoint(round(event.dx * _NOTCH), round(event.dy * _NOTCH))
        wheel = QWheelEvent(
            QPointF(window.mapFromGlobal(place)),
            QPointF(place),
            QPoint(),
            turned,
            _Button.NoButton,
            _modifiers(event.mods),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        self._send(window, wheel)

    def _at(self, place: QPoint) -> QWidget:
        """The window at a place of the picture; while a question is open, that or what it opened."""
        over = above(self._window)
        for window in reversed(over):
            if window.geometry().contains(place):
                return window
        return QApplication.activeModalWidget() or self._window

    @staticmethod
    def _send(window: QWidget, event: QInputEvent) -> None:
        # To the window, which finds the part of it that is meant: the parts of what Qt itself opens are not
        # for Python to hold.
        handle = window.windowHandle()
        if handle is not None:
            QApplication.sendEvent(handle, event)


def above(window: QWidget) -> list[QWidget]:
    """The windows that a page has opened above its own: lists to choose from, questions; lowest first."""
    return [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]


def _modifiers(bits: int) -> Qt.KeyboardModifier:
    found = _Mod.NoModifier
    for bit, modifier in _MODIFIERS.items():
        if bits & bit:
            found |= modifier
    return found


def _key(event: KeyChange) -> Qt.Key:
    """Qt's name of the key: the character on it in capitals, or one of those without a character."""
    if event.name in _KEYS:
        return _KEYS[event.name]
    character = (event.key.char or event.text or "").upper()
    return Qt.Key(ord(character)) if len(character) == 1 and character.isprintable() else _Key.Key_unknown
