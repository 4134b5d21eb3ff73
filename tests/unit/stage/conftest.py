# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A small parent for scripts on the stage: real processes, real descriptors, no sandbox."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sidelight.sandbox.frames import Frame, FrameRing
from sidelight.stage import environment

REPOSITORY = Path(__file__).parents[3]
PATIENCE_S = 100.0


class Child:
    """One script on the stage, seen as the app sees it."""

    def __init__(
        self,
        script: Path,
        *,
        args: tuple[str, ...] = (),
        interval_us: int = 0,
        prefix: tuple[str, ...] = (),
        ring: bool = True,
    ) -> None:
        self.frames = FrameRing.create(interval_us)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        self.messages: list[dict[str, Any]] = []
        environ = {name: value for name, value in os.environ.items() if name not in environment.REMOVED}
        environ |= environment.stage_environment(1)
        environ |= {"PYTHONPATH": str(REPOSITORY / "app"), "SIDELIGHT_STAGE_FD": str(theirs.fileno())}
        if ring:
            environ["SIDELIGHT_RING_FD"] = str(self.frames.fd)
        code = "import sys; from sidelight.stage.boot import main; main(sys.argv[1], sys.argv[2:])"
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-c", code, str(script), *args],
            env=environ,
            pass_fds=(self.frames.fd, theirs.fileno()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        theirs.close()
        self._text = {"stdout": "", "stderr": ""}
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            os.set_blocking(stream.fileno(), False)

    @property
    def out(self) -> str:
        self._pump(0)
        return self._text["stdout"]

    @property
    def err(self) -> str:
        self._pump(0)
        return self._text["stderr"]

    def send(self, **message: Any) -> None:
        self._socket.send(json.dumps(message).encode())

    def key(self, name: str, text: str = "", mods: int = 0) -> None:
        for down in (True, False):
            self.send(t="key", key=name, text=text if down else "", down=down, mods=mods)

    def told(self, kind: str) -> list[dict[str, Any]]:
        self._pump(0)
        return [message for message in self.messages if message["t"] == kind]

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        """Waits for a condition while listening to the child; shows what the child said if it never comes."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > deadline or self.process.poll() is not None:
                self._pump(0)
                found = condition()
                if found:
                    return found
                pytest.fail(f"{what}\nexit: {self.process.poll()}\n{self._text}\n{self.messages[-5:]}")
            self._pump(0.02)

    def frame(self, at_least: int = 1) -> Frame:
        """The newest frame once so many were committed."""

        def newest() -> Frame | None:
            frame = self.frames.latest()
            return frame if frame is not None and frame.seq >= at_least else None

        found: Frame = self.until(newest, f"frame {at_least} never came")
        return found

    def lines(self, prefix: str = "") -> list[str]:
        """What it printed so far, by whole lines: the last one may still be on its way."""
        whole = self.out.rpartition("\n")[0]
        return [line for line in whole.splitlines() if line.startswith(prefix)]

    def wait(self) -> int:
        """The exit code, after the script has ended by itself."""
        deadline = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            self._pump(0.02)
            if time.monotonic() > deadline:
                pytest.fail(f"the script did not end\n{self._text}")
        self._pump(0)
        return self.process.returncode

    def _pump(self, wait_s: float) -> None:
        streams = {"stdout": self.process.stdout, "stderr": self.process.stderr}
        watched = [self._socket, *(s for s in streams.values() if s is not None and not s.closed)]
        select.select(watched, [], [], wait_s)
        for name, stream in streams.items():
            if stream is not None and not stream.closed:
                while piece := stream.read():
                    self._text[name] += piece.decode("utf-8", "replace")
        while True:
            try:
                datagram = self._socket.recv(65536, socket.MSG_DONTWAIT)
            except OSError:
                return
            if not datagram:
                return
            self.messages.append(json.loads(datagram))

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        self._socket.close()
        self.frames.close()


Start = Callable[..., Child]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts scripts, given as a path or as text, and ends them with the test."""
    children: list[Child] = []

    def begin(script: Path | str, **options: Any) -> Child:
        if isinstance(script, str):
            path = tmp_path / f"script{len(children)}.py"
            path.write_text(script, "utf-8")
            script = path
        child = Child(script, **options)
        children.append(child)
        return child

    yield begin
    for child in children:
        child.close()


@pytest.fixture
def samples() -> Path:
    """The folder of sample answers."""
    return REPOSITORY / "resources" / "samples"
