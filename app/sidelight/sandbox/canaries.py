# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The attacks of the self-test. This file is run as a stranger's program, inside the sandbox.

It is told its targets as JSON and prints one line of JSON for each attack that it made.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PTRACE_SEIZE = 0x4206
_IO_URING_SETUP = 425


class Held(Exception):
    """The attack met a wall that raises no error of its own."""


def read_home(target: dict[str, Any]) -> None:
    """Read a file in the user's home folder."""
    Path(target["secret"]).read_text(encoding="utf-8")


def write_outside(target: dict[str, Any]) -> None:
    """Write a file outside the scratch folder."""
    Path(target["outside"]).write_text("written", encoding="utf-8")


def read_environment(target: dict[str, Any]) -> None:
    """Read the environment of the application."""
    Path(f"/proc/{target['pid']}/environ").read_bytes()


def connect_tcp(target: dict[str, Any]) -> None:
    """Open a TCP connection."""
    socket.create_connection(("127.0.0.1", target["tcp"]), timeout=2).close()


def send_udp(target: dict[str, Any]) -> None:
    """Send a UDP datagram."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"canary", ("127.0.0.1", target["udp"]))


def connect_unix(target: dict[str, Any]) -> None:
    """Connect to a Unix socket by its path."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sender:
        sender.connect(target["unix"])


def send_from_pair(target: dict[str, Any]) -> None:
    """Send to a Unix socket from a pair of datagram sockets."""
    for one in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        with one:
            one.sendto(b"canary", target["datagram"])


def connect_abstract(target: dict[str, Any]) -> None:
    """Connect to an abstract Unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sender:
        sender.connect("\0" + target["abstract"])


def signal_application(target: dict[str, Any]) -> None:
    """Send a signal to the application."""
    os.kill(target["pid"], 0)
    try:
        stat = Path(f"/proc/{target['pid']}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    if stat.rpartition(")")[2].split()[19] != target["born"]:
        raise Held("in its own namespace that number is another process")


def trace_application(target: dict[str, Any]) -> None:
    """Attach to the application as a debugger."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    if libc.ptrace(_PTRACE_SEIZE, target["pid"], None, None) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def queue_around(_target: dict[str, Any]) -> None:
    """Make system calls through io_uring."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    parameters = ctypes.create_string_buffer(120)
    if libc.syscall(ctypes.c_long(_IO_URING_SETUP), ctypes.c_long(2), parameters) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def fork_beyond(target: dict[str, Any]) -> None:
    """Start more processes than allowed."""
    started = []
    try:
        for _ in range(target["processes"] + 8):
            pid = os.fork()
            if pid == 0:
                signal.pause()
            started.append(pid)
    finally:
        for pid in started:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


ATTACKS: tuple[Callable[[dict[str, Any]], None], ...] = (
    read_home,
    write_outside,
    read_environment,
    connect_tcp,
    send_udp,
    connect_unix,
    send_from_pair,
    connect_abstract,
    signal_application,
    trace_application,
    queue_around,
    fork_beyond,
)
"""The last one may cost the run its life, so it comes last."""


def title(attack: Callable[[dict[str, Any]], None]) -> str:
    """The attack in plain words."""
    return (attack.__doc__ or attack.__name__).removesuffix(".")


def main() -> None:
    """Try everything and say how it went."""
    target = json.loads(sys.argv[1])
    for attack in ATTACKS:
        if attack.__name__ not in target.get("only", (attack.__name__,)):
            continue
        try:
            attack(target)
        except (OSError, Held) as error:
            told = {"name": title(attack), "held": True, "detail": str(error)}
        else:
            told = {"name": title(attack), "held": False, "detail": "it succeeded"}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
