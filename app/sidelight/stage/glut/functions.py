# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLUT's functions for windows, callbacks and menus."""

from __future__ import annotations

import ctypes
from typing import Any

from sidelight.stage.glut.calls import fail, glut, warn
from sidelight.stage.glut.menus import Entry
from sidelight.stage.glut.session import DEPTH, DOUBLE, MULTISAMPLE, STENCIL, GlutSession
from sidelight.stage.surface import NoSurface

_INT = ctypes.c_int
_NO_CURSOR = 101


class Functions:
    """GLUT's functions that are not questions, shapes, text or the loop."""

    def __init__(self, session: GlutSession) -> None:
        self.session = session

    # Initialisation

    def glutInit(self, *arguments: Any) -> list[bytes]:
        """Starts GLUT; takes what PyOpenGL takes: nothing, a list, strings, or a count and strings."""
        session = self.session
        if session.initialised:
            # PyOpenGL itself lets a second call through without asking the library.
            return list(arguments)
        given: Any = arguments
        if arguments and isinstance(arguments[0], int):
            given = arguments[1:]
            if arguments[0] != len(given):
                raise ValueError(
                    f"Specified count of {arguments[0]} does not match length ({len(given)}) "
                    f"of argument list {given}"
                )
        elif arguments and not isinstance(arguments[0], bytes | str):
            given = arguments[0]
        listed = [one.encode("latin-1", "replace") if isinstance(one, str) else bytes(one) for one in given]
        session.initialise(listed or [b"foo"])
        return listed or [b"foo"]

    @glut("u", before_init=True)
    def glutInitDisplayMode(self, mode: int) -> None:
        """What the next windows should have."""
        self.session.mode = mode

    @glut("s", before_init=True)
    def glutInitDisplayString(self, string: bytes) -> None:
        """The same in words; everything that may be asked for is there anyway."""
        words = string.decode("latin-1").replace("=", " ").replace("~", " ").split()
        self.session.mode = DEPTH | (0 if "single" in words else DOUBLE)
        self.session.mode |= (STENCIL if "stencil" in words else 0) | (
            MULTISAMPLE if "samples" in words else 0
        )

    @glut("ii", before_init=True)
    def glutInitWindowSize(self, width: int, height: int) -> None:
        """The size of the next windows; what is not positive is left to the system, which takes 300."""
        self.session.size = (width if width > 0 else 300, height if height > 0 else 300)

    @glut("ii", before_init=True)
    def glutInitWindowPosition(self, x: int, y: int) -> None:
        """Where the next windows should stand, which nobody sees."""
        self.session.place = (x, y)

    @glut("ii", before_init=True)
    def glutInitContextVersion(self, major: int, minor: int) -> None:
        """The OpenGL version of the next windows."""
        self.session.version = (major, minor)

    @glut("i", before_init=True)
    def glutInitContextProfile(self, profile: int) -> None:
        """Core or compatibility."""
        self.session.profile = profile

    @glut("i", before_init=True)
    def glutInitContextFlags(self, flags: int) -> None:
        """Debug, forward compatible."""
        self.session.flags = flags

    # Windows

    @glut("s")
    def glutCreateWindow(self, title: bytes) -> int:
        """A window, which becomes current."""
        session = self.session
        try:
            return session.open(title.decode("utf-8", "replace"), session.size, None, (0, 0))
        except NoSurface as error:
            fail(session, f" ERROR:  {error}")
            return 0

    @glut("iiiii")
    def glutCreateSubWindow(self, parent: int, x: int, y: int, width: int, height: int) -> int:
        """A window within a window."""
        outer = self.session.windows.get(parent)
        if outer is None:
            return 0
        return self.session.open("", (max(1, width), max(1, height)), outer, (x, y))

    @glut("i")
    def glutDestroyWindow(self, window: int) -> None:
        """Closes a window."""
        found = self.session.windows.get(window)
        if found is not None:
            self.session.close(found)

    @glut("i")
    def glutSetWindow(self, window: int) -> None:
        """Makes a window current."""
        found = self.session.windows.get(window)
        if found is None:
            warn(self.session, f"glutSetWindow(): window ID {window} not found!")
        else:
            self.session.select(found)

    @glut()
    def glutGetWindow(self) -> int:
        """The current window, 0 if there is none."""
        return self.session.current.number if self.session.current is not None else 0

    @glut()
    def glutSwapBuffers(self) -> None:
        """One swap."""
        session = self.session
        window = session.require_window("glutSwapBuffers")
        session.gl.Flush()
        # Nothing to swap, and the display callback's end shows it anyway.
        if window.double:
            session.present(window)

    @glut()
    def glutPostRedisplay(self) -> None:
        """Has the current window drawn again."""
        self.session.require_window("glutPostRedisplay").redisplay = True

    @glut("i")
    def glutPostWindowRedisplay(self, window: int) -> None:
        """Has a window drawn again."""
        found = self.session.windows.get(window)
        if found is not None:
            found.redisplay = True

    @glut("ii")
    def glutReshapeWindow(self, width: int, height: int) -> None:
        """Resizes the current window, in the next round of the loop."""
        window = self.session.require_window("glutReshapeWindow")
        if width > 0 and height > 0:
            window.requested = (width, height)

    @glut("ii")
    def glutPositionWindow(self, x: int, y: int) -> None:
        """Moves a window within its parent; others have no place that anybody sees."""
        window = self.session.require_window("glutPositionWindow")
        if window.parent is not None:
            window.x, window.y = x, y

    @glut("s")
    def glutSetWindowTitle(self, title: bytes) -> None:
        """Names the current window."""
        window = self.session.require_window("glutSetWindowTitle")
        window.title = title.decode("utf-8", "replace")
        if window is self.session.front:
            self.session.screen.title(window.title)

    @glut()
    def glutShowWindow(self) -> None:
        """Shows the current window."""
        window = self.session.require_window("glutShowWindow")
        window.visible = window.redisplay = True

    @glut()
    def glutHideWindow(self) -> None:
        """Hides a window within another; the outermost stays in view."""
        window = self.session.require_window("glutHideWindow")
        window.visible = window.parent is None

    @glut()
    def glutPushWindow(self) -> None:
        """Puts a window within another behind its neighbours."""
        window = self.session.require_window("glutPushWindow")
        if window.parent is not None:
            window.parent.children.remove(window)
            window.parent.children.insert(0, window)

    @glut()
    def glutPopWindow(self) -> None:
        """Puts a window within another before its neighbours."""
        window = self.session.require_window("glutPopWindow")
        if window.parent is not None:
            window.parent.children.remove(window)
            window.parent.children.append(window)

    @glut("i")
    def glutSetCursor(self, cursor: int) -> None:
        """Remembers the pointer's shape; one that is none is told, because the app shows the pointer."""
        self.session.require_window("glutSetCursor").cursor = cursor
        self.session.screen.pointer(cursor != _NO_CURSOR)
        if cursor != _NO_CURSOR:
            self.session.screen.catch(False)

    @glut("ii")
    def glutWarpPointer(self, x: int, y: int) -> None:
        """Moves the pointer, which makes a motion as a hand would."""
        window = self.session.require_window("glutWarpPointer")
        # To hide the pointer and to put it back again and again is how GLUT scripts catch it.
        if window.cursor == _NO_CURSOR:
            self.session.screen.catch(True)
        motion = self.session.screen.input.warp(x, y)
        if motion.dx or motion.dy:
            self.session.screen.push(motion)

    def glutGetWindowData(self) -> Any:
        """What the script attached to the current window."""
        return self.session.current.data if self.session.current is not None else None

    def glutSetWindowData(self, data: Any) -> None:
        """Attaches something to the current window."""
        if self.session.current is not None:
            self.session.current.data = data

    # Callbacks that have a form of their own

    def glutDisplayFunc(self, function: Any) -> Any:
        """Draws the current window; freeglut allows none to be taken away."""
        wrapped = self.session.callback("Display", (), function)
        window = self.session.require_window("glutDisplayFunc")
        if not callable(wrapped):
            fail(
                self.session,
                "Fatal error in program.  NULL display callback not permitted "
                "in GLUT 3.0+ or freeglut 2.0.1+\n",
            )
        window.callbacks["Display"] = wrapped
        return wrapped

    def glutIdleFunc(self, function: Any = None) -> Any:
        """Called whenever there is nothing else to do."""
        wrapped = self.session.callback("Idle", (), function)
        self.session.idle = wrapped if callable(wrapped) else None
        return wrapped

    def glutTimerFunc(self, milliseconds: int, function: Any, value: int) -> Any:
        """Calls ``function(value)`` once."""
        delay, argument = _unconverted(1, milliseconds), _unconverted(3, value)
        wrapped = ctypes.CFUNCTYPE(None, _INT)(function)
        if not self.session.initialised:
            fail(self.session, " ERROR:  Function <glutTimerFunc> called without first calling 'glutInit'.")
        self.session.add_timer(max(0, delay), wrapped, argument)
        return wrapped

    def glutMenuStatusFunc(self, function: Any) -> Any:
        """Called when a menu opens or closes."""
        return self._menu_callback("MenuStatus", (_INT, _INT, _INT), function)

    def glutMenuStateFunc(self, function: Any) -> Any:
        """The same, as it was in older GLUTs."""
        return self._menu_callback("MenuState", (_INT,), function)

    def _menu_callback(self, name: str, types: tuple[Any, ...], function: Any) -> Any:
        wrapped = self.session.callback(name, types, function)
        self.session.menu_callbacks[name] = wrapped if callable(wrapped) else None
        return wrapped

    # Menus

    def glutCreateMenu(self, function: Any) -> int:
        """A menu, which becomes current; ``function`` takes the chosen value."""
        if not self.session.initialised:
            fail(self.session, " ERROR:  Function <glutCreateMenu> called without first calling 'glutInit'.")
        return self.session.add_menu(ctypes.CFUNCTYPE(_INT, _INT)(function)).number

    @glut("i")
    def glutDestroyMenu(self, menu: int) -> None:
        """Forgets a menu."""
        found = self.session.menus.pop(menu, None)
        if found is self.session.menu:
            self.session.menu = None

    @glut("i")
    def glutSetMenu(self, menu: int) -> None:
        """Makes a menu current."""
        self.session.menu = self.session.menus.get(menu, self.session.menu)

    @glut()
    def glutGetMenu(self) -> int:
        """The current menu, 0 if there is none."""
        return self.session.menu.number if self.session.menu is not None else 0

    @glut("si")
    def glutAddMenuEntry(self, label: bytes, value: int) -> None:
        """Adds a choice to the current menu."""
        if self.session.menu is not None:
            self.session.menu.entries.append(Entry(label.decode("latin-1"), value))

    @glut("si")
    def glutAddSubMenu(self, label: bytes, submenu: int) -> None:
        """Adds a menu to the current menu."""
        if self.session.menu is not None and submenu in self.session.menus:
            self.session.menu.entries.append(Entry(label.decode("latin-1"), submenu=submenu))

    @glut("isi")
    def glutChangeToMenuEntry(self, item: int, label: bytes, value: int) -> None:
        """Makes the current menu's line ``item`` (from 1) another choice."""
        menu = self.session.menu
        if menu is not None and 1 <= item <= len(menu.entries):
            menu.entries[item - 1] = Entry(label.decode("latin-1"), value)

    @glut("isi")
    def glutChangeToSubMenu(self, item: int, label: bytes, submenu: int) -> None:
        """Makes the current menu's line ``item`` (from 1) another menu."""
        menu = self.session.menu
        if menu is not None and 1 <= item <= len(menu.entries):
            menu.entries[item - 1] = Entry(label.decode("latin-1"), submenu=submenu)

    @glut("i")
    def glutRemoveMenuItem(self, item: int) -> None:
        """Takes the current menu's line ``item`` (from 1) away."""
        menu = self.session.menu
        if menu is not None and 1 <= item <= len(menu.entries):
            del menu.entries[item - 1]

    @glut("i")
    def glutAttachMenu(self, button: int) -> None:
        """Opens the current menu with a button over the current window."""
        window = self.session.require_window("glutAttachMenu")
        if self.session.menu is not None:
            window.menus[button] = self.session.menu.number

    @glut("i")
    def glutDetachMenu(self, button: int) -> None:
        """Gives a button back to the script."""
        self.session.require_window("glutDetachMenu").menus.pop(button, None)

    def glutGetMenuData(self) -> Any:
        """What the script attached to the current menu."""
        return self.session.menu.data if self.session.menu is not None else None

    def glutSetMenuData(self, data: Any) -> None:
        """Attaches something to the current menu."""
        if self.session.menu is not None:
            self.session.menu.data = data


def _unconverted(position: int, value: Any) -> int:
    """An argument of a function whose types PyOpenGL does not declare, and ctypes therefore has to guess."""
    if not isinstance(value, int):
        raise ctypes.ArgumentError(
            f"argument {position}: TypeError: Don't know how to convert parameter {position}"
        )
    return int(value)
