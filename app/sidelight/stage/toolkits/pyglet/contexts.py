# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pyglet.gl.headless``: contexts as pyglet's X11 platform asks for them, on surfaces of ours."""

from __future__ import annotations

from typing import Any

from pyglet import gl
from pyglet.display.headless import HeadlessCanvas as StageCanvas
from pyglet.gl.base import Config, Context, DisplayConfig

from sidelight.stage.screen import Screen
from sidelight.stage.surface import ContextRequest, NoSurface, Surface

_FIXED = {
    "double_buffer": 1,
    "stereo": 0,
    "aux_buffers": 0,
    "buffer_size": 32,
    "red_size": 8,
    "green_size": 8,
    "blue_size": 8,
    "accum_red_size": 0,
    "accum_green_size": 0,
    "accum_blue_size": 0,
    "accum_alpha_size": 0,
}


class StageContext(Context):
    """A context with its own surface, which takes the size of the window that it is attached to."""

    screen: Screen

    def __init__(self, config: Any, share: Any) -> None:
        super().__init__(config, share)
        try:
            self.surface: Surface | None = self.screen.surface(1, 1, config.request(), _surface_of(share))
        except NoSurface as error:
            raise gl.ContextException(str(error)) from None

    def attach(self, canvas: Any) -> None:
        """Draws on a window from now on."""
        if canvas is self.canvas:
            return
        super().attach(canvas)
        self.set_current()

    def set_current(self) -> None:
        """Directs GL calls here; a window that changed its size gets a surface to match."""
        if self.surface is not None and self.canvas is not None:
            self.surface.resize(self.canvas.width, self.canvas.height)
        super().set_current()

    def detach(self) -> None:
        """Leaves the window."""
        if not self.canvas:
            return
        self.set_current()
        gl.glFlush()
        super().detach()
        self.screen.egl.release()

    def destroy(self) -> None:
        """Gives everything back."""
        super().destroy()
        if self.surface is not None:
            self.screen.show_unseen()
            self.screen.forget(self.surface)
            # Another context is current again by now, and has to stay so.
            current = gl.current_context
            self.surface.destroy()
            self.surface = None
            if current is not None and current is not self and current.canvas is not None:
                current.set_current()

    def flip(self) -> None:
        """One swap."""
        if self.surface is not None and self.canvas is not None:
            self.screen.present(self.surface)

    def set_vsync(self, vsync: bool = True) -> None:
        """The app sets the pace; a script that asks is told what it wanted."""
        self._vsync = vsync

    def get_vsync(self) -> bool:
        """What the script wanted."""
        return getattr(self, "_vsync", True)


class StageDisplayConfig(DisplayConfig):
    """A config that can be had: what was asked for, and where nothing was, what there is."""

    context_class: type[StageContext]

    def __init__(self, canvas: Any, base_config: Any) -> None:
        super().__init__(canvas, base_config)
        for name, value in _FIXED.items():
            setattr(self, name, value)
        self.depth_size = 24 if base_config.depth_size != 0 else 0
        self.stencil_size = 8 if base_config.stencil_size else 0
        self.alpha_size = 8 if base_config.alpha_size else 0
        self.samples = base_config.samples if base_config.sample_buffers else 0
        self.sample_buffers = int(bool(self.samples))

    def request(self) -> ContextRequest:
        """As X11's platform asks: a core profile always, and a version only if the script named one."""
        version = None
        if self.major_version is not None:
            version = (int(self.major_version), int(self.minor_version or 0))
        return ContextRequest(
            api="es" if self.opengl_api == "gles" else "core",
            version=version,
            forward_compatible=bool(self.forward_compatible),
            debug=bool(self.debug),
            depth=None if self.depth_size else 0,
            stencil=self.stencil_size > 0,
            samples=self.samples,
        )

    def create_context(self, share: Any) -> StageContext:
        """A context of this kind."""
        return self.context_class(self, share)

    def compatible(self, canvas: Any) -> bool:
        """Whether a context of this kind can draw there."""
        return isinstance(canvas, StageCanvas)


def names(screen: Screen) -> dict[str, object]:
    """The content of the module."""

    class HeadlessContext(StageContext):
        pass

    class HeadlessDisplayConfig(StageDisplayConfig):
        context_class = HeadlessContext

    class HeadlessConfig(Config):
        def match(self, canvas: Any) -> list[Any]:
            return [HeadlessDisplayConfig(canvas, self)]

    HeadlessContext.screen = screen
    return {
        "HeadlessConfig": HeadlessConfig,
        "HeadlessContext": HeadlessContext,
        "HeadlessDisplayConfig": HeadlessDisplayConfig,
    }


def _surface_of(context: Any) -> Surface | None:
    return context.surface if context is not None else None
