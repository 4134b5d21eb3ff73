# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What runs inside a sandbox child: it gives a script its toolkits without a display, and hands out frames.

::

    script ── import pygame | OpenGL.GLUT | pyglet … hooks.py   patches or serves it as it is imported
       │                                             toolkits/  the real ones, changed after their import
       │                                             glut/      a whole OpenGL.GLUT in Python
       │ draws                        swaps
       ▼                                ▼
    surface.py: an EGL pbuffer ──▶ screen.py ──▶ ring.py: a shared memory ring ──▶ the app
                                       ▲ arrangement.py: several windows in one picture
                    channel.py: JSON datagrams: keys, mouse, resize, quit; title, window, first frame, exit

The script is not changed and not slowed: frames are read back at the swap, at most 60 times a second, and the
ring's header says how fast the swap may return and whether it waits.

This is fidelity, never the security boundary. The stage lives in the script's own process, so a script can
undo or corrupt all of it. What holds the script is the sandbox around the process, and whoever reads the ring
or the datagrams treats every word in them as hostile.
"""

from __future__ import annotations
