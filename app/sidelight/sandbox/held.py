# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One run as the application holds it: what it tells, what it draws, and its end."""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import select
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Literal, Self

from sidelight.domain.running import Level, LimitName, Policy, RunEnd
from sidelight.sandbox import messages, order, scratch, tree
from sidelight.sandbox.child import handing
from sidelight.sandbox.child.plan import LINE_FD, RING_FD, STAGE_FD, TEXT_FD
from sidelight.sandbox.collect import collect
from sidelight.sandbox.events import Ended, LimitHit, Output, RunEvent, StageMessage
from sidelight.sandbox.frames import Frame, FrameRing
from sidelight.sandbox.harmless import Cleaner
from sidelight.sandbox.launch import Launched, Means, launch
from sidelight.sandbox.program import REFUSED, CollectedFile, Program
from sidelight.sandbox.verdict import limit_met
from sidelight.stage.environment import stage_environment

_DATAGRAM = 65536
# A flood of any kind leaves the caller time for something else: what is left is taken in the next time.
_AT_ONCE_S = 0.004
_MOST_RENDER_THREADS = 2
# A traceback's end lies in these, however it was cut.
_LAST_PIECES = 40
_CLOSE_PATIENCE_S = 8.0
_ORPHAN_PATIENCE_S = 3.0

Stream = Literal["stdout", "stderr"]


class SupervisedRun:
    """A program at work in the sandbox. Whoever starts one closes it.

    Attributes:
        level: how strongly it is held.
        line: our end of the stream to a worker; ``None`` for any other program.
        dropped: bytes of output that were counted and not kept, known at the end.
        landlock: the Landlock version in force, known once the program has begun.
    """

    def __init__(
        self,
        launched: Launched,
        level: Level,
        stage: socket.socket | None,
        ring: FrameRing | None,
        line: socket.socket | None = None,
    ) -> None:
        self.level = level
        self.line = line
        self.dropped = 0
        self.landlock = 0
        self._process: subprocess.Popen[bytes] = launched.process
        self._channel = launched.channel
        self._scratch = launched.scratch
        self._skip = launched.given
        self._keep_files = launched.keep_files
        # Of a folder in memory, which nobody else can see: as long as it is open, it is there.
        self._folder = -1
        self._gpu = launched.gpu
        self._stage = stage
        self._ring = ring
        self._session = -1
        self._supervisor = -1
        self._began = time.monotonic()
        self._decoders = {
            name: codecs.getincrementaldecoder("utf-8")("replace") for name in ("stdout", "stderr")
        }
        self._cleaners = {name: Cleaner() for name in ("stdout", "stderr")}
        self._texts: dict[Stream, list[str]] = {"stdout": [], "stderr": []}
        self._exited: messages.Exited | None = None
        self._limit: LimitName | None = None
        self._pending: list[RunEvent] = []
        self._end: RunEnd | None = None
        self._poll = select.epoll()
        self._poll.register(self._channel, select.EPOLLIN)
        if stage is not None:
            self._poll.register(stage, select.EPOLLIN)

    def fileno(self) -> int:
        """A descriptor that is readable when ``events`` has something to give."""
        return self._poll.fileno()

    def events(self) -> list[RunEvent]:
        """What happened since the last call. Never waits; ``Ended`` is the last and comes once."""
        self._pump()
        pending, self._pending = self._pending, []
        return pending

    def underway(self) -> bool:
        """Whether the program has begun, or ended. Never waits; events are kept for the next ``events``."""
        self._pump()
        return self.landlock > 0 or self._end is not None

    def give(self, name: str, args: Sequence[str]) -> bool:
        """Let a spare begin with the program whose text it has: its time counts from now.

        Returns:
            Whether it heard; nothing has begun otherwise.
        """
        self._pump()
        if self._stage is None or self._end is not None:
            return False
        told = json.dumps({"name": name, "args": list(args)}).encode()
        try:
            self._channel.send(order.BEGIN)
            self._stage.send(told)
        except OSError:
            return False
        self._began = time.monotonic()
        self._skip |= {name}
        self._pending = [event for event in self._pending if not isinstance(event, StageMessage)]
        return True

    def latest_frame(self) -> Frame | None:
        """The newest picture, valid until the next call; ``None`` before the first or without a stage."""
        return None if self._ring is None else self._ring.latest()

    @property
    def swaps(self) -> int:
        """Pictures that the program has finished, those included that were not shown."""
        return 0 if self._ring is None or self._ring.fd < 0 else self._ring.swaps

    def send(self, message: Mapping[str, object]) -> None:
        """Tell the stage something. Nothing happens when it is gone or does not listen."""
        if self._stage is not None:
            with contextlib.suppress(OSError):
                self._stage.send(json.dumps(message, separators=(",", ":")).encode())

    def pause(self, on: bool) -> None:
        """Hold the program at its next picture, or let it go on."""
        if self._ring is not None:
            self._ring.pause(on)

    def pace(self, fps: float) -> None:
        """Let the program draw at most ``fps`` pictures a second; 0 is as many as it can."""
        if self._ring is not None:
            self._ring.interval_us(round(1_000_000 / fps) if fps > 0 else 0)

    def stop(self) -> None:
        """End the program and all that came of it. ``Ended`` follows; a second call does nothing."""
        if self._end is None:
            with contextlib.suppress(OSError):
                self._channel.send(order.STOP)

    def wait(self, timeout_s: float | None = None) -> RunEnd:
        """Wait for the end. Events are kept for the next ``events``.

        Raises:
            TimeoutError: it has not ended in time.
        """
        until = None if timeout_s is None else time.monotonic() + timeout_s
        while self._end is None:
            remaining = None if until is None else until - time.monotonic()
            if remaining is not None and remaining <= 0:
                raise TimeoutError("The program has not ended in time.")
            self._poll.poll(remaining)
            self._pump()
        return self._end

    def files(self) -> list[CollectedFile]:
        """What the program has written so far; see ``SandboxedRun`` and ``collect``."""
        return collect(self._scratch if self._folder < 0 else self._folder, skip=self._skip)

    def close(self) -> None:
        """End the program if it still runs and give everything back. A second call does nothing."""
        if self._poll.closed:
            return
        self.stop()
        try:
            self.wait(_CLOSE_PATIENCE_S)
        except TimeoutError:
            if self._supervisor > 0 and self._process.poll() is None:
                # Its guard sees to the rest.
                tree.kill(self._supervisor)
            else:
                self._process.kill()
            self._abandoned()
        self._channel.close()
        self._process.wait()
        if self._stage is not None:
            self._stage.close()
        if self._ring is not None:
            self._ring.close()
        if self.line is not None:
            self.line.close()
        self._leave_folder()
        self._poll.close()

    def __enter__(self) -> Self:
        """The run itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def _pump(self) -> None:
        if self._end is not None or self._poll.closed:
            return
        until = time.monotonic() + _AT_ONCE_S
        self._pump_stage()
        while time.monotonic() < until:
            try:
                datagram, folder = handing.receive(self._channel.fileno(), _DATAGRAM)
            except BlockingIOError:
                return
            except OSError:
                datagram, folder = b"", -1
            self._folder = folder if folder >= 0 else self._folder
            if not datagram:
                # The supervisor is gone: with its last word, or because somebody killed it.
                self._pump_stage()
                self._conclude()
                return
            self._hear(datagram)
            if self._keep_files and self._exited is not None:
                # The supervisor stays until everything was collected, so its end is not waited for.
                self._pump_stage()
                self._conclude()
                return

    def _pump_stage(self) -> None:
        until = time.monotonic() + _AT_ONCE_S / 2
        while self._stage is not None and time.monotonic() < until:
            try:
                datagram = self._stage.recv(_DATAGRAM)
            except BlockingIOError:
                return
            except OSError:
                datagram = b""
            if not datagram:
                self._poll.unregister(self._stage)
                self._stage.close()
                self._stage = None
                return
            content = messages.stage_message(datagram)
            if content is not None:
                self._pending.append(StageMessage(content))

    def _hear(self, datagram: bytes) -> None:
        kind, body = datagram[:1], datagram[1:]
        if kind == order.OUTPUT:
            self._print("stdout", body)
        elif kind == order.ERROR_OUTPUT:
            self._print("stderr", body)
        elif kind == order.NEWS:
            match messages.news(body):
                case messages.Started(session, supervisor):
                    self._session, self._supervisor = session, supervisor
                case messages.Sealed(landlock):
                    self.landlock = landlock
                case messages.Passed(name):
                    self._limit = name
                    self._pending.append(LimitHit(name))
                case messages.Exited() as exited:
                    self._exited = exited

    def _print(self, stream: Stream, piece: bytes, *, final: bool = False) -> None:
        text = self._cleaners[stream].clean(self._decoders[stream].decode(piece, final), final=final)
        if text:
            self._texts[stream].append(text)
            self._pending.append(Output(stream, text))

    def _leave_folder(self, *, kept: bool = False) -> None:
        if self._folder >= 0 and not kept:
            os.close(self._folder)
            self._folder = -1

    def _conclude(self) -> None:
        for stream in self._texts:
            self._print(stream, b"", final=True)
        if self._exited is None:
            self._abandoned()
            return
        if not self._keep_files:
            self._process.wait()
        told = self._exited
        self.dropped = told.dropped
        if told.outcome == "refused":
            reason = told.reason or "".join(self._texts["stderr"]).strip() or "the child ended at once"
            sentence = f"{REFUSED}{reason}\n"
            self._texts["stderr"] = [sentence]
            self._pending.append(Output("stderr", sentence))
        if told.outcome == "exited" and told.code and self._limit is None:
            self._limit = limit_met("".join(self._texts["stderr"][-_LAST_PIECES:]))
        self._finish(told.outcome, told.code, told.peak_mb, told.duration_ms, survivors=told.survivors)

    def _abandoned(self) -> None:
        """The supervisor died before its work was done: do it here. Nobody in the session could leave it."""
        self._process.wait()
        left = tree.end_session(self._session, _ORPHAN_PATIENCE_S) if self._session > 0 else 0
        scratch.remove(self._scratch)
        self._finish("killed", None, 0.0, (time.monotonic() - self._began) * 1000, survivors=left)

    def _finish(
        self,
        outcome: Literal["exited", "killed", "refused"],
        code: int | None,
        peak_mb: float,
        duration_ms: float,
        *,
        survivors: int,
    ) -> None:
        self._poll.unregister(self._channel)
        if self._stage is not None:
            self._poll.unregister(self._stage)
        self._leave_folder(kept=self._keep_files)
        self._end = RunEnd(
            outcome=outcome,
            exit_code=code,
            limit=self._limit,
            level=self.level,
            stdout="".join(self._texts["stdout"]),
            stderr="".join(self._texts["stderr"]),
            peak_memory_mb=peak_mb,
            duration_ms=duration_ms,
            survivors=survivors,
            gpu=self._gpu,
        )
        self._pending.append(Ended(self._end))


def begin(program: Program, allowed: Policy, level: Level, means: Means) -> SupervisedRun:
    """Start ``program`` at exactly ``level``.

    Raises:
        ValueError: no such level here.
        OSError: the supervisor cannot be started.
    """
    if program.worker:
        return _on_line(program, allowed, level, means)
    if not program.stage:
        return SupervisedRun(launch(program, allowed, level, means), level, None, None)
    return on_stage(program, allowed, level, means)


def _on_line(program: Program, allowed: Policy, level: Level, means: Means) -> SupervisedRun:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with theirs:
            ours.setblocking(False)
            launched = launch(program, allowed, level, means, channels={theirs.fileno(): LINE_FD})
    except BaseException:
        ours.close()
        raise
    return SupervisedRun(launched, level, None, None, ours)


def on_stage(
    program: Program, allowed: Policy, level: Level, means: Means, text: int | None = None
) -> SupervisedRun:
    """Start ``program`` on a stage; with ``text``, a descriptor that its text will come in, a spare for one.

    Raises:
        ValueError: no such level here.
        OSError: the supervisor cannot be started.
    """
    threads = max(1, min(_MOST_RENDER_THREADS, len(os.sched_getaffinity(0))))
    variables = stage_environment(threads)
    variables |= {"SIDELIGHT_RING_FD": str(RING_FD), "SIDELIGHT_STAGE_FD": str(STAGE_FD)}
    ring = FrameRing.create()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    channels = {ring.fd: RING_FD, theirs.fileno(): STAGE_FD}
    if text is not None:
        channels[text] = TEXT_FD
    try:
        with theirs:
            for end in (ours, theirs):
                end.setblocking(False)
            launched = launch(
                program,
                allowed,
                level,
                means,
                stage_environment=variables,
                channels=channels,
                spare=text is not None,
            )
    except BaseException:
        ours.close()
        ring.close()
        raise
    return SupervisedRun(launched, level, ours, ring)
