# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""macOS: a Seatbelt profile that denies all but a list, limits of the shell, and a watchdog. Experimental.

See: the manual pages sandbox-exec(1), sandbox(7) and ps(1). The profile's language has no manual; its words
here are those of the profiles that the system itself brings in /System/Library/Sandbox/Profiles.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from sidelight.domain.running import Level, Limits, Policy, SandboxReport
from sidelight.sandbox import canaries, experimental, plain_folder, policy
from sidelight.sandbox.piped import PipedRun, Use
from sidelight.sandbox.program import Program

SANDBOX_EXEC = "/usr/bin/sandbox-exec"
_SHELL = "/bin/sh"
_PS = ("/bin/ps", "-A", "-o", "pid=,ppid=,pgid=,rss=,time=,stat=")
_SYSTEM = ("/usr/lib", "/usr/bin", "/bin", "/System/Library", "/Library/Apple", "/private/var/db/dyld")
_FONTS = ("/Library/Fonts", "/private/var/db/timezone", "/usr/share")
_KILL_PATIENCE_S = 5.0
_FILE_BLOCK = 512

_PROFILE = """(version 1)
(deny default)
(import "system.sb")
(deny network*)
(deny mach-lookup (global-name "com.apple.securityd") (global-name "com.apple.SecurityServer"))
(deny mach-lookup (global-name "com.apple.pasteboard.1") (global-name "com.apple.windowserver.active"))
(deny appleevent-send)
(deny iokit-open)
(allow process-fork)
(allow signal (target same-sandbox))
(allow sysctl-read)
(allow file-read-metadata (literal "/") (literal "/private") (literal "/private/var"))
(allow file-read* (literal "/dev/null") (literal "/dev/zero"))
(allow file-read* (literal "/dev/random") (literal "/dev/urandom"))
(allow file-write-data (literal "/dev/null") (literal "/dev/zero"))
"""


def profile(runnable: int, readable: int) -> str:
    """The Seatbelt profile, with so many places each; the places themselves are parameters of the command."""
    text = _PROFILE
    for index in range(runnable):
        text += f'(allow file-read* process-exec (subpath (param "RUN_{index}")))\n'
    for index in range(readable):
        text += f'(allow file-read* (subpath (param "READ_{index}")))\n'
    return text + '(allow file-read* file-write* (subpath (param "SCRATCH")))\n'


def command(
    inner: Sequence[str], runnable: Sequence[str], readable: Sequence[str], scratch: str
) -> list[str]:
    """The command line that runs ``inner`` behind the profile, of whose text no path is ever a part."""
    places = {f"RUN_{index}": place for index, place in enumerate(runnable)}
    places |= {f"READ_{index}": place for index, place in enumerate(readable)} | {"SCRATCH": scratch}
    given = [word for name, place in places.items() for word in ("-D", f"{name}={place}")]
    return [SANDBOX_EXEC, *given, "-p", profile(len(runnable), len(readable)), *inner]


def limited(inner: Sequence[str], limits: Limits) -> list[str]:
    """``inner`` under the limits that a shell can set; memory has none here, so the watchdog sees to it."""
    wanted = {"c": 0, "n": limits.open_files, "f": (limits.file_mb << 20) // _FILE_BLOCK}
    if limits.cpu_seconds is not None:
        wanted["t"] = limits.cpu_seconds + 2
    asked = " && ".join(f"ulimit -{letter} {value}" for letter, value in wanted.items())
    return [_SHELL, "-c", f'{asked} && exec "$@"', "sh", *inner]


def environment(scratch: str, processors: int) -> dict[str, str]:
    """The whole environment of a program."""
    made = policy.environment(scratch, processors)
    del made["PYTHONPATH"]
    return made | {"PATH": "/usr/bin:/bin"}


class Processes:
    """One program's processes, as ``ps`` lists them."""

    def __init__(
        self, process: subprocess.Popen[bytes], listing: Callable[[], str], end: Callable[[int, int], None]
    ) -> None:
        self.stdout = cast("BinaryIO", process.stdout)
        self.stderr = cast("BinaryIO", process.stderr)
        self._process = process
        self._listing = listing
        self._kill = end
        # A process whose parent ended hangs elsewhere in the tree; whoever was ours once stays ours.
        self._ours = {process.pid}
        self._peak_mb = 0.0

    def ended(self) -> int | None:
        """The exit code, as a shell tells it, once the first process has ended."""
        code = self._process.poll()
        return code if code is None or code >= 0 else 128 - code

    def use(self) -> Use:
        """What all of them use together."""
        rows = self._rows()
        memory_mb = sum(row[3] for row in rows) / 1024
        self._peak_mb = max(self._peak_mb, memory_mb)
        return Use(memory_mb, self._peak_mb, sum(row[4] for row in rows), len(rows))

    def kill(self) -> int:
        """Kill until nobody is left, and count who stayed."""
        until = time.monotonic() + _KILL_PATIENCE_S
        while rows := self._rows():
            if time.monotonic() > until:
                return len(rows)
            for row in rows:
                try:
                    self._kill(row[0], signal.SIGKILL)
                except OSError:
                    continue
            self._process.poll()
            time.sleep(0.01)
        self._process.wait()
        return 0

    def _rows(self) -> list[tuple[int, int, int, int, float]]:
        try:
            known = read_listing(self._listing())
        except OSError:
            # Blind, and yet not idle: the first process is known without any list.
            known = []
        if not known:
            known = [(self._process.pid, 0, self._process.pid, 0, 0.0)]
        living = {row[0] for row in known}
        self._ours &= living
        found = True
        while found:
            more = {row[0] for row in known if row[1] in self._ours or row[2] == self._process.pid}
            found = not more <= self._ours
            self._ours |= more
        ended = self._process.poll() is not None
        return [row for row in known if row[0] in self._ours and not (ended and row[0] == self._process.pid)]


def read_listing(text: str) -> list[tuple[int, int, int, int, float]]:
    """What ``ps`` told: process, parent, group, resident KiB and processor seconds of each."""
    rows = []
    for line in text.splitlines():
        try:
            pid, parent, group, rss, spent, state = line.split()
            if state.startswith("Z"):
                # Ended, and only waiting to be collected.
                continue
            clock = [float(part) for part in spent.replace("-", ":").split(":")]
            seconds = sum(
                part * unit for part, unit in zip(reversed(clock), (1, 60, 3600, 86400), strict=False)
            )
            rows.append((int(pid), int(parent), int(group), int(rss), seconds))
        except ValueError:
            continue
    return rows


def _list_processes() -> str:
    return subprocess.run(_PS, capture_output=True, text=True, errors="replace", check=False, env={}).stdout


class MacBackend:
    """This Mac."""

    advice = "On macOS the sandbox is experimental; it is used where its own self-test passes."
    holds_workers = False

    def __init__(
        self,
        interpreter: policy.Interpreter,
        *,
        start: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen,
        listing: Callable[[], str] = _list_processes,
    ) -> None:
        self._interpreter = interpreter
        self._start = start
        self._listing = listing

    @classmethod
    def find(cls) -> MacBackend:
        """With the interpreter that runs now."""
        return cls(policy.Interpreter.current())

    def examine(self) -> SandboxReport:
        """Attack the profile."""
        attacks = (*experimental.EVERYWHERE, canaries.signal_application)
        return experimental.examine(
            lambda program, allowed: self.begin(program, allowed, Level.B), attacks, ("Seatbelt profile",)
        )

    def begin(self, program: Program, allowed: Policy, level: Level) -> PipedRun:
        """Start ``program``; at level none without the profile.

        Raises:
            OSError: it cannot be started.
        """
        folder, script = plain_folder.make("script.py", program.source)
        try:
            line = [self._interpreter.executable, "-s", "-B", "-u", str(script), *program.args]
            if level is not Level.NONE:
                runnable = [*_SYSTEM, *self._interpreter.places]
                readable = [*_FONTS, *(os.path.realpath(path) for path in allowed.readable)]
                line = command(line, runnable, readable, str(folder))
            variables: Mapping[str, str] = environment(str(folder), os.cpu_count() or 1)
            process = self._start(
                limited(line, allowed.limits),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=variables,
                cwd=str(folder),
                start_new_session=True,
            )
        except BaseException:
            plain_folder.remove(Path(folder))
            raise
        return PipedRun(Processes(process, self._listing, os.kill), level, allowed.limits, folder)

    def prepare(self, allowed: Policy, level: Level) -> None:
        """Nothing: there is no stage here yet that could be ready."""

    def administrator(self) -> bool:
        """Whether this is root."""
        return os.geteuid() == 0
