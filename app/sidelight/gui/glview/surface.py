# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A surface that hands pointer and keyboard on to a script, in the script's own pixels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from sidelight.gui.glview.keys import BUTTONS, Keyboard, tap, typed

_COPYING = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)
NOTCH = 120
"""Qt's eighths of a degree for one click of a wheel."""


class InputSurface(QWidget):
    """Turns what a person does on it into messages.

    While it has the keyboard every key is the script's, Tab too. Esc gives the keyboard back, Shift+Esc is
    the script's own Esc, Ctrl+Tab goes on to the next control.

    Signals:
        message: something for the script, as the stage's protocol has it (a dict).
        keyboard_changed: whether keys go to the script.
        released: Esc was pressed.
        copy_pressed: the keys that copy, or cut, were pressed, and go to the script next.
    """

    message = Signal(object)
    copy_pressed = Signal()
    keyboard_changed = Signal(bool)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = True
        self._keyboard = Keyboard()
        self._buttons: set[int] = set()
        self._notches = QPointF()
        self._grabs = False
        self._shows_pointer = True
        self._before: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def picture_rect(self) -> QRectF:
        """Where the script's picture lies."""
        raise NotImplementedError

    def to_script(self, position: QPointF) -> tuple[int, int] | None:
        """A place in the widget as a pixel of the script's window; ``None`` without a picture."""
        raise NotImplementedError

    def set_live(self, live: bool) -> None:
        """Whether there is a script to take input."""
        if not live and self._live:
            self._let_go()
        self._live = live
        self._show_pointer()
        self.update()

    def set_pointer(self, *, grabs: bool, shows: bool) -> None:
        """Whether the script wants the pointer for itself, and whether it wants it seen."""
        if (grabs, shows) != (self._grabs, self._shows_pointer):
            self._grabs, self._shows_pointer = grabs, shows
            self._before = None
            self._show_pointer()
            self.keyboard_changed.emit(self.takes_keys())

    def catches_pointer(self) -> bool:
        """Whether the pointer has no place of its own just now: the script has the keyboard, and wants it."""
        return self._grabs and self.takes_keys()

    def _show_pointer(self) -> None:
        if self._live and (self.catches_pointer() or not self._shows_pointer):
            self.setCursor(Qt.CursorShape.BlankCursor)
        else:
            self.unsetCursor()

    def _moved_while_caught(self, position: QPointF) -> None:
        """Only the way that the pointer went counts; it is put back into the middle if that can be done."""
        before, self._before = self._before, position
        if before is not None and self.picture_rect().width() > 0:
            size = self.to_script(self.picture_rect().bottomRight())
            scale = (size[0] + 1) / self.picture_rect().width() if size is not None else 1.0
            way = ((position - before) * scale).toPoint()
            if not way.isNull():
                self.message.emit({"t": "motion", "dx": way.x(), "dy": way.y()})
        if QGuiApplication.platformName() != "wayland":
            middle = self.rect().center()
            if position.toPoint() != middle:
                self._before = QPointF(middle)
                QCursor.setPos(self.mapToGlobal(middle))

    def takes_keys(self) -> bool:
        """Whether keys go to a script."""
        return self._live and self.hasFocus()

    # pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click gives the script the keyboard, and is the script's if it hits the picture."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._button(event, True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two; scripts count for themselves."""
        self._button(event, True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go, wherever the pointer is now."""
        self._button(event, False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Over the picture, and anywhere while a button is held."""
        if self.catches_pointer():
            self._moved_while_caught(event.position())
            event.accept()
            return
        place = self.to_script(event.position())
        if place and self._live and (self._buttons or self.picture_rect().contains(event.position())):
            self.message.emit({"t": "motion", "x": place[0], "y": place[1]})
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The script's only while it has the keyboard: else the wheel scrolls the answer."""
        if not (self.hasFocus() and self._live):
            event.ignore()
            return
        self._notches += QPointF(event.angleDelta()) / NOTCH
        whole = QPoint(int(self._notches.x()), int(self._notches.y()))
        self._notches -= QPointF(whole)
        if not whole.isNull():
            self.message.emit({"t": "wheel", "dx": whole.x(), "dy": whole.y()})
        event.accept()

    def _button(self, event: QMouseEvent, down: bool) -> None:
        number = BUTTONS.get(event.button())
        place = self.to_script(event.position())
        event.accept()
        if number is None or place is None or not self._live:
            return
        if down and not self.picture_rect().contains(event.position()):
            return
        if not down and number not in self._buttons:
            return
        (self._buttons.add if down else self._buttons.discard)(number)
        self.message.emit({"t": "button", "b": number, "down": down, "x": place[0], "y": place[1]})

    # keyboard

    def event(self, event: QEvent) -> bool:
        """Claim every key before the window's shortcuts see it, while the script has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._live:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab is the script's, unless there is none."""
        return not self._live and super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Ctrl+Tab are the view's; the rest is the script's."""
        if not self._live:
            super().keyPressEvent(event)
            return
        modifiers = event.modifiers()
        if event.key() == Qt.Key.Key_Escape:
            if modifiers & Qt.KeyboardModifier.ShiftModifier:
                for message in tap("Escape"):
                    self.message.emit(message)
            elif modifiers == Qt.KeyboardModifier.NoModifier:
                self.released.emit()
            return
        if modifiers & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Tab,
            Qt.Key.Key_Backtab,
        ):
            super().focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
            return
        pressed = self._keyboard.press(event)
        if pressed is not None:
            if any(event.matches(keys) for keys in _COPYING) and not event.isAutoRepeat():
                self.copy_pressed.emit()
            self.message.emit(pressed)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go."""
        message = self._keyboard.release(event) if self._live else None
        if message is not None:
            self.message.emit(message)
        elif not self._live:
            super().keyReleaseEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method composed arrives as typed characters."""
        if self._live:
            for message in typed(event.commitString()):
                self.message.emit(message)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The script has the keyboard."""
        super().focusInEvent(event)
        self._before = None
        self._show_pointer()
        self.update()
        if self._live:
            self.message.emit({"t": "focus", "on": True})
            self.keyboard_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing stays pressed in a script that has lost the keyboard."""
        super().focusOutEvent(event)
        self._show_pointer()
        self.update()
        self._let_go()

    def _let_go(self) -> None:
        for message in self._keyboard.release_all():
            self.message.emit(message)
        self._buttons.clear()
        self._notches = QPointF()
        self.message.emit({"t": "focus", "on": False})
        self.keyboard_changed.emit(False)
