# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The backend: Agg's canvas with a window, a timer and the keys of the usual toolbar."""

from __future__ import annotations

import ctypes
import time
from typing import Any

import numpy as np
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import (
    CloseEvent,
    FigureManagerBase,
    KeyEvent,
    LocationEvent,
    MouseButton,
    MouseEvent,
    NavigationToolbar2,
    ResizeEvent,
    TimerBase,
)
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sidelight.stage.events import (
    ButtonChange,
    Event,
    Focus,
    KeyChange,
    Motion,
    Quit,
    Resize,
    Scale,
    Wheel,
)
from sidelight.stage.screen import Screen
from sidelight.stage.surface import clamped
from sidelight.stage.toolkits.matplotlib import keys
from sidelight.stage.toolkits.matplotlib.figures import Figures

_DOUBLE_CLICK_S = 0.4
_NEAR = 4
"""Two clicks this many pixels apart are still a double click."""

_CAMERA = "A figure cannot be saved from its own window here; the camera above it saves the picture."


class _Stage:
    """What all classes here share; set before the first figure is made."""

    figures: Figures


def use(screen: Screen) -> None:
    """Puts the backend on a screen."""
    if not hasattr(_Stage, "figures"):
        _Stage.figures = Figures(screen)


class StageTimer(TimerBase):
    """A timer that the figures' loop runs."""

    due = 0.0

    def _timer_start(self) -> None:
        _Stage.figures.start(self)

    def _timer_stop(self) -> None:
        _Stage.figures.stop(self)

    def run(self, now: float) -> None:
        """Calls what is to be called, and sets the next time."""
        self.due = max(self.due + self.interval / 1000, now)
        if self.single_shot:
            self._timer_stop()
        self._on_timer()


class StageToolbar(NavigationToolbar2):
    """No buttons, but the keys for panning, zooming, and going back and forth."""

    def draw_rubberband(self, event: Any, x0: float, y0: float, x1: float, y1: float) -> None:
        """Shows the part of the figure that is being chosen."""
        self.canvas.draw_box((x0, y0, x1, y1))

    def remove_rubberband(self) -> None:
        """It has been chosen."""
        self.canvas.draw_box(None)

    def save_figure(self, *args: Any) -> None:
        """Says how else to do it."""
        _Stage.figures.screen.say(_CAMERA)


class StageManager(FigureManagerBase):
    """A figure's window."""

    _toolbar2_class = StageToolbar

    @classmethod
    def start_main_loop(cls) -> None:
        """Goes on until the last figure is closed."""
        _Stage.figures.turn_until_closed()

    def show(self) -> None:
        """Shows the figure. As with other backends it is drawn when events are next looked at."""
        _Stage.figures.show(self.canvas)
        self.canvas.draw_idle()

    def destroy(self) -> None:
        """Closes the window."""
        _Stage.figures.close(self.canvas)
        super().destroy()

    def resize(self, w: float, h: float) -> None:
        """Gives the figure another size, in pixels."""
        self.canvas.take_size(int(w), int(h))

    def set_window_title(self, title: str) -> None:
        """Names the window."""
        super().set_window_title(title)
        if self.canvas in _Stage.figures.canvases:
            _Stage.figures.screen.title(str(title))


class StageCanvas(FigureCanvasAgg):
    """A figure that is shown. It is a picture for the screen; it has its size only from its first drawing."""

    manager_class = StageManager
    required_interactive_framework = None
    _timer_cls = StageTimer

    def __init__(self, figure: Any = None) -> None:
        super().__init__(figure)
        self._changed = self._drawing = False
        self._box: tuple[float, float, float, float] | None = None
        self._held: set[MouseButton] = set()
        self._last_click = (0.0, 0, 0, 0)
        if _Stage.figures.screen.input.scale != 1:
            self._set_device_pixel_ratio(_Stage.figures.screen.input.scale)

    # The picture

    @property
    def width(self) -> int:
        """Pixels."""
        return int(clamped(*self.get_width_height(physical=True))[0])

    @property
    def height(self) -> int:
        """Pixels."""
        return int(clamped(*self.get_width_height(physical=True))[1])

    @property
    def _shown(self) -> bool:
        return self in _Stage.figures.canvases

    def read(self, address: int) -> None:
        """Copies what Agg has drawn; its red and blue change places."""
        drawn = np.asarray(self.buffer_rgba())[: self.height, : self.width]
        size = 4 * self.width * self.height
        pixels: Any = np.ctypeslib.as_array((ctypes.c_ubyte * size).from_address(address))
        pixels = pixels.reshape(self.height, self.width, 4)
        if drawn.shape == pixels.shape:
            pixels[...] = drawn[..., [2, 1, 0, 3]]
        if self._box is not None:
            left, right = sorted(int(x) for x in self._box[0::2])
            bottom, top = sorted(int(y) for y in self._box[1::2])
            rows = slice(max(0, self.height - top), max(0, self.height - bottom))
            columns = slice(max(0, left), max(0, right))
            pixels[rows, columns, :3] //= 2
            pixels[rows, columns, :3] += 96

    def flush(self) -> None:
        """Agg has nothing on its way."""

    def draw(self) -> None:
        """Draws the figure and, if it has a window, shows it."""
        self._changed = False
        self._drawing = True
        try:
            super().draw()
        finally:
            self._drawing = False
        if self._shown:
            _Stage.figures.screen.present(self)

    def draw_idle(self, *args: Any, **options: Any) -> None:
        """Draws the figure soon."""
        self._changed = not self._drawing

    def draw_changes(self) -> None:
        """Draws the figure if it has to be."""
        if self._changed and self._shown:
            self.draw()

    def blit(self, bbox: Any = None) -> None:
        """Shows what was drawn into the figure's pixels since the last time."""
        if self._shown:
            _Stage.figures.screen.present(self)

    def draw_box(self, box: tuple[float, float, float, float] | None) -> None:
        """Shows a part of the figure as being chosen, or none."""
        self._box = box
        if self._shown and hasattr(self, "renderer"):
            _Stage.figures.screen.present(self)

    def take_size(self, width: int, height: int) -> None:
        """Gives the figure this many pixels."""
        width, height = clamped(width, height)
        if (width, height) == (self.width, self.height):
            return
        dpi = self.figure.dpi
        self.figure.set_size_inches(width / dpi, height / dpi, forward=False)
        self._told_size()
        ResizeEvent("resize_event", self)._process()  # noqa: SLF001 - as every backend does
        self.draw_idle()

    def _told_size(self) -> None:
        if self._shown:
            _Stage.figures.screen.window(self.width, self.height, resizable=True)

    # The loop

    def flush_events(self) -> None:
        """Lets happen what is waiting to."""
        _Stage.figures.turn(0.0)

    def start_event_loop(self, timeout: float = 0) -> None:
        """Lets things happen for ``timeout`` seconds, or until ``stop_event_loop``."""
        self._looping = True
        _Stage.figures.turn_for(timeout, lambda: self._looping and not _Stage.figures.screen.input.quit)
        self._looping = False

    # Events

    def receive(self, event: Event) -> None:
        """Turns one thing that happened into matplotlib's events."""
        match event:
            case KeyChange():
                kind = "key_press_event" if event.down else "key_release_event"
                place = self._place(event.x, event.y)
                self._process(KeyEvent(kind, self, keys.name(event), *place))
            case Motion():
                modifiers = keys.modifiers(event.mods)
                place = self._place(event.x, event.y)
                kind = "motion_notify_event"
                self._process(MouseEvent(kind, self, *place, buttons=set(self._held), modifiers=modifiers))
            case ButtonChange():
                self._receive_button(event)
            case Wheel():
                place, modifiers = self._place(event.x, event.y), keys.modifiers(event.mods)
                self._process(MouseEvent("scroll_event", self, *place, step=event.dy, modifiers=modifiers))
            case Resize():
                self.take_size(event.width, event.height)
            case Scale():
                if self._set_device_pixel_ratio(event.scale):
                    self._told_size()
                    self.draw_idle()
            case Focus():
                kind = "figure_enter_event" if event.on else "figure_leave_event"
                place = self._place(_Stage.figures.screen.input.x, _Stage.figures.screen.input.y)
                self._process(LocationEvent(kind, self, *place))
            case Quit():
                for canvas in list(_Stage.figures.canvases):
                    CloseEvent("close_event", canvas)._process()  # noqa: SLF001
                    Gcf.destroy(canvas.manager)

    def _process(self, event: Any) -> None:
        event._process()  # noqa: SLF001 - as every backend does

    def _place(self, x: int, y: int) -> tuple[int, int]:
        """A place as matplotlib counts it: from the bottom."""
        return x, self.height - y

    def _receive_button(self, event: ButtonChange) -> None:
        button = MouseButton(event.button) if event.button in (1, 2, 3) else None
        if button is None:
            return
        place, modifiers = self._place(event.x, event.y), keys.modifiers(event.mods)
        if event.down:
            self._held.add(button)
            double = self._is_double(event)
            self._process(
                MouseEvent("button_press_event", self, *place, button, dblclick=double, modifiers=modifiers)
            )
        else:
            self._held.discard(button)
            self._process(MouseEvent("button_release_event", self, *place, button, modifiers=modifiers))

    def _is_double(self, event: ButtonChange) -> bool:
        at, button, x, y = self._last_click
        now = time.perf_counter()
        near = abs(event.x - x) <= _NEAR and abs(event.y - y) <= _NEAR
        double = now - at < _DOUBLE_CLICK_S and button == event.button and near
        self._last_click = (0.0, 0, 0, 0) if double else (now, event.button, event.x, event.y)
        return double


FigureCanvas = StageCanvas
FigureManager = StageManager
