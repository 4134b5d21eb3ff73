# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# The supervisor imports this, and would start 5 ms later with pathlib.
# ruff: noqa: PTH100, PTH103, PTH110, PTH112, PTH116, PTH120, PTH123
"""Stepping down from root: a stranger's program is never run by the administrator.

The child becomes a user whom nobody else is. Where the interpreter lies in a folder that is root's alone,
such as root's home, the child gets a view of the disk in which that folder is empty but for the
interpreter.
"""

from __future__ import annotations

import os
import pwd

from sidelight.sandbox.child import kernel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_UID = 1_878_982_656
_NOBODY = 65534
_LAST_CAPABILITY = 63
_COVER_OPTIONS = "size=1m,mode=755"


class CannotStepDown(Exception):
    """There is no way here to stop being root and still reach what is needed."""


def unprivileged_id(salt: int) -> int:
    """A user id that nobody has here: a high one of its own for each ``salt``, or the nobody user's.

    Raises:
        CannotStepDown: this environment maps no such id.
    """
    for candidate in (_FIRST_UID + salt, _NOBODY):
        if (
            _mapped(candidate, "uid")
            and _mapped(candidate, "gid")
            and (candidate == _NOBODY or _free(candidate))
        ):
            return candidate
    raise CannotStepDown("only root exists in this container, so there is nobody to run programs as")


def _free(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return True
    return False


def _mapped(number: int, kind: str) -> bool:
    with open(f"/proc/self/{kind}_map", encoding="ascii") as lines:
        spans = [tuple(map(int, line.split())) for line in lines]
    return any(first <= number < first + count for first, _outer, count in spans)


def covers(needed: Iterable[str]) -> dict[str, list[str]]:
    """The folders that others may not enter on the way to what is needed, each with what lies in it."""
    found: dict[str, list[str]] = {}
    for path in needed:
        closed = _closed_ancestor(path)
        if closed is not None:
            found.setdefault(closed, []).append(path)
    return found


def _closed_ancestor(path: str) -> str | None:
    parts = os.path.abspath(path).split("/")[1:-1]
    place = ""
    for part in parts:
        place = f"{place}/{part}"
        try:
            mode = os.stat(place).st_mode
        except OSError:
            return None
        if not mode & 0o001:
            return place
    return None


def step_down(uid: int, needed: Iterable[str], scratch: str) -> None:
    """Become ``uid`` for good: no groups, no capabilities, no way back.

    ``needed`` stays readable, and ``scratch``, which must belong to ``uid`` already, writable.

    Raises:
        CannotStepDown: with the reason.
    """
    needed = [path for path in needed if os.path.exists(path)]
    try:
        hidden = covers(needed)
        if hidden:
            kernel.unshare(kernel.CLONE_NEWNS)
            kernel.mount("none", "/", "none", kernel.MS_REC | kernel.MS_PRIVATE)
            for folder, inside in hidden.items():
                _cover(folder, inside)
        os.chdir("/")
        _drop(uid)
    except OSError as error:
        raise CannotStepDown(error.strerror or str(error)) from error
    if 0 in (*os.getresuid(), *os.getresgid()) or os.getgroups():
        raise CannotStepDown("the process is still root")
    unreadable = [path for path in needed if not os.access(path, os.R_OK)]
    if unreadable:
        raise CannotStepDown(f"{unreadable[0]} may be read by root alone")
    if not os.access(scratch, os.W_OK | os.X_OK):
        raise CannotStepDown(f"the scratch folder {scratch} may be reached by root alone")


def _cover(folder: str, inside: list[str]) -> None:
    """Hide ``folder`` but for what lies at ``inside``, which is shown for reading only."""
    outermost = [path for path in inside if not any(path.startswith(f"{other}/") for other in inside)]
    held = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in dict.fromkeys(outermost)}
    safe = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("tmpfs", folder, "tmpfs", safe, _COVER_OPTIONS)
    for path, place in held.items():
        if os.path.isdir(f"/proc/self/fd/{place}"):
            os.makedirs(path, mode=0o755, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644))
        kernel.mount(f"/proc/self/fd/{place}", path, "none", kernel.MS_BIND)
        kernel.mount("none", path, "none", kernel.MS_BIND | kernel.MS_REMOUNT | kernel.MS_RDONLY | safe)
        os.close(place)
    kernel.mount("none", folder, "none", kernel.MS_REMOUNT | kernel.MS_RDONLY | safe, _COVER_OPTIONS)


def _drop(uid: int) -> None:
    kernel.process_control(kernel.PR_CAP_AMBIENT, kernel.PR_CAP_AMBIENT_CLEAR_ALL)
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            kernel.process_control(kernel.PR_CAPBSET_DROP, capability)
        except OSError:
            break
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    # Leaving root for good empties the permitted and effective sets as well.
    os.setresuid(uid, uid, uid)
    kernel.process_control(kernel.PR_SET_NO_NEW_PRIVS, 1)
