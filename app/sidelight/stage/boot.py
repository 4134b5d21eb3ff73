# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Runs one unmodified script on the stage, and ends the way Python itself would.

Nothing heavy is imported here: a toolkit's stand-in comes with the script's own import of it.
"""

from __future__ import annotations

import atexit
import builtins
import os
import sys
import threading
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, NoReturn

from sidelight.stage import hooks, warming
from sidelight.stage.channel import Channel
from sidelight.stage.ring import RingWriter
from sidelight.stage.screen import Screen

RING_VARIABLE = "SIDELIGHT_RING_FD"
CHANNEL_VARIABLE = "SIDELIGHT_STAGE_FD"

# Python hides its import machinery itself, but not where a loader of ours stands in between.
_HIDDEN_FILES = (str(Path(__file__).parent) + os.sep, "<frozen importlib.")
_CANNOT_OPEN = 2
"""Python's own exit code for a script that cannot be read."""


def main(
    script_path: str, args: list[str], wait: Callable[[], tuple[str, list[str]]] | None = None
) -> NoReturn:
    """Runs the script as ``__main__`` with ``args`` and ends the process with its exit code.

    Without the descriptors named in the environment the script runs too, unseen and not paced. With ``wait``
    everything is made ready first, and the script and its arguments are those that it comes back with.
    """
    screen = _screen()
    hooks.install(screen)
    if wait is not None:
        warming.warm(screen)
        script_path, args = wait()
    _hide_elsewhere()
    sys.argv = [script_path, *args]
    folder = str(Path(script_path).resolve().parent)
    if not sys.path or sys.path[0] != folder:
        sys.path.insert(0, folder)
    code = _run(script_path)
    _end_like_python()
    screen.exit(code)
    raise AssertionError("the process has ended")


def _screen() -> Screen:
    ring_fd = os.environ.pop(RING_VARIABLE, "")
    channel_fd = os.environ.pop(CHANNEL_VARIABLE, "")
    ring = RingWriter(int(ring_fd)) if ring_fd else None
    # The app has gone: nobody is left to show anything to.
    channel = Channel(int(channel_fd) if channel_fd else None, gone=lambda: os._exit(0))

    def leave(code: int) -> None:
        screen.farewell(code)
        _flush()
        os._exit(code & 0xFF)

    screen = Screen(ring, channel, leave)
    return screen


def _run(script_path: str) -> int:
    """The exit code that Python would give the script."""
    try:
        source = Path(script_path).read_bytes()
    except OSError as error:
        reason = f"[Errno {error.errno}] {error.strerror}"
        print(f"{sys.executable}: can't open file '{script_path}': {reason}", file=sys.stderr)
        return _CANNOT_OPEN
    try:
        # Not runpy, which takes the module away again: threads and exit functions still need it.
        main_module = _main_module(script_path)
        exec(compile(source, script_path, "exec", dont_inherit=True), main_module.__dict__)
    except SystemExit as end:
        if end.code is None:
            return 0
        if isinstance(end.code, int):
            return end.code
        print(end.code, file=sys.stderr)
        return 1
    except BaseException as error:
        _hide_stage(error)
        sys.excepthook(type(error), error, error.__traceback__)
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


def _main_module(script_path: str) -> ModuleType:
    """A new ``__main__`` with what the interpreter would have put into it."""
    module = ModuleType("__main__")
    module.__dict__.update(
        __file__=script_path,
        __loader__=SourceFileLoader("__main__", script_path),
        __builtins__=builtins,
        __annotations__={},
        __cached__=None,
    )
    sys.modules["__main__"] = module
    return module


def _hide_elsewhere() -> None:
    """Leaves the stage out of what is printed of errors in callbacks and threads, too."""
    in_callback, in_thread = sys.unraisablehook, threading.excepthook

    def unraisable(given: Any) -> None:
        _unlink_stage(given.exc_traceback)
        in_callback(given)

    def thread(given: Any) -> None:
        _unlink_stage(given.exc_traceback)
        in_thread(given)

    sys.unraisablehook, threading.excepthook = unraisable, thread


def _unlink_stage(trace: TracebackType | None) -> None:
    """Takes the stage's frames out of a traceback that begins in the script."""
    while trace is not None:
        after = trace.tb_next
        while after is not None and after.tb_frame.f_code.co_filename.startswith(_HIDDEN_FILES):
            after = after.tb_next
        trace.tb_next = after
        trace = after


def _hide_stage(error: BaseException) -> None:
    """Leaves in the tracebacks of an error, and of those behind it, only what a plain run would show."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        found.__traceback__ = _without_stage(found.__traceback__)
        waiting += [found.__cause__, found.__context__]
        if isinstance(found, BaseExceptionGroup):
            waiting += found.exceptions


def _without_stage(trace: TracebackType | None) -> TracebackType | None:
    kept = []
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not file.startswith(_HIDDEN_FILES):
            kept.append(trace)
        trace = trace.tb_next
    result: TracebackType | None = None
    for one in reversed(kept):
        result = TracebackType(result, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return result


def _end_like_python() -> None:
    """What the interpreter does before it lets go: waits for threads, then calls the exit functions."""
    # There is no public name for waiting as the interpreter does; joining by hand is the same for ordinary
    # threads.
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()  # noqa: SLF001 - the process ends past the interpreter, which would call them


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            # A closed or replaced stream is the script's own affair.
            pass
