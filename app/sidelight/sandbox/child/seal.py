# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The one-way door: after ``seal`` this process and its children can do what the plan allows and no more."""

from __future__ import annotations

import os
import resource

from sidelight.sandbox.child import filter as seccomp
from sidelight.sandbox.child import kernel, landlock, rules
from sidelight.sandbox.child.plan import Plan
from sidelight.sandbox.child.syscalls import PROCESSORS

# What is written to these would stir the machine's randomness; zeros mapped for writing are memory that is in
# nobody's account.
_ONLY_READ = ("/dev/random", "/dev/urandom", "/dev/zero")
# Headroom over the memory limit, for address space that is reserved and never touched. The supervisor watches
# what is really used; this only stops one great leap between two looks.
_RESERVED = 3
# Timers and queued signals, which a user's programs all draw from one stock.
_SIGNALS = 4096
_MAPPED_EXTRA = 1 << 30


class CannotSeal(Exception):
    """Something that the sandbox needs is missing here."""


def seal(plan: Plan) -> int:
    """Give up every right that the plan does not name.

    Returns:
        The Landlock version in force.

    Raises:
        CannotSeal: this kernel or processor lacks a layer.
        OSError: the kernel refused a step.
    """
    machine = os.uname().machine
    processor = PROCESSORS.get(machine)
    if processor is None:
        raise CannotSeal(f"seccomp rules for the processor {machine} are not known")
    abi = min(landlock.version(), plan["abi_ceiling"])
    if abi < 1:
        raise CannotSeal("this kernel has no Landlock")
    kernel.process_control(kernel.PR_SET_PDEATHSIG, kernel.SIGKILL)
    _close_others(plan["keep"])
    limit(plan)
    kernel.process_control(kernel.PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(abi, _places(plan))
    allowed = rules.build(
        landlock=abi,
        enclosed=plan["enclosed"],
        pid=os.getpid(),
        graphics=bool(plan["graphics"]),
        engine=plan["page"],
    )
    seccomp.install(seccomp.compose(processor, allowed))
    return abi


def _places(plan: Plan) -> list[tuple[str, int]]:
    places = [(path, landlock.RUN) for path in plan["runnable"]]
    places += [(path, landlock.LOOK) for path in plan["readable"]]
    for device in plan["devices"]:
        write = 0 if device in _ONLY_READ else landlock.WRITE_FILE
        places.append((device, landlock.READ_FILE | write))
    drawing = landlock.READ_FILE | landlock.WRITE_FILE | landlock.IOCTL_DEV
    places += [(device, drawing) for device in plan["graphics"]]
    places.append((plan["scratch"], landlock.WORK))
    return places


def _close_others(keep: list[int]) -> None:
    kept = sorted({0, 1, 2, *keep})
    for before, after in zip(kept, [*kept[1:], 1 << 20], strict=True):
        os.closerange(before + 1, after)


def limit(plan: Plan) -> None:
    """Set the limits that the system keeps for every process."""
    limits: dict[int, int | None] = {
        resource.RLIMIT_CPU: plan["cpu"],
        resource.RLIMIT_NPROC: plan["tasks"],
        resource.RLIMIT_NOFILE: plan["open_files"],
        resource.RLIMIT_FSIZE: plan["file_size"],
        resource.RLIMIT_DATA: plan["memory"] * _RESERVED + _MAPPED_EXTRA,
        # Not 0: a machine that hands crashes to a program of its own would still start that, each time.
        resource.RLIMIT_CORE: 1,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: _SIGNALS,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_NICE: 0,
    }
    for kind, wanted in limits.items():
        if wanted is None:
            continue
        hardest = resource.getrlimit(kind)[1]
        value = wanted if hardest == resource.RLIM_INFINITY else min(wanted, hardest)
        resource.setrlimit(kind, (value, value))
