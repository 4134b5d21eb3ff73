# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the child is told: where it may look and work, what it may use, and what it runs.

It travels over an inherited pipe, packed by ``marshal``: both ends are the same interpreter, and a child that
need not import ``json`` starts sooner.
"""

from __future__ import annotations

import marshal
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict
else:
    # Only the checker of types looks into it.
    TypedDict = dict

PLAN_FD = 3
READY_FD = 4
RING_FD = 5
STAGE_FD = 6
TEXT_FD = 7
LINE_FD = 8

TASKS_MEANWHILE = 1 << 16
"""So many more tasks are allowed to a spare among a user's others, as long as it has no program."""

REFUSED_EXIT = 126
"""The exit code of a child that could not be sealed. Not one line of the program has run then."""


class Plan(TypedDict):
    """``abi_ceiling``: use no newer Landlock than this. ``enclosed``: there are namespaces around the child.

    ``memory`` and ``file_size`` are bytes; ``cpu`` seconds or ``None``; ``tasks`` what RLIMIT_NPROC is set
    to, ``None`` to leave it as it is. With ``spare`` there is no script yet: see ``program``. With
    ``worker`` the script's file says which renderer to serve; with ``page`` it is a page of HTML. ``lay`` are
    the files that the child itself lays in a scratch folder which nobody outside can see; ``None`` where they
    lie there already.
    """

    runnable: list[str]
    readable: list[str]
    devices: list[str]
    graphics: list[str]
    scratch: str
    package: str
    site: list[str]
    script: str
    lay: dict[str, bytes] | None
    arguments: list[str]
    stage: bool
    spare: bool
    worker: bool
    page: bool
    keep: list[int]
    enclosed: bool
    abi_ceiling: int
    tasks: int | None
    cpu: int | None
    memory: int
    file_size: int
    open_files: int


def pack(plan: Plan) -> bytes:
    """The plan as bytes."""
    return marshal.dumps(dict(plan))


def receive(descriptor: int) -> Plan:
    """Read a plan to its end and close the descriptor.

    Raises:
        ValueError: these bytes are no plan.
    """
    with os.fdopen(descriptor, "rb") as pipe:
        plan: Plan = marshal.loads(pipe.read())
    return plan
