# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The environment in which a script finds no display but ours."""

from __future__ import annotations

REMOVED = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_SESSION_TYPE",
    "MESA_LOADER_DRIVER_OVERRIDE",
    "MESA_GL_VERSION_OVERRIDE",
    "MESA_GLSL_VERSION_OVERRIDE",
    "PYGLFW_LIBRARY",
    "PYGLFW_LIBRARY_VARIANT",
    "PYGLFW_PREVIEW",
    "SDL_AUDIO_DRIVER",
    "SDL_VIDEO_DRIVER",
)
"""Variables that must not reach the child from the desktop around the app."""


def stage_environment(threads: int) -> dict[str, str]:
    """Variables to set for a child with a stage; ``threads`` is how many the software renderer may start.

    They are to be added to an environment without the variables in ``REMOVED``.
    """
    return {
        # PyOpenGL then takes the current context from EGL, which is what the stage makes.
        "PYOPENGL_PLATFORM": "egl",
        "EGL_PLATFORM": "surfaceless",
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
        "LP_NUM_THREADS": str(max(0, threads)),
        # The cache would want a home folder; a script's shaders are its own.
        "MESA_SHADER_CACHE_DISABLE": "true",
        # Numpy's own threads would only fight with the renderer's.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
