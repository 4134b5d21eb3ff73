# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Landlock: which files a process may reach, kept by the kernel whatever the process does.

Every version of Landlock is used as far as it goes; what an older one cannot cover is denied by seccomp
(see ``rules``). See: https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import os
import stat
import struct

from sidelight.sandbox.child import kernel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# The three calls have the same numbers on every processor.
_CREATE_RULESET = 444
_ADD_RULE = 445
_RESTRICT_SELF = 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
# A program that tries a door a million times shall not fill the machine's log.
_UNLOGGED = 1
_UNLOGGED_SINCE = 7

EXECUTE = 1 << 0
WRITE_FILE = 1 << 1
READ_FILE = 1 << 2
READ_DIR = 1 << 3
REMOVE_DIR = 1 << 4
REMOVE_FILE = 1 << 5
MAKE_DIR = 1 << 7
MAKE_REG = 1 << 8
MAKE_SYM = 1 << 12
REFER = 1 << 13
TRUNCATE = 1 << 14
IOCTL_DEV = 1 << 15
RESOLVE_UNIX = 1 << 16

_FIRST_VERSION = (1 << 13) - 1
_SINCE = ((2, REFER), (3, TRUNCATE), (5, IOCTL_DEV), (9, RESOLVE_UNIX))
_FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

LOOK = READ_FILE | READ_DIR
RUN = LOOK | EXECUTE
WORK = LOOK | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE


def version() -> int:
    """The newest Landlock that this kernel speaks; 0 where there is none."""
    try:
        return kernel.system_call(_CREATE_RULESET, None, 0, _ASK_VERSION)
    except OSError:
        return 0


def handled(abi: int) -> int:
    """Every right over files that Landlock ``abi`` knows, as bits."""
    rights = _FIRST_VERSION
    for since, right in _SINCE:
        if abi >= since:
            rights |= right
    return rights


def restrict(abi: int, allowed: Iterable[tuple[str, int]]) -> None:
    """Allow the places given and deny every other, for this process and all that come of it.

    Network (from version 4), signals and abstract sockets out of the sandbox (from version 6) are denied
    whole.

    Args:
        abi: the version to use, at least 1.
        allowed: pairs of a path and the rights in it and below it; a path that is not there is passed over.

    Raises:
        OSError: the kernel refused, and nothing was restricted.
    """
    rights = handled(abi)
    network = 0b11 if abi >= 4 else 0
    scoped = 0b11 if abi >= 6 else 0
    words = (rights, network, scoped)[: 3 if abi >= 6 else 2 if abi >= 4 else 1]
    attributes = struct.pack(f"={len(words)}Q", *words)
    ruleset = kernel.system_call(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for path, access in allowed:
            _allow(ruleset, path, access & rights)
        kernel.system_call(_RESTRICT_SELF, ruleset, _UNLOGGED if abi >= _UNLOGGED_SINCE else 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            access &= _FOR_FILES
        kernel.system_call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", access, place), 0)
    finally:
        os.close(place)
