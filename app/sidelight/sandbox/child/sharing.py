# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Interpreters inside the sandbox import this at their start, and would start 5 ms later with pathlib; and
# what the standard library does not offer to be changed can only be changed behind its back.
# ruff: noqa: PTH103, PTH108, SLF001
"""Locks and memory shared among a program's own processes, without the machine's ``/dev/shm``.

``multiprocessing`` asks the C library for semaphores and memory that have names in ``/dev/shm``, where every
program of the machine meets. Here both lie in files of its scratch folder, and so does memory that processes
inherit from each other: what is in a file can be counted. The semaphores are the C library's own
(``sem_init`` with memory that is shared), so waiting costs nothing and works across processes.

This module stands alone: interpreters that the program starts load it by its path.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

FOLDER = ".shared"
"""Where named things lie, in the temporary folder of the program."""

_SEMAPHORE_BYTES = 64
_SHEET_BYTES = 1 << 16
_PAGE = 4096
_MAP_SHARED = 1
_MAP_PRIVATE = 2
_MAP_NO_FILE = 0x20
_EXECUTABLE = 4
_MOST = 2**31 - 1
_RECURSIVE = 0


def install(folder: str) -> None:
    """Let ``multiprocessing`` use this module, once somebody imports it.

    Args:
        folder: where named things shall lie.
    """
    sys.meta_path.insert(0, _Finder(folder))


class _Finder:
    """Finds the modules that need a change as they are, and changes them once they are loaded."""

    def __init__(self, folder: str) -> None:
        self._changes: dict[str, Callable[[Any], None]] = {
            "mmap": lambda module: _share_maps(module, folder),
            "_multiprocessing": lambda module: _share_semaphores(module, folder),
            "_posixshmem": lambda module: _share_memory(module, folder),
            "multiprocessing.heap": lambda module: _share_arrays(module, folder),
            "multiprocessing.context": _prefer_forking,
            "multiprocessing.util": _start_plainly,
        }

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module as another finder finds it, with our change to follow; ``None`` for all others."""
        change = self._changes.get(name)
        if change is None:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _Changing(spec.loader, change)  # type: ignore[assignment]
                return spec
        return None


class _Changing:
    """A loader that loads as another does and then lets ``change`` at the module."""

    def __init__(self, loader: Any, change: Callable[[Any], None]) -> None:
        self._loader = loader
        self._change = change

    def exec_module(self, module: ModuleType) -> None:
        """Load the module and change it."""
        self._loader.exec_module(module)
        self._change(module)

    def __getattr__(self, name: str) -> Any:
        """All else is as the other loader has it."""
        return getattr(self._loader, name)


def _share_semaphores(module: Any, folder: str) -> None:
    """Put a semaphore class into ``_multiprocessing`` that keeps to ``folder``."""
    import ctypes
    import errno
    import mmap
    import threading
    import time

    libc = ctypes.CDLL(None, use_errno=True)
    for name, more in {
        "sem_init": (ctypes.c_int, ctypes.c_uint),
        "sem_wait": (),
        "sem_trywait": (),
        "sem_timedwait": (ctypes.c_void_p,),
        "sem_post": (),
        "sem_getvalue": (ctypes.c_void_p,),
    }.items():
        getattr(libc, name).argtypes = (ctypes.c_void_p, *more)

    class Sheet:
        """Room for many semaphores without names: one file for all, and none of it used twice."""

        def __init__(self) -> None:
            self.memory = mmap.mmap(-1, _SHEET_BYTES)
            self.owner = os.getpid()
            self.used = 0

    sheets: list[Sheet] = []

    def room() -> tuple[Any, int]:
        """Memory for a semaphore without a name, and where in it."""
        # A process that was forked from another starts a sheet of its own: both would use the same room.
        if not sheets or sheets[0].owner != os.getpid() or sheets[0].used == _SHEET_BYTES:
            sheets[:] = [Sheet()]
        sheets[0].used += _SEMAPHORE_BYTES
        return sheets[0].memory, sheets[0].used - _SEMAPHORE_BYTES

    class Moment(ctypes.Structure):
        _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))

    def failed() -> OSError:
        number = ctypes.get_errno()
        return OSError(number, os.strerror(number))

    class SemLock:
        """What ``_multiprocessing.SemLock`` is, by the same names."""

        SEM_VALUE_MAX = _MOST

        def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
            if not 0 <= value <= maxvalue <= _MOST:
                raise ValueError("a semaphore cannot have this value")
            self._open(kind, maxvalue, None if unlink else name, make=True)
            if libc.sem_init(self._place, 1, value) != 0:
                raise failed()

        def _open(self, kind: int, maxvalue: int, name: str | None, *, make: bool) -> None:
            self.kind, self.maxvalue, self.name = kind, maxvalue, name
            self._count_here = 0
            self._owner = 0
            at = 0
            if name is None:
                self._memory, at = room()
            else:
                descriptor = _open_shared(folder, name, os.O_RDWR | (os.O_CREAT | os.O_EXCL) * make, 0o600)
                try:
                    if make:
                        os.ftruncate(descriptor, _SEMAPHORE_BYTES)
                    self._memory = mmap.mmap(descriptor, _SEMAPHORE_BYTES)
                finally:
                    os.close(descriptor)
            self._place = ctypes.addressof(ctypes.c_char.from_buffer(self._memory, at))
            self.handle = self._place

        @classmethod
        def _rebuild(cls, _handle: int, kind: int, maxvalue: int, name: str | None) -> SemLock:
            if name is None:
                raise ValueError("a lock without a name is shared by forking alone")
            lock = cls.__new__(cls)
            lock._open(kind, maxvalue, name, make=False)
            return lock

        def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
            if self.kind == _RECURSIVE and self._is_mine():
                self._count_here += 1
                return True
            if not self._wait(block, timeout):
                return False
            self._count_here += 1
            self._owner = threading.get_ident()
            return True

        __enter__ = acquire

        def _wait(self, block: bool, timeout: float | None) -> bool:
            if libc.sem_trywait(self._place) == 0:
                return True
            if not block or (timeout is not None and timeout <= 0):
                return False
            due = time.time() + (timeout or 0)
            moment = Moment(int(due), int(due % 1 * 1e9))
            wait = libc.sem_wait if timeout is None else libc.sem_timedwait
            where = (self._place,) if timeout is None else (self._place, ctypes.addressof(moment))
            # A signal interrupts the waiting; its Python handler runs between two rounds.
            while wait(*where) != 0:
                if ctypes.get_errno() == errno.ETIMEDOUT:
                    return False
                if ctypes.get_errno() != errno.EINTR:
                    raise failed()
            return True

        def release(self) -> None:
            if self.kind == _RECURSIVE:
                if not self._is_mine():
                    raise AssertionError("attempt to release recursive lock not owned by thread")
                if self._count_here > 1:
                    self._count_here -= 1
                    return
            elif self._get_value() >= self.maxvalue:
                raise ValueError("semaphore or lock released too many times")
            if libc.sem_post(self._place) != 0:
                raise failed()
            self._count_here -= 1

        def __exit__(self, *_: object) -> None:
            self.release()

        def _get_value(self) -> int:
            value = ctypes.c_int()
            if libc.sem_getvalue(self._place, ctypes.addressof(value)) != 0:
                raise failed()
            return max(0, value.value)

        def _count(self) -> int:
            return self._count_here

        def _is_mine(self) -> bool:
            return self._count_here > 0 and self._owner == threading.get_ident()

        def _is_zero(self) -> bool:
            return self._get_value() == 0

        def _after_fork(self) -> None:
            self._count_here = 0

    module.SemLock = SemLock
    module.sem_unlink = lambda name: _unlink_shared(folder, name)


def _share_maps(module: Any, folder: str) -> None:
    """Let memory that is to be inherited lie in a file without a name."""
    plain = module.mmap

    class mmap(plain):  # type: ignore[misc, valid-type]  # noqa: N801 - it stands in for this very name
        __doc__ = plain.__doc__

        def __new__(cls, fileno: int, length: int, *args: Any, **more: Any) -> Any:
            options = dict(zip(("flags", "prot", "access", "offset"), args, strict=False)) | more
            flags = options.get("flags", _MAP_SHARED)
            inherited = flags & _MAP_SHARED and options.get("access") != module.ACCESS_COPY
            if fileno != -1 or length <= 0 or not inherited:
                return super().__new__(cls, fileno, length, *args, **more)
            if options.get("prot", 0) & _EXECUTABLE:
                # Code is made for oneself, and a disk may refuse to hold any.
                options["flags"] = flags & ~_MAP_SHARED | _MAP_PRIVATE | _MAP_NO_FILE
                return super().__new__(cls, -1, length, **options)
            descriptor = _open_unnamed(folder)
            try:
                os.ftruncate(descriptor, -(-length // _PAGE) * _PAGE)
                if "flags" in options:
                    options["flags"] = flags & ~_MAP_NO_FILE
                return super().__new__(cls, descriptor, length, **options)
            finally:
                os.close(descriptor)

    mmap.__module__, mmap.__qualname__ = "mmap", "mmap"
    module.mmap = mmap


def _open_unnamed(folder: str) -> int:
    os.makedirs(folder, mode=0o700, exist_ok=True)
    for number in range(1 << 30):
        place = f"{folder}/.{os.getpid()}-{number}"
        try:
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            continue
        os.unlink(place)
        return descriptor
    raise OSError("there is no name left")


def _share_memory(module: Any, folder: str) -> None:
    """Let ``multiprocessing.shared_memory`` keep its blocks in ``folder``."""
    module.shm_open = lambda path, flags, mode=0o777: _open_shared(folder, path, flags, mode)
    module.shm_unlink = lambda path: _unlink_shared(folder, path)


def _share_arrays(module: Any, folder: str) -> None:
    """Let ``multiprocessing.Array`` and ``Value`` lie in ``folder``."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    # Absent where the system's own way is another one.
    if hasattr(module.Arena, "_dir_candidates"):
        module.Arena._dir_candidates = [folder]


def _prefer_forking(module: Any) -> None:
    """Fork, as every Python before 3.14 did: its newer default needs a socket with a name."""
    chosen = module._default_context
    if chosen._actual_context is None:
        chosen._default_context = module._concrete_contexts["fork"]


def _start_plainly(module: Any) -> None:
    """Start further interpreters as by hand, not as bare as the one that the sandbox was entered with."""
    module._args_from_interpreter_flags = list


def _open_shared(folder: str, name: str, flags: int, mode: int) -> int:
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return os.open(_path(folder, name), flags | os.O_CLOEXEC | os.O_NOFOLLOW, mode)


def _unlink_shared(folder: str, name: str) -> None:
    os.unlink(_path(folder, name))


def _path(folder: str, name: str) -> str:
    plain = name.lstrip("/")
    if not plain or "/" in plain:
        raise ValueError(f"this is no name for something shared: {name!r}")
    return f"{folder}/{plain}"
