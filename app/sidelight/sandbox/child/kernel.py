# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The kernel's own interface, for what Python has no function for."""

from __future__ import annotations

import ctypes
import os

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long

SIGKILL = 9

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

CLONE_NEWNS = 0x20000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18


def _failed(what: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"{what}: {os.strerror(number)}")


def system_call(number: int, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """One raw system call; integers are passed as 64-bit words.

    Raises:
        OSError: the kernel said no.
    """
    words = (ctypes.c_long(word) if isinstance(word, int) else word for word in arguments)
    result: int = _LIBC.syscall(ctypes.c_long(number), *words)
    if result < 0:
        raise _failed(f"system call {number}")
    return result


def process_control(option: int, *arguments: int) -> int:
    """``prctl``, with the arguments that are not given as zero.

    Raises:
        OSError: the kernel said no.
    """
    words = [ctypes.c_ulong(word) for word in (*arguments, 0, 0, 0, 0)[:4]]
    result: int = _LIBC.prctl(ctypes.c_int(option), *words)
    if result < 0:
        raise _failed(f"prctl {option}")
    return result


def unshare(flags: int) -> None:
    """Leave the namespaces that ``flags`` name.

    Raises:
        OSError: the kernel said no.
    """
    if _LIBC.unshare(ctypes.c_int(flags)) != 0:
        raise _failed("unshare")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount ``source`` at ``target``.

    Raises:
        OSError: the kernel said no.
    """
    done = _LIBC.mount(
        os.fsencode(source),
        os.fsencode(target),
        kind.encode(),
        ctypes.c_ulong(flags),
        options.encode() or None,
    )
    if done != 0:
        raise _failed(f"mount {target}")
