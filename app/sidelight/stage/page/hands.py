# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Gives a page the keys and the mouse of the person, as Qt would."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

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
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self._inner(self._window)
        kind = QEvent.Type.KeyPress if event.down else QEvent.Type.KeyRelease
        mods = _modifiers(event.mods)
        text = event.text or (event.key.char if event.down else "")
        QApplication.sendEvent(target, QKeyEvent(kind, _key(event), mods, text, event.repeat))

    def _mouse(self, kind: QEvent.Type, event: Motion | ButtonChange, button: Qt.MouseButton) -> None:
        place = QPoint(event.x, event.y)
        target = self._pressed_in or self._at(place)
        held = _Button.NoButton
        for number in event.buttons:
            held |= _BUTTONS.get(number, _Button.NoButton)
        if kind is QEvent.Type.MouseButtonPress:
            self._pressed_in = target
        local = QPointF(target.mapFromGlobal(place))
        QApplication.sendEvent(
            target, QMouseEvent(kind, local, QPointF(place), button, held, _modifiers(event.mods))
        )
        if not event.buttons:
            self._pressed_in = None

    def _wheel(self, event: Wheel) -> None:
        place = QPoint(event.x, event.y)
        target = self._at(place)
        turned = QPoint(round(event.dx * _NOTCH), round(event.dy * _NOTCH))
        QApplication.sendEvent(
            target,
            QWheelEvent(
                QPointF(target.mapFromGlobal(place)),
                QPointF(place),
                QPoint(),
                turned,
                _Button.NoButton,
                _modifiers(event.mods),
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    def _at(self, place: QPoint) -> QWidget:
        """What lies at a place of the picture."""
        for window in reversed(above(self._window)):
            if window.geometry().contains(place):
                return self._inner(window, place)
        return self._inner(self._window, place)

    @staticmethod
    def _inner(window: QWidget, place: QPoint | None = None) -> QWidget:
        if place is not None:
            child = window.childAt(window.mapFromGlobal(place))
            if child is not None:
                return child
        return window.focusProxy() or window


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
