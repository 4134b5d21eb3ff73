# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A run where the system itself keeps the tree of processes together: two pipes, a clock, and a watchdog.

It asks nothing of the system but threads and pipes, so it is the same on all of them.
"""

from __future__ import annotations

import codecs
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Protocol, Self

from sidelight.domain.running import Level, LimitName, Limits, RunEnd
from sidelight.sandbox import plain_folder
from sidelight.sandbox.events import Ended, LimitHit, Output, RunEvent
from sidelight.sandbox.frames import Frame
from sidelight.sandbox.harmless import Cleaner
from sidelight.sandbox.program import CollectedFile

_LOOK_S = 0.05
_DISK_EVERY = 4
_PIECE = 32768
_LAST_WORDS_S = 2.0

Stream = Literal["stdout", "stderr"]


@dataclass(frozen=True, slots=True)
class Use:
    """What a tree of processes uses: memory now and at most, processor time, and how many there are."""

    memory_mb: float
    peak_mb: float
    cpu_s: float
    processes: int


class Confined(Protocol):
    """A tree of processes that a system started for us."""

    stdout: BinaryIO
    stderr: BinaryIO

    def ended(self) -> int | None:
        """The exit code of the first process, once it has ended."""

    def use(self) -> Use:
        """What the tree uses now."""

    def kill(self) -> int:
        """End every process of it; how many could not be."""


class PipedRun:
    """A program at work; see ``program.SandboxedRun``. There is no stage."""

    def __init__(self, confined: Confined, level: Level, limits: Limits, scratch: Path) -> None:
        self.level = level
        self.line: socket.socket | None = None
        self._confined = confined
        self._limits = limits
        self._scratch = scratch
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._bell, self._heard = socket.socketpair()
        self._bell.setblocking(False)
        self._heard.setblocking(False)
        self._pending: list[RunEvent] = []
        self._texts: dict[Stream, list[str]] = {"stdout": [], "stderr": []}
        self._seen = self._kept = 0
        self._stopping = threading.Event()
        self._end: RunEnd | None = None
        self._done = threading.Event()
        self._readers = [
            threading.Thread(target=self._read, args=("stdout", confined.stdout), daemon=True),
            threading.Thread(target=self._read, args=("stderr", confined.stderr), daemon=True),
        ]
        self._watcher = threading.Thread(target=self._watch, name="sandbox-watchdog", daemon=True)
        for thread in (*self._readers, self._watcher):
            thread.start()

    def fileno(self) -> int:
        """A descriptor that is readable when ``events`` has something to give."""
        return self._heard.fileno()

    def events(self) -> list[RunEvent]:
        """What happened since the last call. Never waits; ``Ended`` is the last and comes once."""
        with self._lock:
            try:
                self._heard.recv(4096)
            except OSError:
                pass
            pending, self._pending = self._pending, []
        return pending

    def latest_frame(self) -> Frame | None:
        """There is no stage here."""
        return None

    @property
    def swaps(self) -> int:
        """There is no stage here."""
        return 0

    def send(self, message: Mapping[str, object]) -> None:
        """There is no stage to tell anything."""

    def pause(self, on: bool) -> None:
        """There is no picture to hold at."""

    def pace(self, fps: float) -> None:
        """There is no picture to pace."""

    def stop(self) -> None:
        """End the program and all that came of it. ``Ended`` follows; a second call does nothing."""
        self._stopping.set()

    def wait(self, timeout_s: float | None = None) -> RunEnd:
        """Wait for the end. Events are kept for the next ``events``.

        Raises:
            TimeoutError: it has not ended in time.
        """
        if not self._done.wait(timeout_s) or self._end is None:
            raise TimeoutError("The program has not ended in time.")
        return self._end

    def files(self) -> list[CollectedFile]:
        """Nothing: these systems lack the calls that make collecting from a stranger's folder safe."""
        return []

    def close(self) -> None:
        """End the program if it still runs and give everything back. A second call does nothing."""
        self.stop()
        self._watcher.join()
        self._bell.close()
        self._heard.close()

    def __enter__(self) -> Self:
        """The run itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def _tell(self, event: RunEvent) -> None:
        with self._lock:
            self._pending.append(event)
            try:
                self._bell.send(b"!")
            except OSError:
                # It rings already.
                return

    def _read(self, stream: Stream, pipe: BinaryIO) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        cleaner = Cleaner()
        most = self._limits.output_kept_mb << 20
        while piece := pipe.read(_PIECE):
            with self._lock:
                kept = piece[: max(0, most - self._kept)]
                self._seen += len(piece)
                self._kept += len(kept)
            self._print(stream, cleaner.clean(decoder.decode(kept)))
        self._print(stream, cleaner.clean(decoder.decode(b"", final=True), final=True))

    def _print(self, stream: Stream, text: str) -> None:
        if text:
            self._texts[stream].append(text)
            self._tell(Output(stream, text))

    def _watch(self) -> None:
        limit: LimitName | None = None
        peak_mb, looks = 0.0, 0
        while (code := self._confined.ended()) is None and limit is None:
            if self._stopping.wait(_LOOK_S):
                break
            use = self._confined.use()
            peak_mb = max(peak_mb, use.peak_mb)
            looks += 1
            limit = self._passed(use, look_at_disk=looks % _DISK_EVERY == 0)
        if limit is not None:
            self._tell(LimitHit(limit))
        survivors = self._confined.kill()
        for reader in self._readers:
            reader.join(_LAST_WORDS_S)
        # Somebody whom nobody saw still holds a pipe open: that is one who got away, so it is told.
        survivors = max(survivors, int(any(reader.is_alive() for reader in self._readers)))
        for reader, pipe in zip(self._readers, (self._confined.stdout, self._confined.stderr), strict=True):
            if not reader.is_alive():
                pipe.close()
        plain_folder.remove(self._scratch)
        self._end = RunEnd(
            outcome="exited" if code is not None else "killed",
            exit_code=code,
            limit=limit,
            level=self.level,
            stdout="".join(self._texts["stdout"]),
            stderr="".join(self._texts["stderr"]),
            peak_memory_mb=peak_mb,
            duration_ms=(time.monotonic() - self._began) * 1000,
            survivors=survivors,
        )
        self._tell(Ended(self._end))
        self._done.set()

    def _passed(self, use: Use, *, look_at_disk: bool) -> LimitName | None:
        limits = self._limits
        if limits.seconds is not None and time.monotonic() - self._began > limits.seconds:
            return "wall"
        if limits.cpu_seconds is not None and use.cpu_s > limits.cpu_seconds:
            return "cpu"
        if use.memory_mb > limits.memory_mb:
            return "memory"
        if use.processes > limits.processes:
            return "processes"
        if self._seen > limits.output_mb << 20:
            return "output"
        if look_at_disk and plain_folder.too_much(
            self._scratch, most_bytes=limits.scratch_mb << 20, most_entries=limits.scratch_entries
        ):
            return "disk"
        return None
