# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The last seconds of what a script drew, kept small, so that one can look back at them.

A frame is copied where it is seen and made into a JPEG on a thread of its own: of a picture of 640 x 480 the
copy takes 0.1 ms of the window's time, the JPEG 1 ms of the thread's. All views share that thread and what it
can do in a second, so eight of them are kept less often than one.
"""

from __future__ import annotations

import io
import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sidelight.sandbox.frames import Frame

KEPT_S = 8.0
MOST_BYTES = 48 << 20
"""Of one run; JPEGs of 640 x 480 come to a tenth of it, and noise in a large window to all."""
MOST_FPS = 30.0
PIXELS_A_SECOND = 20e6
"""What all runs together may have kept: about a tenth of one processor's time."""
WAITING = 2
"""Copies that may wait to be developed; while there are more, frames are let go."""
QUALITY = 90
NICENESS = 10


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One kept frame: the second of the run at which it was seen, its number, its size, and a JPEG of it."""

    at_s: float
    seq: int
    width: int
    height: int
    jpeg: bytes


class Darkroom:
    """The thread on which frames are developed; it begins with the first of them."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._busy: dict[int, float] = {}

    def interval_s(self, client: int, pixels: int, now_s: float) -> float:
        """How far apart frames of so many pixels are kept, by how many runs have frames kept just now."""
        self._busy[client] = now_s
        self._busy = {one: seen for one, seen in self._busy.items() if now_s - seen < 1.0}
        return max(1 / MOST_FPS, len(self._busy) * pixels / PIXELS_A_SECOND)

    def give(self, job: Callable[[], None]) -> None:
        """Do this on the thread, after what was given before."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="darkroom", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def close(self) -> None:
        """End the thread, after what was given."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        if sys.platform == "linux":
            # Linux counts niceness by thread: the window and the scripts go first.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        while (job := self._jobs.get()) is not None:
            job()


class RecentFrames:
    """The last frames of one run: at most 8 s of it, at most 30 a second, at most 48 MB.

    ``recording`` turns keeping on and off; what is kept stays. Times are seconds of the run without its
    pauses.
    """

    def __init__(self, darkroom: Darkroom, *, kept_s: float = KEPT_S, most_bytes: int = MOST_BYTES) -> None:
        self.recording = True
        self._darkroom = darkroom
        self._kept_s = kept_s
        self._most_bytes = most_bytes
        # Guards what both threads touch: the snapshots, their size, how many wait, and which reel it is.
        self._lock = threading.Lock()
        self._snapshots: deque[Snapshot] = deque()
        self._bytes = 0
        self._waiting = 0
        self._reel = 0
        self._seq = -1
        self._due_s = 0.0

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._bytes

    def snapshots(self) -> tuple[Snapshot, ...]:
        """What is kept, oldest first."""
        with self._lock:
            return tuple(self._snapshots)

    def offer(self, frame: Frame, at_s: float) -> bool:
        """Keep a frame if it is time for one. Copies its pixels; returns whether it did."""
        if not self.recording or frame.seq == self._seq or at_s < self._due_s:
            return False
        with self._lock:
            if self._waiting >= WAITING:
                return False
            self._waiting += 1
            reel = self._reel
        self._seq = frame.seq
        pixels = frame.width * frame.height
        self._due_s = at_s + self._darkroom.interval_s(id(self), pixels, at_s)
        width, height, seq, copy = frame.width, frame.height, frame.seq, bytes(frame.pixels)

        def develop() -> None:
            jpeg = jpeg_of(width, height, copy)
            with self._lock:
                self._waiting -= 1
                if reel == self._reel:
                    self._append(Snapshot(at_s, seq, width, height, jpeg))

        self._darkroom.give(develop)
        return True

    def clear(self) -> None:
        """Let everything go; a new run begins, or nobody has looked for long."""
        with self._lock:
            self._reel += 1
            self._snapshots.clear()
            self._bytes = 0
        self._seq = -1
        self._due_s = 0.0

    def _append(self, fresh: Snapshot) -> None:
        self._snapshots.append(fresh)
        self._bytes += len(fresh.jpeg)
        while self._snapshots and (
            self._bytes > self._most_bytes or fresh.at_s - self._snapshots[0].at_s > self._kept_s
        ):
            self._bytes -= len(self._snapshots.popleft().jpeg)


def jpeg_of(width: int, height: int, bgra: bytes) -> bytes:
    """Encode BGRA pixels, top row first, with full colour at every pixel: thin coloured lines stay."""
    from PIL import Image  # 40 ms that only the thread pays

    out = io.BytesIO()
    image = Image.frombuffer("RGB", (width, height), bgra, "raw", "BGRX", 0, 1)
    image.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()
