# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Windows: an AppContainer without any capability, in a job that limits it and ends with us. Experimental.

See: https://learn.microsoft.com/windows/win32/secauthz/implementing-an-appcontainer,
https://learn.microsoft.com/windows/win32/procthread/job-objects and
https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-updateprocthreadattribute
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sidelight.domain.running import Level, Policy, SandboxReport
from sidelight.sandbox import experimental, plain_folder, policy
from sidelight.sandbox.piped import PipedRun
from sidelight.sandbox.program import Program
from sidelight.sandbox.windows_calls import Calls, Job, JobProcess, spawn

_PROFILE = "Sidelight.Sandbox"
_SYSTEM_VARIABLES = ("SystemRoot", "SystemDrive", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE")


def environment(scratch: str, environ: dict[str, str]) -> dict[str, str]:
    """The whole environment of a program: what Windows itself needs, and its own folder."""
    system = {name: environ[name] for name in _SYSTEM_VARIABLES if name in environ}
    own = dict.fromkeys(("TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "HOME"), scratch)
    return system | own | {"MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def grants(sid: str, scratch: str, places: Sequence[str]) -> list[list[str]]:
    """The commands that let the container read ``places`` and write in ``scratch``.

    A SID that belongs to nobody but our container is granted; no right of anybody else changes.
    """
    line = ["icacls.exe", scratch, "/grant", f"*{sid}:(OI)(CI)(M)", "/Q"]
    return [line, *(["icacls.exe", place, "/grant", f"*{sid}:(OI)(CI)(RX)", "/Q"] for place in places)]


class WindowsBackend:
    """This Windows."""

    advice = "On Windows the sandbox is experimental; it is used where its own self-test passes."
    holds_workers = False

    def __init__(
        self,
        interpreter: policy.Interpreter,
        calls: Calls,
        *,
        run: Callable[..., Any] = subprocess.run,
        environ: dict[str, str] | None = None,
    ) -> None:
        self._interpreter = interpreter
        self._calls = calls
        self._run = run
        self._environ = dict(os.environ) if environ is None else environ
        self._granted = False

    @classmethod
    def find(cls) -> WindowsBackend:
        """With the interpreter that runs now and the system's own calls."""
        return cls(policy.Interpreter.current(), Calls.real())

    def examine(self) -> SandboxReport:
        """Attack the container."""
        return experimental.examine(
            lambda program, allowed: self.begin(program, allowed, Level.B),
            experimental.EVERYWHERE,
            ("AppContainer without capabilities", "Job object"),
        )

    def begin(self, program: Program, allowed: Policy, level: Level) -> PipedRun:
        """Start ``program``; at level none in the job alone.

        Raises:
            OSError: it cannot be started.
        """
        folder, script = plain_folder.make("script.py", program.source)
        try:
            line = [self._interpreter.executable, "-s", "-B", "-u", str(script), *program.args]
            container = None if level is Level.NONE else self._container(folder, allowed)
            job = Job(self._calls, allowed.limits)
            started = spawn(
                self._calls,
                subprocess.list2cmdline(line),
                environment(str(folder), self._environ),
                str(folder),
                job,
                container,
            )
        except BaseException:
            plain_folder.remove(Path(folder))
            raise
        return PipedRun(JobProcess(self._calls, job, started), level, allowed.limits, folder)

    def _container(self, folder: Path, allowed: Policy) -> int:
        """The container's SID, with the places granted that its programs need."""
        sid, text = self._calls.container(_PROFILE)
        wanted = grants(text, str(folder), [*self._interpreter.places, *allowed.readable])
        # What the interpreter needs stays granted from one run to the next.
        for line in wanted[: 1 if self._granted and not allowed.readable else None]:
            self._run(line, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        self._granted = True
        return sid

    def prepare(self, allowed: Policy, level: Level) -> None:
        """Nothing: there is no stage here yet that could be ready."""

    def administrator(self) -> bool:
        """Whether this process is elevated."""
        return self._calls.elevated()
