# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One running script as a window sees it: frames, output, state, and at its end a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sidelight.domain.artifact import Artifact
from sidelight.domain.identity import GenerationId, RunId
from sidelight.domain.running import Level, Outcome, Run, RunEnd
from sidelight.sandbox.frames import Frame
from sidelight.sandbox.run import Ended, LimitHit, Output, SandboxedRun, StageMessage
from sidelight.workbench.moment import Moment
from sidelight.workbench.picture import PictureJudge

LOOK_EVERY_MS = 100.0
"""How often a frame is judged."""
KEEP_EVERY_MS = 1000.0
"""How often a frame is copied, so that the record has a picture even if the script dies."""
OUTPUT_SHOWN = 400_000
"""Characters of output that a window is given; the head is dropped first."""


class LiveRun:
    """A script in the sandbox. ``fileno`` is readable when ``pump`` has something to take in."""

    def __init__(
        self,
        answer: GenerationId,
        artifact: Artifact,
        begin: Callable[[], SandboxedRun],
        keep: Callable[[Run], None],
        moment: Moment,
        *,
        look_every_ms: float = LOOK_EVERY_MS,
    ) -> None:
        """Begin to run.

        Args:
            answer: the generation that the script is part of.
            artifact: the script.
            begin: starts it in the sandbox; may raise ``SandboxRefused``.
            keep: takes the record of each run that ended.
            moment: clocks.
            look_every_ms: how often a frame is judged; 0 judges every one.
        """
        self._look_every_ms = look_every_ms
        self.answer = answer
        self.artifact = artifact
        self._begin = begin
        self._keep = keep
        self._moment = moment
        self._start()

    def _start(self) -> None:
        # First, for it may be refused: then everything stays as it was.
        run = self._begin()
        self.title = ""
        self.toolkit = ""
        self.window: tuple[int, int] | None = None
        self.resizable = True
        self.frames = 0
        self.first_frame_ms: float | None = None
        self.paused = False
        self.ended: RunEnd | None = None
        self.outcome: Outcome | None = None
        self.limit: str | None = None
        self._asked_to_stop = False
        self._output: list[str] = []
        self._output_length = 0
        self._errors: list[str] = []
        self._judge = PictureJudge()
        self._frame: Frame | None = None
        self._looked_ms = 0.0
        self._kept_ms = -KEEP_EVERY_MS
        self._started_ms = self._moment.steady_ms()
        self._run = run

    @property
    def level(self) -> Level:
        """How strongly it is held."""
        return self._run.level

    @property
    def running(self) -> bool:
        """Whether the script is still there."""
        return self.ended is None

    @property
    def output(self) -> str:
        """What it printed, both streams as they came; the newest 400,000 characters."""
        return "".join(self._output)

    @property
    def stderr(self) -> str:
        """What it wrote to its error stream."""
        return "".join(self._errors)

    @property
    def seconds(self) -> float:
        """How long it has been running, or ran."""
        if self.ended is not None:
            return self.ended.duration_ms / 1000
        return (self._moment.steady_ms() - self._started_ms) / 1000

    def fileno(self) -> int:
        """A descriptor that is readable when something happened."""
        return self._run.fileno()

    def pump(self) -> bool:
        """Take in what happened; at the end, judge and store. Returns whether anything changed."""
        if self.ended is not None:
            return False
        events = self._run.events()
        for event in events:
            match event:
                case Output(stream, text):
                    self._print(stream, text)
                case StageMessage(message):
                    self._hear(message)
                case LimitHit(name):
                    self.limit = name
                case Ended(end):
                    self._look(last=True)
                    self._end(end)
        if self.ended is None:
            self._look(last=False)
        return bool(events)

    def latest_frame(self) -> Frame | None:
        """The newest frame; valid until the next call. ``None`` before the first."""
        newest = self._run.latest_frame()
        if newest is not None:
            self._frame = newest
            self.frames = max(self.frames, newest.seq)
            if self.first_frame_ms is None:
                self.first_frame_ms = self._moment.steady_ms() - self._started_ms
        return self._frame

    def send(self, message: Mapping[str, object]) -> None:
        """Give the script a key, a movement of the mouse, a new size."""
        if self.running:
            self._run.send(message)

    def set_paused(self, on: bool) -> None:
        """Hold the script at its next frame, or let it go on."""
        self.paused = on
        self._run.pause(on)

    def set_rate(self, fps: float) -> None:
        """Frames a second at most; 0 lets it run as fast as it can."""
        self._run.pace(fps)

    def stop(self) -> None:
        """End the script and everything that it started."""
        self._asked_to_stop = True
        self._run.stop()

    def restart(self) -> None:
        """Begin again from the script's first line. What the earlier run came to is stored first."""
        self._finish()
        self._start()

    def close(self) -> None:
        """Stop, store, and free everything."""
        self._finish()
        self._frame = None

    def _finish(self) -> None:
        """End the script if it runs, keep what it came to, and free what it held."""
        if self.running:
            self.stop()
            self._look(last=True)
            # Closing waits for the end for a bounded time, and ends what does not end by itself.
            self._run.close()
            self._end(self._run.wait())
        else:
            self._run.close()

    def _print(self, stream: str, text: str) -> None:
        self._output.append(text)
        self._output_length += len(text)
        if stream == "stderr":
            self._errors.append(text)
        while self._output_length > OUTPUT_SHOWN and len(self._output) > 1:
            self._output_length -= len(self._output.pop(0))

    def _hear(self, message: Mapping[str, object]) -> None:
        match message.get("t"):
            case "title":
                self.title = str(message.get("title", ""))[:200]
            case "toolkit":
                self.toolkit = str(message.get("name", ""))[:40]
            case "window" | "first":
                width, height = message.get("w"), message.get("h")
                if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
                    self.window = (width, height)
                self.resizable = bool(message.get("resizable", self.resizable))

    def _look(self, *, last: bool) -> None:
        now = self._moment.steady_ms()
        if not last and now - self._looked_ms < self._look_every_ms:
            return
        self._looked_ms = now
        frame = self.latest_frame()
        if frame is not None:
            keep = last or now - self._kept_ms >= KEEP_EVERY_MS
            self._judge.look(frame, keep=keep)
            if keep:
                self._kept_ms = now
            self.outcome = self._judge.outcome

    def _end(self, end: RunEnd) -> None:
        self.ended = end
        self.limit = self.limit or end.limit
        crashed = end.exit_code not in (0, None) and not self._asked_to_stop
        over = end.limit is not None and end.limit != "wall"
        if end.outcome == "refused":
            self.outcome = Outcome.REFUSED
        elif crashed or over:
            self.outcome = Outcome.ERROR
        else:
            self.outcome = self._judge.outcome
        self._keep(
            Run(
                id=RunId(""),
                generation_id=self.answer,
                artifact_index=self.artifact.index,
                artifact_digest=self.artifact.digest,
                created_ms=0,
                outcome=self.outcome,
                level=end.level,
                exit_code=end.exit_code,
                limit=end.limit,
                frames=self.frames,
                first_frame_ms=self.first_frame_ms,
                duration_ms=end.duration_ms,
                stdout=end.stdout,
                stderr=end.stderr,
                frame_png=self._judge.png(),
            )
        )
