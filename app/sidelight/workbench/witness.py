# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Watching a run for a verifier: small pictures of it now and then, a verdict when there is enough to tell.

Only the copy of a frame is made on the caller's thread. Making it small and judging it happen on another.
"""

from __future__ import annotations

from collections.abc import Callable

from sidelight.domain.identity import RunId
from sidelight.domain.verdict import Finding, Verdict
from sidelight.probes.series import Series, shrink
from sidelight.probes.watched import Ending, Watched
from sidelight.sandbox.frames import Frame

LOOK_AT_S = (3.0, 5.0, 8.5, 13.0, 20.0)
"""Seconds since the first picture at which a run is judged while it goes on; later ones see only more."""
SETTLED_S = 13.0
WAITING = 2
"""Copies that may wait to be made small; while there are more, frames are let go."""
ROWS_COPIED = 480
"""Of a taller frame, every second or third row is copied: it is made small anyway."""

Found = Callable[[RunId, Finding], None]


class Witness:
    """Watches a script, run after run. ``found`` is called on the thread that judges."""

    def __init__(self, give: Callable[[Callable[[], None]], None], found: Found) -> None:
        """Begin.

        Args:
            give: has something done on the thread that judges, in order.
            found: takes a verdict on a run: as soon as it passes or fails, when nothing more is to be
                expected of it, and what it came to at its end.
        """
        self._give = give
        self._found = found
        self._run = RunId("")
        self._played: Callable[[], float] = lambda: 0.0
        self._error: Callable[[], str] = lambda: ""
        self._series = Series()
        self._waiting = 0
        self._begun_s: float | None = None
        self._until_s: float | None = None
        self._looks = 0
        self._active = False
        self._finding: Finding | None = None

    @property
    def active(self) -> bool:
        """Whether a run is being watched."""
        return self._active

    @property
    def finding(self) -> Finding | None:
        """What was found last in the present run."""
        return self._finding

    @property
    def settled(self) -> bool:
        """Whether nothing new is to be expected of the present run while it only goes on."""
        certain = self._finding is not None and self._finding.verdict is not Verdict.UNSURE
        return certain or (self._begun_s is not None and self._seconds() >= SETTLED_S and not self._waiting)

    def begin(
        self,
        run: RunId,
        played_s: Callable[[], float],
        error: Callable[[], str] = lambda: "",
        *,
        edited: bool,
    ) -> None:
        """A run begins.

        Args:
            run: which.
            played_s: tells for how long it has been running.
            error: tells of an error that nobody caught; empty while there is none.
            edited: it is not the answer's code, which is not judged.
        """
        self._run, self._played, self._error = run, played_s, error
        self._series = Series()
        self._begun_s = self._until_s = None
        self._looks, self._waiting = 0, 0
        self._finding = None
        self._active = not edited

    def look(self, frame: Frame) -> None:
        """Take a frame in."""
        if not self._active or self._until_s is not None:
            return
        now = self._played()
        if self._begun_s is None:
            self._begun_s = now
        if self._waiting < WAITING:
            self._waiting += 1
            self._shrink(frame, now - self._begun_s)
        self.tick()

    def tick(self) -> None:
        """Judge if it is time; also a picture that stands still is judged."""
        if not self._active or self._begun_s is None or self.settled or self._looks >= len(LOOK_AT_S):
            return
        seconds = self._seconds()
        if seconds >= LOOK_AT_S[self._looks]:
            while self._looks < len(LOOK_AT_S) and seconds >= LOOK_AT_S[self._looks]:
                self._looks += 1
            self._judge(seconds, None)

    def steered(self) -> None:
        """A person takes a hand in it: what is seen from now on says nothing of the script alone."""
        if self._until_s is None and self._begun_s is not None:
            self._until_s = self._played()

    def end(self, ending: Ending) -> None:
        """The run has ended."""
        if not self._active:
            return
        self._active = False
        certain = self._finding is not None and self._finding.verdict is not Verdict.UNSURE
        if not (certain and (ending.stopped or ending.exit_code == 0)):
            self._judge(self._seconds(), ending)

    def _seconds(self) -> float:
        if self._begun_s is None:
            return 0.0
        return (self._played() if self._until_s is None else self._until_s) - self._begun_s

    def _shrink(self, frame: Frame, at_s: float) -> None:
        width, height, stride, series = frame.width, frame.height, frame.stride, self._series
        step = max(1, height // ROWS_COPIED)
        if step == 1:
            copy = bytes(frame.pixels)
        else:
            copy = b"".join(frame.pixels[y * stride : (y + 1) * stride] for y in range(0, height, step))

        def work() -> None:
            series.add(shrink(width, height, copy, at_s))
            if series is self._series:
                self._waiting -= 1

        self._give(work)

    def _judge(self, seconds: float, ending: Ending | None) -> None:
        run, series, error = self._run, self._series, self._error()

        def work() -> None:
            from sidelight.probes.turning_cube import judge  # after first paint

            finding = judge(Watched(tuple(series.pictures), seconds, ending, error))
            if series is self._series:
                self._finding = finding
            if ending is not None or seconds >= SETTLED_S or finding.verdict is not Verdict.UNSURE:
                self._found(run, finding)

        self._give(work)
