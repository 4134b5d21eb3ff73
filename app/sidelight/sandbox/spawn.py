# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Starting the child from the supervisor: its descriptors, its user, and the command that becomes it."""

from __future__ import annotations

import fcntl
import os
import resource

from sidelight.sandbox.child import handing, kernel
from sidelight.sandbox.child.plan import PLAN_FD, READY_FD, REFUSED_EXIT, TASKS_MEANWHILE
from sidelight.sandbox.order import Order
from sidelight.sandbox.privileges import CannotStepDown, step_down
from sidelight.sandbox.tree import tasks_of_user

_ABOVE_ALL_FIXED = 20
# However many processes a program keeps busy, a window comes first. Where nobody else works it costs nothing.
_NICE = 10


class Child:
    """The child's process id, and our ends of its pipes."""

    __slots__ = ("pid", "ready", "stderr", "stdout")

    def __init__(self, pid: int, stdout: int, stderr: int, ready: int) -> None:
        self.pid = pid
        self.stdout = stdout
        self.stderr = stderr
        self.ready = ready


def spawn(order: Order, uid: int | None, channels: dict[int, int]) -> Child:
    """Start the child.

    Args:
        order: the command, its environment and its plan.
        uid: the user to step down to, or ``None`` to stay who we are.
        channels: further descriptors of ours by the number that each has in the child.
    """
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    ready_read, ready_write = handing.pair() if order["sized"] else os.pipe()
    plan = os.memfd_create("plan", os.MFD_CLOEXEC)
    with os.fdopen(os.dup(plan), "wb") as file:
        file.write(order["plan"])
    os.lseek(plan, 0, os.SEEK_SET)
    nothing = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
    given = {0: nothing, 1: out_write, 2: err_write, PLAN_FD: plan, READY_FD: ready_write, **channels}
    tasks = most_tasks(order, uid)
    if tasks is not None and order["waiting"] and uid is None:
        # The user's others come and go until there is a program; then it is said again.
        tasks += TASKS_MEANWHILE
    supervisor = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become(order, uid, given, supervisor, tasks)
    for descriptor in (out_write, err_write, ready_write, plan, nothing, *channels.values()):
        os.close(descriptor)
    return Child(pid, out_read, err_read, ready_read)


def _become(order: Order, uid: int | None, given: dict[int, int], supervisor: int, tasks: int | None) -> None:
    """In the forked child: never returns."""
    try:
        # Out of the way of the fixed numbers first, so that none of them overwrites another.
        high = {number: fcntl.fcntl(one, fcntl.F_DUPFD, _ABOVE_ALL_FIXED) for number, one in given.items()}
        for number, one in high.items():
            os.dup2(one, number, inheritable=True)
        os.closerange(max(high) + 1, 1 << 20)
        try:
            os.setsid()
            _prefer_for_ending()
            os.nice(_NICE)
            if uid is not None:
                step_down(uid, order["needed"], order["scratch"])
            if tasks is not None:
                _allow_tasks(tasks)
            # After stepping down: a change of user clears it.
            kernel.process_control(kernel.PR_SET_PDEATHSIG, kernel.SIGKILL)
            if os.getppid() != supervisor:
                os._exit(REFUSED_EXIT)
            os.execve(order["command"][0], order["command"], order["environment"])
        except CannotStepDown as error:
            os.write(
                READY_FD,
                f"refused a program may not run as root, and there is no way to step down ({error})".encode()[
                    :4000
                ],
            )
        except OSError as error:
            os.write(READY_FD, f"refused {order['command'][0]}: {error.strerror}".encode()[:4000])
    finally:
        os._exit(REFUSED_EXIT)


def most_tasks(order: Order, uid: int | None) -> int | None:
    """What RLIMIT_NPROC of the child should be now; ``None`` where it counts those tasks itself.

    Without namespaces a user's tasks are counted together, so those that are there already come on top.
    """
    if order["enclosed"]:
        return None
    return order["processes"] + (tasks_of_user(os.getuid()) if uid is None else 0)


def _allow_tasks(count: int) -> None:
    hardest = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    value = count if hardest == resource.RLIM_INFINITY else min(count, hardest)
    resource.setrlimit(resource.RLIMIT_NPROC, (value, value))


def _prefer_for_ending() -> None:
    """When the machine runs out of memory, this process goes first."""
    try:
        descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    except OSError:
        return
    try:
        os.write(descriptor, b"1000")
    except OSError:
        pass
    finally:
        os.close(descriptor)
