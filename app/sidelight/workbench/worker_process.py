# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Starting a plugin's worker in the sandbox, and telling in words how it ended."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sidelight import resources
from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level, LimitName, Limits, Policy, RunEnd
from sidelight.registry.discovery import Installed
from sidelight.sandbox import run as sandbox
from sidelight.sandbox.events import Ended, Output
from sidelight.sandbox.program import SandboxedRun

ENGINES_VARIABLE = "SIDELIGHT_ENGINES"
"""Names, in a worker, the folder in which each plugin's engine has a folder of its own."""

_SYSTEM_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts")
_SAID = 4000
_KILLING = frozenset({signal.SIGKILL, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)})
"""Signals that no fault ends a program with: the system sends them, a person, or the program to itself."""
_VMSTAT = Path("/proc/vmstat")
_LIMITS: dict[LimitName, str] = {
    "memory": "it used more than {memory_mb} MB of memory",
    "output": "it printed too much",
    "disk": "it wrote too much",
    "processes": "it started too many processes",
    "cpu": "it had used up its processor time",
    "wall": "its time was over",
}


@cache
def font_folders() -> tuple[str, ...]:
    """Where fonts lie that a renderer may use: those that ship first."""
    own = resources.path("fonts")
    return tuple(str(folder) for folder in (own, *map(Path, _SYSTEM_FONTS)) if folder.is_dir())


class WorkerProcess:
    """A worker at work; see ``registry.worker.Process``."""

    def __init__(
        self,
        run: SandboxedRun,
        line: socket.socket,
        memory_mb: int,
        heard: Callable[[str, str], None] | None = None,
    ) -> None:
        self._run = run
        self._heard = heard
        self._memory_mb = memory_mb
        self.line = line
        self.level: Level = run.level
        self.ended = ""
        self.killed = self.starved = False
        self._starved_before = _ended_for_want_of_memory()
        self.said = ""
        self.peak_mb = 0.0

    @classmethod
    def start(
        cls,
        plugin: Installed,
        engines: Path,
        *,
        watch: bool = False,
        heard: Callable[[str, str], None] | None = None,
    ) -> WorkerProcess:
        """Start a plugin's worker. ``engines`` holds a folder for each plugin that fetched one.

        With ``watch`` it tells what it tried that plugins have no use for. ``heard`` gets what it prints: the
        stream's name and a piece of text, as it came.

        Raises:
            SandboxRefused: nothing here may hold it, or it could not be started.
        """
        info = plugin.info
        told = {
            "kind": info.kind,
            "module": plugin.module,
            "attribute": plugin.attribute,
            "folder": plugin.folder,
            "search": list(plugin.search),
            "watch": watch,
            "environment": {ENGINES_VARIABLE: str(engines)},
        }
        fonts = tuple(folder for folder in font_folders() if not folder.startswith("/usr/"))
        # The smallest that works: its package, what it brought along, and what it fetched.
        readable = (plugin.folder, *plugin.search, str(engines / info.id), *fonts)
        limits = Limits(seconds=None, cpu_seconds=None, memory_mb=info.memory_mb, processes=24)
        program = sandbox.Program(json.dumps(told), name="renderer.json", worker=True)
        try:
            run = sandbox.start(program, Policy(limits, readable))
        except SandboxRefused as error:
            sentence = f"“{info.name}” was not started, because nothing here could hold it."
            instead = "The text itself can be read. " if info.kind == "renderer" else ""
            raise SandboxRefused(sentence, f"{instead}{error.advice}".strip()) from error
        if run.line is None:
            run.close()
            raise SandboxRefused(f"“{info.name}” cannot be spoken to on this system.")
        return cls(run, run.line, info.memory_mb, heard)

    def fileno(self) -> int:
        """Readable when ``pump`` has something to take in."""
        return self._run.fileno()

    def pump(self) -> None:
        """Take in what it printed, and its end. Never waits."""
        for event in self._run.events():
            if isinstance(event, Output):
                self.said = (self.said + event.text)[-_SAID:]
                if self._heard is not None:
                    self._heard(event.stream, event.text)
            elif isinstance(event, Ended):
                self.ended = self._how(event.end)
                self.killed = _killed(event.end)
                self.starved = _ended_for_want_of_memory() > self._starved_before
                self.peak_mb = event.end.peak_memory_mb

    def stop(self) -> None:
        """End it; ``ended`` says so soon."""
        self._run.stop()

    def close(self) -> None:
        """Give everything back. Quick once it has ended."""
        self._run.close()

    def _how(self, end: RunEnd) -> str:
        if end.limit is not None:
            return _LIMITS[end.limit].format(memory_mb=self._memory_mb)
        if end.outcome == "refused":
            return f"it was not started ({end.stderr.strip() or 'no reason is known'})"
        code = end.exit_code
        if code is not None and code > 128:
            try:
                return f"it ended with signal {signal.Signals(code - 128).name}"
            except ValueError:
                pass
        if code is not None:
            return f"it ended by itself with exit code {code}"
        return "it was ended from outside"


def _killed(end: RunEnd) -> bool:
    """Whether neither a limit nor a fault of the program ended it."""
    if end.limit is not None or end.outcome == "refused":
        return False
    return end.exit_code is None or end.exit_code - 128 in _KILLING


def _ended_for_want_of_memory() -> int:
    """How many programs the system has ended so far because memory ran short; 0 if it does not say."""
    try:
        facts = _VMSTAT.read_text("ascii")
    except (OSError, ValueError):
        return 0
    line = next((line for line in facts.splitlines() if line.startswith("oom_kill ")), "oom_kill 0")
    return int(line.split()[1])


def engines_folder(data: Path) -> Path:
    """Where engines lie that plugins fetched, in the data folder."""
    return Path(os.path.abspath(data)) / "engines"  # noqa: PTH100 - a link is kept as it is
