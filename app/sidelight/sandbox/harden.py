# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Closing the application itself to other programs of the same user."""

from __future__ import annotations

import ctypes
import sys

_PR_SET_DUMPABLE = 4
_PR_GET_DUMPABLE = 3


def harden_app() -> bool:
    """Keep others of the same user from reading this process's memory, environment and open files.

    On Linux the process is made "not dumpable": its folder in ``/proc`` belongs to root from then on, no
    debugger can be attached, and a crash writes no memory to the disk. Programs that it starts are ordinary
    again. Call it once, early; it cannot fail the start of the application.

    Returns:
        Whether it holds: False on systems without this.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    nothing = [ctypes.c_ulong(0)] * 3
    libc.prctl(ctypes.c_int(_PR_SET_DUMPABLE), ctypes.c_ulong(0), *nothing)
    return bool(libc.prctl(ctypes.c_int(_PR_GET_DUMPABLE), ctypes.c_ulong(0), *nothing) == 0)
