# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running something as an ordinary user when the tests run as root, wherever the repository lies.

``command(uid, program, …)`` gives arguments for a process that shows the interpreter and the repository to
that user, in a mount namespace of its own if they lie in a folder that only root may enter, becomes that user
for good, and then is the program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def command(uid: int, *program: str) -> list[str]:
    """What to run so that ``program`` runs as ``uid``."""
    return [sys.executable, __file__, str(uid), *program]


def _become(uid: int) -> None:
    from sidelight.sandbox import privileges
    from sidelight.sandbox.child import kernel

    needed = [sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve()), str(REPOSITORY)]
    hidden = privileges.covers(needed)
    if hidden:
        kernel.unshare(kernel.CLONE_NEWNS)
        kernel.mount("none", "/", "none", kernel.MS_REC | kernel.MS_PRIVATE)
        for folder, inside in hidden.items():
            privileges._cover(folder, inside)
    os.chdir("/")
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


if __name__ == "__main__":
    _become(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
