# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Work that may take its process down, done in a child process of a renderer's worker.

Engines written in C or Rust can crash, run out of stack or ask for more memory than there is. A worker that
ends so loses what it has loaded, and its plugin's good name. Forking takes about 3 ms and keeps both; what
was made ready before the fork is there in the child.
"""

from __future__ import annotations

import faulthandler
import json
import os
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from sidelight.api.renderer import RenderError

_PICTURE, _REFUSAL, _FAULT = b"p", b"r", b"f"
_GLANCE_MS = 50
# glibc sets so much address space aside for a thread's small blocks.
_ARENA_MB = 128
_TOO_LONG = "This took longer than {seconds:g} seconds to draw and was given up."
_TOO_BIG = "Drawing this needs more than {memory_mb} MB of memory."
_CRASHED = "The engine that draws this crashed on it."


def apart(
    work: Callable[[], bytes],
    *,
    seconds: float,
    memory_mb: int,
    stack_mb: int = 64,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """What ``work()`` gives, done in a process of its own.

    ``memory_mb`` is what it may take beyond what this process holds, ``stack_mb`` how deep it may call.
    Where processes cannot be forked, it is done in a thread of this one, without these limits.

    Raises:
        RenderError: ``work`` raised it, crashed, took too long or too much memory, or nobody waits for it.
    """
    if not hasattr(os, "fork"):
        return _opened(_outcome(work, stack_mb))
    # The child may be held where it cannot look at itself any more.
    held = _held()
    incoming, outgoing = os.pipe()
    try:
        with warnings.catch_warnings():
            # From Python 3.12 on forking beside threads warns; the child takes no lock that others hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
    except OSError:
        os.close(incoming)
        os.close(outgoing)
        return _opened(_outcome(work, stack_mb))
    if child == 0:
        _in_child(work, outgoing, seconds, held + (memory_mb << 20), stack_mb)
    os.close(outgoing)
    late = False
    answer = bytearray()
    try:
        late = not _read_all(incoming, answer, time.monotonic() + seconds, cancelled)
    finally:
        os.close(incoming)
        if late or not answer:
            _kill(child)
        _, status = os.waitpid(child, 0)
    if late:
        raise RenderError(_TOO_LONG.format(seconds=seconds))
    if os.waitstatus_to_exitcode(status) != 0 or not answer:
        raise RenderError(_explain(os.waitstatus_to_exitcode(status), seconds, memory_mb))
    return _opened(bytes(answer))


def _read_all(source: int, into: bytearray, deadline: float, cancelled: Callable[[], bool]) -> bool:
    """Take in all that comes until the other end closes. False if time ran out first."""
    poll = select.poll()
    poll.register(source, select.POLLIN | select.POLLHUP)
    while True:
        left = (deadline - time.monotonic()) * 1000
        if left <= 0 or cancelled():
            return False
        if poll.poll(min(left, _GLANCE_MS)):
            piece = os.read(source, 1 << 20)
            if not piece:
                return True
            into += piece


def _in_child(work: Callable[[], bytes], outgoing: int, seconds: float, memory: int, stack_mb: int) -> None:
    """Never returns: whatever the child inherited is neither closed nor written a second time."""
    try:
        # What an engine says while it falls goes nowhere: the sentence for a person is made outside.
        faulthandler.disable()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        _limit(seconds, memory + (stack_mb + _ARENA_MB << 20))
        left = memoryview(_outcome(work, stack_mb))
        while left:
            left = left[os.write(outgoing, left) :]
        os._exit(0)
    finally:
        os._exit(1)


def _held() -> int:
    """The address space of this process, in bytes; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _limit(seconds: float, memory: int) -> None:
    """Bound the processor time and the address space of this process, in bytes."""
    try:
        import resource
    except ImportError:
        return
    wishes = [(resource.RLIMIT_CPU, int(seconds) + 2), (resource.RLIMIT_CORE, 0)]
    if sys.platform == "linux":
        wishes.append((resource.RLIMIT_AS, memory))
    for which, value in wishes:
        hardest = resource.getrlimit(which)[1]
        bound = value if hardest == resource.RLIM_INFINITY else min(value, hardest)
        resource.setrlimit(which, (bound, hardest))


def _outcome(work: Callable[[], bytes], stack_mb: int) -> bytes:
    """What came of the work, with a mark before it that says which kind it is."""
    outcome = [_FAULT]

    def run() -> None:
        try:
            outcome[0] = _PICTURE + work()
        except RenderError as refusal:
            outcome[0] = _REFUSAL + json.dumps([str(refusal), refusal.line]).encode()
        except MemoryError:
            outcome[0] = _FAULT + b"memory"
        except BaseException as fault:
            # Rust's panics come as BaseException, and no thread above would be told of any of them.
            outcome[0] = _FAULT + f"{type(fault).__name__}: {fault}".encode("utf-8", "replace")[:2000]

    before = threading.stack_size(stack_mb << 20)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    return outcome[0]


def _opened(outcome: bytes) -> bytes:
    mark, rest = outcome[:1], outcome[1:]
    if mark == _PICTURE:
        return rest
    if mark == _REFUSAL:
        message, line = json.loads(rest)
        raise RenderError(message, line)
    words = rest.decode("utf-8", "replace")
    if words == "memory":
        raise RenderError("Drawing this needs more memory than it may have.")
    raise RenderError(f"The engine that draws this gave up on it ({words})." if words else _CRASHED)


def _explain(code: int, seconds: float, memory_mb: int) -> str:
    """Why the child ended without an answer, as far as its exit status tells."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _TOO_LONG.format(seconds=seconds)
    return _TOO_BIG.format(memory_mb=memory_mb) if code == -signal.SIGABRT else _CRASHED


def _kill(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
