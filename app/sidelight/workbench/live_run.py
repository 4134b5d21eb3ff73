# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One running script as a window sees it: frames, output, state, and at its end a record."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import UsageError
from sidelight.domain.identity import GenerationId, RecordId, RunId
from sidelight.domain.running import Level, Outcome, Run, RunEnd, RunPicture
from sidelight.probes.uncaught import uncaught
from sidelight.probes.watched import Ending
from sidelight.sandbox.frames import Frame
from sidelight.sandbox.run import Ended, LimitHit, Output, SandboxedRun, StageMessage
from sidelight.stage.icon import ICON_SIZE
from sidelight.workbench.moment import Moment
from sidelight.workbench.newest import Newest
from sidelight.workbench.page_words import PageWords
from sidelight.workbench.picture import PictureJudge
from sidelight.workbench.recent import Darkroom, RecentFrames
from sidelight.workbench.witness import Witness

LOOK_EVERY_MS = 100.0
"""How often a frame is judged."""
KEEP_EVERY_MS = 1000.0
"""How often a frame is copied, so that the record has a picture even if the script dies."""
ICON_BYTES = 2 * ICON_SIZE**2
"""Two a pixel: red, green, blue and opacity of four bits each."""
NOTICES_KEPT = 20
"""Different ones; a script that has more to say says nothing new."""
GRAPHICS_CARD = "The graphics card was within the script's reach."
"""Kept with a run that was allowed it: what it shows may depend on the card, and less was around it."""
OUTPUT_SHOWN = 400_000
"""Characters of output that a window is given; the head is dropped first."""


class LiveRun:
    """A script in the sandbox. ``fileno`` is readable when ``pump`` has something to take in."""

    def __init__(
        self,
        answer: GenerationId,
        artifact: Artifact,
        begin: Callable[[str], SandboxedRun],
        keep: Callable[[Run], None],
        moment: Moment,
        *,
        keep_picture: Callable[[RunPicture], bool] = lambda _picture: False,
        darkroom: Darkroom | None = None,
        witness: Witness | None = None,
        held: bool = False,
        source: str | None = None,
        look_every_ms: float = LOOK_EVERY_MS,
    ) -> None:
        """Begin to run.

        Args:
            answer: the generation that the script is part of.
            artifact: the script.
            begin: starts a text in the sandbox; may raise ``SandboxRefused``.
            keep: takes the record of each run that ended.
            moment: clocks.
            keep_picture: takes a picture that a person chose, without its name and its time; says whether it
                is kept.
            darkroom: where frames are kept for looking back; without one none are.
            witness: watches for a verifier, if there is one for what was asked.
            held: it waits at its first frame, as if paused.
            source: what a person made of its text, and is run instead.
            look_every_ms: how often a frame is judged; 0 judges every one.
        """
        self._look_every_ms = look_every_ms
        self.answer = answer
        self.artifact = artifact
        self.source = artifact.text
        self.recent = RecentFrames(darkroom or Darkroom())
        self.recent.recording = darkroom is not None
        self._begin = begin
        self._keep = keep
        self._keep_picture = keep_picture
        self.witness = witness
        self._moment = moment
        self._start(self.source if source is None else source, held=held)

    def _start(self, source: str, *, held: bool) -> None:
        # First, for it may be refused: then everything stays as it was.
        run = self._begin(source)
        if held:
            run.pause(True)
        self.source = source
        self.id = RunId(self._moment.new_id())
        self.recent.clear()
        self.title = ""
        self.toolkit = ""
        self.window: tuple[int, int] | None = None
        self.resizable = True
        self.flows = False
        self.grabs_pointer = False
        self.shows_pointer = True
        self.icon = b""
        self.notice = ""
        self.notices: list[str] = []
        self.words = PageWords(self._moment.steady_ms)
        self.frames = 0
        self.first_frame_ms: float | None = None
        self.paused = held
        self.ended: RunEnd | None = None
        self.outcome: Outcome | None = None
        self.limit: str | None = None
        self._asked_to_stop = False
        self._output = Newest(OUTPUT_SHOWN)
        self._errors = Newest(OUTPUT_SHOWN)
        self._uncaught = ""
        self._errors_read = True
        self._judge = PictureJudge()
        self._frame: Frame | None = None
        self._looked_ms = 0.0
        self._kept_ms = -KEEP_EVERY_MS
        self._started_ms = self._moment.steady_ms()
        self._stood_ms = 0.0
        self._held_since_ms = self._started_ms if held else None
        self._run = run
        if self.witness is not None:
            self.witness.begin(self.id, lambda: self.played_s, lambda: self.uncaught, edited=self.edited)

    @property
    def level(self) -> Level:
        """How strongly it is held."""
        return self._run.level

    @property
    def running(self) -> bool:
        """Whether the script is still there."""
        return self.ended is None

    @property
    def edited(self) -> bool:
        """Whether what runs, or ran, is not what the answer says."""
        return self.source != self.artifact.text

    @property
    def swaps(self) -> int:
        """Frames that the script finished, those included that came too quickly to be shown."""
        return max(self.frames, self._run.swaps)

    @property
    def output(self) -> str:
        """What it printed, both streams as they came; the newest 400,000 characters."""
        return self._output.text()

    @property
    def stderr(self) -> str:
        """What it wrote to its error stream; the newest 400,000 characters."""
        return self._errors.text()

    @property
    def uncaught(self) -> str:
        """The last error that nobody caught, though the script goes on, or went on; empty without one."""
        if not self._errors_read:
            self._errors_read = True
            self._uncaught = uncaught(self.stderr) or self._uncaught
        return self._uncaught

    @property
    def seconds(self) -> float:
        """How long it has been running, or ran."""
        if self.ended is not None:
            return self.ended.duration_ms / 1000
        return (self._moment.steady_ms() - self._started_ms) / 1000

    @property
    def played_s(self) -> float:
        """Seconds that it has been running, or ran, without its pauses."""
        now = self._moment.steady_ms() if self._held_since_ms is None else self._held_since_ms
        return (now - self._started_ms - self._stood_ms) / 1000

    def fileno(self) -> int:
        """A descriptor that is readable when something happened."""
        return self._run.fileno()

    def pump(self) -> bool:
        """Take in what happened; at the end, judge and store.

        Returns:
            Whether anything changed but the picture; that a frame is there, ``latest_frame`` says.
        """
        if self.ended is not None:
            return False
        changed = False
        for event in self._run.events():
            if isinstance(event, StageMessage) and event.content.get("t") == "f":
                continue
            changed = True
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
        return changed

    def latest_frame(self) -> Frame | None:
        """The newest frame; valid until the next call. ``None`` before the first."""
        newest = self._run.latest_frame()
        if newest is not None:
            self._frame = newest
            self.frames = max(self.frames, newest.seq)
            if self.first_frame_ms is None:
                self.first_frame_ms = self._moment.steady_ms() - self._started_ms
            self.recent.offer(newest, self.played_s)
        return self._frame

    def send(self, message: Mapping[str, object]) -> None:
        """Give the script a key, a movement of the mouse, a new size."""
        if self.running:
            if self.witness is not None and message.get("t") in ("key", "button", "wheel"):
                self.witness.steered()
            self._run.send(message)

    def set_paused(self, on: bool) -> None:
        """Hold the script at its next frame, or let it go on."""
        self.paused = on
        now = self._moment.steady_ms()
        if on and self._held_since_ms is None:
            self._held_since_ms = now
        elif not on and self._held_since_ms is not None:
            self._stood_ms += now - self._held_since_ms
            self._held_since_ms = None
        self._run.pause(on)
        if not on:
            # Any message ends a waiting script's wait; this one says nothing else.
            self.send({"t": "step"})

    def set_rate(self, fps: float) -> None:
        """Frames a second at most; 0 lets it run as fast as it can."""
        self._run.pace(fps)

    def stop(self) -> None:
        """End the script and everything that it started."""
        self._asked_to_stop = True
        self._run.stop()

    def restart(self, source: str | None = None, *, held: bool = False) -> None:
        """Begin again from the first line. What the earlier run came to is stored first.

        Args:
            source: what to run from now on, if a person changed it; the answer's own text takes that back.
            held: it waits at its first frame, as if paused.

        Raises:
            UsageError: there is nothing in it to run; the earlier run goes on.
            SandboxRefused: it was not started; the earlier run has ended.
        """
        if source is not None and not source.strip():
            raise UsageError("There is nothing to run.", "Write some code, or go back to the answer's.")
        self._finish()
        self._start(self.source if source is None else source, held=held)

    def keep_picture(self, kind: Literal["frame", "strip"], png: bytes, from_s: float, to_s: float) -> bool:
        """Keep a picture that a person chose with the answer; returns whether it can be kept."""
        return self._keep_picture(RunPicture(RecordId(""), self.answer, self.id, kind, 0, from_s, to_s, png))

    def close(self) -> None:
        """Stop, store, and free everything."""
        self._finish()
        self.recent.recording = False

    def _finish(self) -> None:
        """End the script if it runs, keep what it came to, and free what it held."""
        if self.running:
            self.stop()
            self._look(last=True)
        # The memory of the frames goes at once only if nobody holds one.
        self._frame = None
        if self.running:
            # Closing waits for the end for a bounded time, and ends what does not end by itself.
            self._run.close()
            self._end(self._run.wait())
        else:
            self._run.close()

    def _print(self, stream: str, text: str) -> None:
        self._output.add(text)
        if stream == "stderr":
            self._errors.add(text)
            self._errors_read = False

    def _hear(self, message: Mapping[str, object]) -> None:
        match message.get("t"):
            case "title":
                self.title = str(message.get("title", ""))[:200]
            case "toolkit":
                self.toolkit = str(message.get("name", ""))[:40]
            case "grab":
                self.grabs_pointer = bool(message.get("on"))
            case "cursor":
                self.shows_pointer = bool(message.get("on"))
            case "icon":
                self.icon = _icon(message.get("pixels"))
            case "words" | "within" | "copied":
                self.words.hear(message)
            case "notice":
                self._note(str(message.get("text", ""))[:300])
            case "window" | "first":
                width, height = message.get("w"), message.get("h")
                if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
                    self.window = (width, height)
                self.resizable = bool(message.get("resizable", self.resizable))
                self.flows = bool(message.get("flows", self.flows))

    def _note(self, sentence: str) -> None:
        self.notice = sentence
        if sentence and sentence not in self.notices and len(self.notices) < NOTICES_KEPT:
            self.notices.append(sentence)

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
            if self.witness is not None:
                self.witness.look(frame)

    def _end(self, end: RunEnd) -> None:
        self.ended = end
        if self._held_since_ms is None:
            self._held_since_ms = self._moment.steady_ms()
        self.limit = self.limit or end.limit
        crashed = end.exit_code not in (0, None) and not self._asked_to_stop
        over = end.limit is not None and end.limit != "wall"
        if end.outcome == "refused":
            self.outcome = Outcome.REFUSED
        elif crashed or over:
            self.outcome = Outcome.ERROR
        else:
            self.outcome = self._judge.outcome
        if self.witness is not None:
            said = (end.stdout, end.stderr)
            self.witness.end(Ending(end.exit_code, self.limit, self._asked_to_stop, *said))
        self._keep(
            Run(
                id=self.id,
                generation_id=self.answer,
                artifact_index=self.artifact.index,
                artifact_digest=replace(self.artifact, text=self.source).digest,
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
                edited=self.source if self.edited else "",
                notices=(*self.notices, *([GRAPHICS_CARD] if end.gpu else [])),
            )
        )


def _icon(pixels: object) -> bytes:
    """The bytes of a window's icon as the stage sends it; empty if they are none."""
    if not isinstance(pixels, str):
        return b""
    try:
        found = base64.b64decode(pixels, validate=True)
    except ValueError:
        return b""
    return found if len(found) == ICON_BYTES else b""
