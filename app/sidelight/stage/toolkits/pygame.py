# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""pygame on the stage: SDL's dummy video driver, a surface of ours for OpenGL, and input from the app.

SDL knows no keyboard and no mouse here, so what is held and where the pointer is comes from the screen;
events go through pygame's own queue, where a script's filters and its own events work as always.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from sidelight.stage.events import ButtonChange, Event, Focus, KeyChange, Motion, Quit, Resize, Wheel
from sidelight.stage.keys import ALT, CTRL, SHIFT, SUPER
from sidelight.stage.screen import Screen
from sidelight.stage.surface import ContextRequest, Surface

_WAIT_SLICE_S = 0.01
"""pygame's timers post events behind our back: a wait looks for them this often."""


def prepare(module: ModuleType) -> None:
    """Nothing is needed before pygame's own import."""


def install(module: ModuleType, screen: Screen) -> None:
    """Changes the imported package."""
    screen.toolkit("pygame")
    window = _Window(module, screen)
    keyboard = _Keyboard(module, screen)
    mouse = _Mouse(module, screen)
    events = _Events(module, screen, window, keyboard, mouse)
    for target, names, source in (
        (module.display, _Window.REPLACED, window),
        (module.key, _Keyboard.REPLACED, keyboard),
        (module.mouse, _Mouse.REPLACED, mouse),
        (module.event, _Events.REPLACED, events),
    ):
        for name in names:
            if hasattr(target, name):
                setattr(target, name, getattr(source, name))


class _SoftwarePicture:
    """The 2-D display surface as something that can be shown."""

    def __init__(self, pygame: Any, surface: Any) -> None:
        self._pygame = pygame
        self._surface = surface
        self.width, self.height = surface.get_size()

    def read(self, address: int) -> None:
        """Copies the surface; where it lies in memory as the ring wants it, that is one copy."""
        surface = self._surface
        masks = surface.get_masks()[:3]
        if (
            surface.get_bitsize() == 32
            and masks == (0xFF0000, 0xFF00, 0xFF)
            and surface.get_pitch() == 4 * self.width
        ):
            pixels = surface.get_buffer().raw
        else:
            pixels = self._pygame.image.tobytes(surface, "BGRA")
        ctypes.memmove(address, pixels, 4 * self.width * self.height)

    def flush(self) -> None:
        """A software surface has nothing on its way."""


class _Window:
    """``pygame.display``."""

    REPLACED = (
        *("set_mode", "flip", "update", "quit", "set_caption", "toggle_fullscreen", "is_fullscreen"),
        *("gl_set_attribute", "gl_get_attribute", "iconify"),
    )

    def __init__(self, pygame: Any, screen: Screen) -> None:
        self._pygame = pygame
        self._screen = screen
        self._real = {
            name: getattr(pygame.display, name) for name in self.REPLACED if hasattr(pygame.display, name)
        }
        self._attributes: dict[int, int] = {}
        self._surface: Surface | None = None
        self._flags = 0
        self._fullscreen = False

    @property
    def resizable(self) -> bool:
        """Whether the script asked for a window that the user may resize."""
        return bool(self._flags & self._pygame.RESIZABLE)

    def set_mode(
        self, size: Any = (0, 0), flags: int = 0, depth: int = 0, display: int = 0, vsync: int = 0
    ) -> Any:
        """A window: SDL's for what is drawn in 2-D and for events, ours for OpenGL."""
        pygame = self._pygame
        opengl = bool(flags & pygame.OPENGL)
        # The dummy driver has no OpenGL and its full screen is not the size that was asked for.
        hidden = pygame.OPENGL | pygame.FULLSCREEN | pygame.SCALED | pygame.DOUBLEBUF | pygame.HWSURFACE
        if tuple(size) == (0, 0):
            size = pygame.display.get_desktop_sizes()[0] if pygame.display.get_init() else (1024, 768)
        # The real one starts the display when the script has not.
        drawn = self._real["set_mode"](size, flags & ~hidden, depth, 0)
        self._flags = flags
        self._fullscreen = bool(flags & pygame.FULLSCREEN)
        width, height = drawn.get_size()
        if opengl:
            self._open_surface(width, height)
        else:
            self._close_surface()
        self._screen.window(width, height, resizable=self.resizable)
        return drawn

    def resized(self, width: int, height: int) -> None:
        """The user resized the window: display surface and OpenGL surface follow, the context stays."""
        pygame = self._pygame
        self._real["set_mode"]((width, height), self._flags & pygame.RESIZABLE)
        if self._surface is not None:
            self._surface.resize(width, height)
        self._screen.window(width, height, resizable=True)

    def _open_surface(self, width: int, height: int) -> None:
        pygame = self._pygame
        request = self._request()
        if self._surface is not None and self._surface.request == request:
            self._surface.resize(width, height)
            return
        self._close_surface()
        try:
            self._surface = self._screen.surface(width, height, request)
        except RuntimeError as error:
            raise pygame.error(str(error)) from None

    def _close_surface(self) -> None:
        if self._surface is not None:
            self._screen.forget(self._surface)
            self._surface.destroy()
            self._surface = None

    def _request(self) -> ContextRequest:
        pygame, wanted = self._pygame, self._attributes
        profile = wanted.get(pygame.GL_CONTEXT_PROFILE_MASK, 0)
        flags = wanted.get(pygame.GL_CONTEXT_FLAGS, 0)
        major = wanted.get(pygame.GL_CONTEXT_MAJOR_VERSION)
        version = (major, wanted.get(pygame.GL_CONTEXT_MINOR_VERSION, 0)) if major else None
        api: Any = "compatibility"
        if profile == pygame.GL_CONTEXT_PROFILE_CORE:
            api = "core"
        elif profile == pygame.GL_CONTEXT_PROFILE_ES:
            api = "es"
        # SDL gives the version that was asked for or, without a profile, a compatible one at least as new.
        return ContextRequest(
            api=api,
            version=version,
            forward_compatible=bool(flags & pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG),
            debug=bool(flags & pygame.GL_CONTEXT_DEBUG_FLAG),
            stencil=wanted.get(pygame.GL_STENCIL_SIZE, 0) > 0,
            samples=wanted.get(pygame.GL_MULTISAMPLESAMPLES, 0)
            if wanted.get(pygame.GL_MULTISAMPLEBUFFERS)
            else 0,
        )

    def flip(self) -> None:
        """One swap."""
        if self._surface is not None:
            self._screen.present(self._surface)
            return
        self._real["flip"]()
        drawn = self._pygame.display.get_surface()
        if drawn is not None:
            self._screen.present(_SoftwarePicture(self._pygame, drawn))

    def update(self, *rectangles: Any) -> None:
        """Shows the whole window even if parts were named: what else changed is in it too."""
        if self._surface is not None and rectangles:
            raise self._pygame.error("Cannot update an OPENGL display")
        if self._surface is None and rectangles:
            # Complains about what is no rectangle, as a script expects it to.
            self._real["update"](*rectangles)
        self.flip()

    def quit(self) -> None:
        """Closes the window."""
        self._screen.show_unseen()
        self._close_surface()
        self._real["quit"]()

    def set_caption(self, title: str, icontitle: str = "") -> None:
        """Names the window."""
        self._real["set_caption"](title, *([icontitle] if icontitle else []))
        self._screen.title(str(title))

    def toggle_fullscreen(self) -> int:
        """Says that it worked; the picture keeps its size."""
        self._fullscreen = not self._fullscreen
        return 1

    def is_fullscreen(self) -> bool:
        """Whether the script believes that it fills the screen."""
        return self._fullscreen

    def iconify(self) -> bool:
        """There is nowhere to go."""
        return False

    def gl_set_attribute(self, flag: int, value: int) -> None:
        """Remembers what the next OpenGL window should have."""
        self._attributes[int(flag)] = int(value)

    def gl_get_attribute(self, flag: int) -> int:
        """What the OpenGL window has."""
        pygame = self._pygame
        given = {
            pygame.GL_RED_SIZE: 8,
            pygame.GL_GREEN_SIZE: 8,
            pygame.GL_BLUE_SIZE: 8,
            pygame.GL_ALPHA_SIZE: 8,
            pygame.GL_BUFFER_SIZE: 32,
            pygame.GL_DEPTH_SIZE: 24,
            pygame.GL_DOUBLEBUFFER: 1,
        }
        if self._surface is not None:
            given[pygame.GL_STENCIL_SIZE] = self._surface.stencil_bits
            given[pygame.GL_MULTISAMPLESAMPLES] = self._surface.samples
            given[pygame.GL_MULTISAMPLEBUFFERS] = int(self._surface.samples > 0)
        return given.get(flag, self._attributes.get(flag, 0))


class _Keyboard:
    """``pygame.key``."""

    REPLACED = ("get_pressed", "get_mods", "set_mods", "get_focused", "get_just_pressed", "get_just_released")

    def __init__(self, pygame: Any, screen: Screen) -> None:
        self._pygame = pygame
        self._input = screen.input
        self._just_down: set[int] = set()
        self._just_up: set[int] = set()
        self._set_mods: int | None = None

    def start_round(self) -> None:
        """A new look at the events begins: nothing has *just* happened any more."""
        self._just_down.clear()
        self._just_up.clear()
        self._set_mods = None

    def note(self, change: KeyChange) -> None:
        """Remembers a key for ``get_just_pressed`` and ``get_just_released``."""
        if not change.repeat:
            (self._just_down if change.down else self._just_up).add(change.key.scancode)

    def modifiers(self, mods: int) -> int:
        """The ``KMOD_*`` bits for a key event's modifiers, left and right told apart where that is known."""
        pygame, bits = self._pygame, 0
        for bit, left, right, name in (
            (SHIFT, pygame.KMOD_LSHIFT, pygame.KMOD_RSHIFT, "Shift_R"),
            (CTRL, pygame.KMOD_LCTRL, pygame.KMOD_RCTRL, "Control_R"),
            (ALT, pygame.KMOD_LALT, pygame.KMOD_RALT, "Alt_R"),
            (SUPER, pygame.KMOD_LGUI, pygame.KMOD_RGUI, "Super_R"),
        ):
            if mods & bit:
                bits |= right if name in self._input.held else left
        return bits

    def get_pressed(self) -> Any:
        """All keys, indexed by ``K_*``."""
        return self._keys({held.scancode for held in self._input.held.values()})

    def get_just_pressed(self) -> Any:
        """Keys that went down in the last round of events."""
        return self._keys(self._just_down)

    def get_just_released(self) -> Any:
        """Keys that went up in the last round of events."""
        return self._keys(self._just_up)

    def _keys(self, scancodes: set[int]) -> Any:
        return self._pygame.key.ScancodeWrapper([code in scancodes and code > 0 for code in range(512)])

    def get_mods(self) -> int:
        """Modifiers held now."""
        return self.modifiers(self._input.mods) if self._set_mods is None else self._set_mods

    def set_mods(self, mods: int) -> None:
        """Pretends that other modifiers are held, until the next event."""
        self._set_mods = int(mods)

    def get_focused(self) -> bool:
        """Whether the window has the keyboard."""
        return self._input.focused


class _Mouse:
    """``pygame.mouse``."""

    REPLACED = (
        *("get_pos", "get_rel", "get_pressed", "set_pos", "get_focused"),
        *("get_relative_mode", "set_relative_mode", "get_just_pressed", "get_just_released"),
    )

    def __init__(self, pygame: Any, screen: Screen) -> None:
        self._pygame = pygame
        self._screen = screen
        self._input = screen.input
        self._moved_x = self._moved_y = 0
        self._relative = False
        self._just_down: set[int] = set()
        self._just_up: set[int] = set()

    def start_round(self) -> None:
        """A new look at the events begins."""
        self._just_down.clear()
        self._just_up.clear()

    def note(self, event: Motion | ButtonChange) -> None:
        """Remembers movement for ``get_rel`` and buttons for ``get_just_*``."""
        if isinstance(event, Motion):
            self._moved_x += event.dx
            self._moved_y += event.dy
        else:
            (self._just_down if event.down else self._just_up).add(event.button)

    def get_pos(self, *args: Any, **options: Any) -> tuple[int, int]:
        """Where the pointer is."""
        return self._input.x, self._input.y

    def get_rel(self) -> tuple[int, int]:
        """How far it went since the last time."""
        moved = self._moved_x, self._moved_y
        self._moved_x = self._moved_y = 0
        return moved

    def get_pressed(self, num_buttons: int = 3, *args: Any, **options: Any) -> tuple[bool, ...]:
        """The first three or five buttons."""
        if num_buttons not in (3, 5):
            raise ValueError("Number of buttons needs to be 3 or 5.")
        return tuple(button in self._input.buttons for button in range(1, num_buttons + 1))

    def get_just_pressed(self) -> tuple[bool, ...]:
        """Buttons that went down in the last round of events."""
        return tuple(button in self._just_down for button in range(1, 6))

    def get_just_released(self) -> tuple[bool, ...]:
        """Buttons that went up in the last round of events."""
        return tuple(button in self._just_up for button in range(1, 6))

    def set_pos(self, *position: Any) -> None:
        """Moves the pointer, which makes an event as a hand would."""
        x, y = position[0] if len(position) == 1 else position
        motion = self._input.warp(int(x), int(y))
        if motion.dx or motion.dy:
            self._screen.push(motion)

    def get_focused(self) -> bool:
        """Whether the pointer is over the window."""
        return self._input.focused

    def get_relative_mode(self) -> bool:
        """Whether the script wants movement without a place."""
        return self._relative

    def set_relative_mode(self, enable: bool) -> None:
        """Movement is told in either mode, so that there is nothing else to do."""
        self._relative = bool(enable)


class _Events:
    """``pygame.event``."""

    REPLACED = ("get", "poll", "pump", "wait", "peek", "clear", "get_grab", "set_grab")

    def __init__(
        self, pygame: Any, screen: Screen, window: _Window, keyboard: _Keyboard, mouse: _Mouse
    ) -> None:
        self._pygame = pygame
        self._screen = screen
        self._window = window
        self._keyboard = keyboard
        self._mouse = mouse
        self._real: dict[str, Callable[..., Any]] = {n: getattr(pygame.event, n) for n in self.REPLACED}
        self._grab = False

    def get(self, *args: Any, **options: Any) -> Any:
        """Everything that is in the queue, or what was asked for."""
        if options.get("pump", True):
            self._receive()
        return self._real["get"](*args, **options)

    def peek(self, *args: Any, **options: Any) -> Any:
        """Whether something is in the queue."""
        if options.get("pump", True):
            self._receive()
        return self._real["peek"](*args, **options)

    def clear(self, *args: Any, **options: Any) -> Any:
        """Empties the queue."""
        if options.get("pump", True):
            self._receive()
        return self._real["clear"](*args, **options)

    def pump(self, *args: Any, **options: Any) -> Any:
        """Lets input in."""
        self._receive()
        return self._real["pump"](*args, **options)

    def poll(self) -> Any:
        """One event, or ``NOEVENT``."""
        self._receive()
        return self._real["poll"]()

    def wait(self, timeout: int = 0) -> Any:
        """One event, after at most ``timeout`` milliseconds (0: however long it takes)."""
        until = time.monotonic() + timeout / 1000 if timeout > 0 else None
        self._receive()
        while True:
            event = self._real["poll"]()
            if event.type != self._pygame.NOEVENT:
                return event
            remaining = _WAIT_SLICE_S if until is None else min(_WAIT_SLICE_S, until - time.monotonic())
            if remaining <= 0:
                return event
            self._receive(remaining)

    def get_grab(self) -> bool:
        """Whether the script wanted all input for itself."""
        return self._grab

    def set_grab(self, grab: bool) -> None:
        """All input there is belongs to the script already."""
        self._grab = bool(grab)

    def _receive(self, timeout_s: float = 0.0) -> None:
        self._keyboard.start_round()
        self._mouse.start_round()
        if not self._pygame.display.get_init():
            return
        for event in self._screen.take(timeout_s):
            self._post(event)

    def _post(self, event: Event) -> None:
        pygame = self._pygame
        match event:
            case KeyChange():
                self._post_key(event)
            case Motion():
                self._mouse.note(event)
                buttons = tuple(int(button in event.buttons) for button in (1, 2, 3))
                moved = (event.dx, event.dy)
                self._put(pygame.MOUSEMOTION, pos=(event.x, event.y), rel=moved, buttons=buttons, touch=False)
            case ButtonChange():
                self._mouse.note(event)
                kind = pygame.MOUSEBUTTONDOWN if event.down else pygame.MOUSEBUTTONUP
                self._put(kind, pos=(event.x, event.y), button=event.button, touch=False)
            case Wheel():
                self._post_wheel(event)
            case Resize() if self._window.resizable:
                self._post_resize(event)
            case Focus():
                self._put(pygame.ACTIVEEVENT, gain=int(event.on), state=pygame.APPINPUTFOCUS)
                self._put(pygame.WINDOWFOCUSGAINED if event.on else pygame.WINDOWFOCUSLOST)
            case Quit():
                self._put(pygame.WINDOWCLOSE)
                self._put(pygame.QUIT, window=False)

    def _post_key(self, event: KeyChange) -> None:
        pygame = self._pygame
        self._keyboard.note(event)
        # pygame hands on a key that repeats only to scripts that asked for it.
        if event.repeat and pygame.key.get_repeat() == (0, 0):
            return
        mods = self._keyboard.modifiers(event.mods)
        text = event.text if event.text.isprintable() else ""
        self._put(
            pygame.KEYDOWN if event.down else pygame.KEYUP,
            key=event.key.pygame,
            mod=mods,
            unicode=event.text or event.key.char,
            scancode=event.key.scancode,
        )
        if event.down and text:
            self._put(pygame.TEXTINPUT, text=text)

    def _post_wheel(self, event: Wheel) -> None:
        pygame, place = self._pygame, (event.x, event.y)
        for amount, forth, back in ((event.dy, 4, 5), (event.dx, 7, 6)):
            for _ in range(min(20, round(abs(amount)))):
                button = forth if amount > 0 else back
                self._put(pygame.MOUSEBUTTONDOWN, pos=place, button=button, touch=False)
                self._put(pygame.MOUSEBUTTONUP, pos=place, button=button, touch=False)
        self._put(
            pygame.MOUSEWHEEL,
            flipped=False,
            x=round(event.dx),
            y=round(event.dy),
            precise_x=event.dx,
            precise_y=event.dy,
            touch=False,
        )

    def _post_resize(self, event: Resize) -> None:
        pygame = self._pygame
        self._window.resized(event.width, event.height)
        width, height = pygame.display.get_window_size()
        self._put(pygame.VIDEORESIZE, size=(width, height), w=width, h=height)
        self._put(pygame.WINDOWRESIZED, x=width, y=height)

    def _put(self, kind: int, window: bool = True, **fields: Any) -> None:
        if window:
            fields["window"] = None
        try:
            self._pygame.event.post(self._pygame.event.Event(kind, fields))
        except self._pygame.error:
            # The queue is full because the script does not look at it; SDL would drop the event too.
            pass
