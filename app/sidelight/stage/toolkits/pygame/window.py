# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pygame.display``: windows, swaps and OpenGL attributes."""

from __future__ import annotations

import ctypes
import operator
import sys
from typing import Any

from sidelight.stage.screen import FULL_SCREEN, NO_SOUND, Screen
from sidelight.stage.surface import ContextRequest, Surface


class _SoftwarePicture:
    """The 2-D display surface as something that can be shown."""

    def __init__(self, pygame: Any, surface: Any) -> None:
        self._pygame = pygame
        self.surface = surface
        self.look()

    def look(self) -> None:
        """Notes the size, which a new mode may have changed behind the same surface."""
        self.width, self.height = self.surface.get_size()

    def read(self, address: int) -> None:
        """Copies the surface; where it lies in memory as the ring wants it, that is one copy."""
        surface = self.surface
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


class Window:
    """``pygame.display``."""

    REPLACED = (
        *("set_mode", "flip", "update", "quit", "set_caption", "toggle_fullscreen", "is_fullscreen"),
        *("gl_set_attribute", "gl_get_attribute", "iconify", "set_icon"),
    )

    def __init__(self, pygame: Any, screen: Screen) -> None:
        self._pygame = pygame
        self._screen = screen
        self._real = {
            name: getattr(pygame.display, name) for name in self.REPLACED if hasattr(pygame.display, name)
        }
        self._attributes: dict[int, int] = {}
        self._surface: Surface | None = None
        self._picture: _SoftwarePicture | None = None
        self._flags = 0
        self._fullscreen = False
        self._silent = True

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
        if self._fullscreen:
            self._screen.say(FULL_SCREEN)
        width, height = drawn.get_size()
        if opengl:
            self._forget_picture()
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

    def _forget_picture(self) -> None:
        if self._picture is not None:
            self._screen.forget(self._picture)
            self._picture = None

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
            depth=None if wanted.get(pygame.GL_DEPTH_SIZE, 16) > 0 else 0,
            stencil=wanted.get(pygame.GL_STENCIL_SIZE, 0) > 0,
            samples=wanted.get(pygame.GL_MULTISAMPLESAMPLES, 0)
            if wanted.get(pygame.GL_MULTISAMPLEBUFFERS)
            else 0,
            accumulation=wanted.get(pygame.GL_ACCUM_RED_SIZE, 0) > 0,
        )

    def flip(self) -> None:
        """One swap."""
        if self._silent:
            self._listen()
        if self._surface is not None:
            self._screen.present(self._surface)
            return
        self._real["flip"]()
        drawn = self._pygame.display.get_surface()
        if drawn is None:
            return
        if self._picture is None or self._picture.surface is not drawn:
            self._forget_picture()
            self._picture = _SoftwarePicture(self._pygame, drawn)
        self._picture.look()
        self._screen.present(self._picture)

    def _listen(self) -> None:
        """Says once that what is played is not heard: every script has a mixer, and few play anything."""
        mixer = self._pygame.mixer
        # A pygame without one has something in its place that complains of everything.
        opened = "pygame.mixer" in sys.modules and mixer.get_init()
        if opened and (mixer.get_busy() or mixer.music.get_busy()):
            self._silent = False
            self._screen.say(NO_SOUND)

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
        self._forget_picture()
        self._close_surface()
        self._real["quit"]()

    def set_caption(self, title: str, icontitle: str = "") -> None:
        """Names the window."""
        self._real["set_caption"](title, *([icontitle] if icontitle else []))
        self._screen.title(str(title))

    def set_icon(self, surface: Any) -> None:
        """Shows the window's icon."""
        self._real["set_icon"](surface)
        width, height = surface.get_size()
        self._screen.icon(width, height, self._pygame.image.tobytes(surface, "RGBA"))

    def toggle_fullscreen(self) -> int:
        """Says that it worked; the picture keeps its size."""
        self._fullscreen = not self._fullscreen
        if self._fullscreen:
            self._screen.say(FULL_SCREEN)
        return 1

    def is_fullscreen(self) -> bool:
        """Whether the script believes that it fills the screen."""
        return self._fullscreen

    def iconify(self) -> bool:
        """There is nowhere to go."""
        return False

    def gl_set_attribute(self, flag: int, value: int) -> None:
        """Remembers what the next OpenGL window should have."""
        self._attributes[operator.index(flag)] = operator.index(value)

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
            given[pygame.GL_DEPTH_SIZE] = self._surface.depth_bits
            given[pygame.GL_STENCIL_SIZE] = self._surface.stencil_bits
            given[pygame.GL_MULTISAMPLESAMPLES] = self._surface.samples
            given[pygame.GL_MULTISAMPLEBUFFERS] = int(self._surface.samples > 0)
        return given.get(flag, self._attributes.get(flag, 0))
