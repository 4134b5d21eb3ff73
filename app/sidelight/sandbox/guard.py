# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The supervisor's own parent, which does nothing but outlive it.

Application, guard and supervisor watch each other: whichever two of them are killed at once, the third ends
the run. The guard is where the program's orphans arrive when the supervisor is gone, so it finds every one.
"""

from __future__ import annotations

import os

from sidelight.sandbox import scratch, tree
from sidelight.sandbox.child import kernel

_OPEN_FILES = 1 << 16


def divide(folder: str) -> int:
    """Split this process into a guard, which never returns, and a supervisor, which does.

    Args:
        folder: the scratch folder, which the guard removes if the supervisor cannot.

    Returns:
        In the supervisor, a descriptor that becomes readable when the guard is gone.
    """
    guard = os.pidfd_open(os.getpid())
    kernel.process_control(kernel.PR_SET_CHILD_SUBREAPER, 1)
    supervisor = os.fork()
    if supervisor == 0:
        # A signal to the guard's whole group shall not meet both.
        os.setsid()
        return guard
    try:
        # The channels above all: they end when the supervisor does.
        os.closerange(3, _OPEN_FILES)
        _stay(supervisor, folder)
    finally:
        os._exit(0)


def _stay(supervisor: int, folder: str) -> None:
    _pid, status = os.waitpid(supervisor, 0)
    if status != 0:
        tree.end(os.getpid(), _reap)
        scratch.remove(folder)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return
