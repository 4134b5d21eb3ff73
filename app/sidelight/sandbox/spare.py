# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A sandbox in which everything is ready but the program.

It is the same one as any run's, supervisor and all, sealed before anything else happens. Nothing of a
stranger's was ever in it, it takes one program, and it ends with that.
"""

from __future__ import annotations

import os
import re

from sidelight.domain.running import Level, Policy
from sidelight.sandbox.events import StageMessage
from sidelight.sandbox.held import SupervisedRun, on_stage
from sidelight.sandbox.launch import Means, encoded, plain
from sidelight.sandbox.program import Program

# What a program may decide before it imports a package, and no longer once somebody did it.
_DECIDES = re.compile(
    r"\bOpenGL\s*\.\s*[A-Z_]+\s*=|\bimport\s+OpenGL\s+as\b|setattr\s*\(\s*OpenGL\b"
    r"|environ|putenv|sys\s*\.\s*(?:modules|meta_path)|\b(?:MESA|LIBGL|GALLIUM|PYOPENGL|SDL|LP|EGL)_[A-Z]"
)
_LONGEST_ARGUMENTS = 16_000


def suits(program: Program) -> bool:
    """Whether a program runs in a spare as it would by itself.

    One that sets switches of a package or variables for the renderer needs an interpreter that has read
    neither.
    """
    return (
        program.stage
        and not program.keep_files
        and sum(map(len, program.args)) < _LONGEST_ARGUMENTS
        and _DECIDES.search(program.source) is None
    )


class Spare:
    """One that waits. Whoever made it takes it once, or closes it."""

    def __init__(self, policy: Policy, level: Level, means: Means) -> None:
        """Start it.

        Raises:
            ValueError: no such level here.
            OSError: it cannot be started.
        """
        self.policy = policy
        self._ready = False
        self._text = os.memfd_create("sidelight-program", os.MFD_CLOEXEC)
        try:
            self._run: SupervisedRun | None = on_stage(
                Program("", stage=True), policy, level, means, self._text
            )
        except BaseException:
            os.close(self._text)
            raise

    def suits(self, program: Program) -> bool:
        """Whether a program runs here as it would by itself."""
        return suits(program)

    def ready(self) -> bool:
        """Whether it has nothing left to do but wait. Never waits itself."""
        if self._run is not None and not self._ready:
            self._ready = any(
                isinstance(event, StageMessage) and event.content.get("t") == "ready"
                for event in self._run.events()
            )
        return self._ready

    def fileno(self) -> int:
        """Readable when ``ready`` may have another answer."""
        return -1 if self._run is None else self._run.fileno()

    def take(self, program: Program) -> SupervisedRun | None:
        """The run of ``program``, which begins now; ``None`` when this one is no longer good for any."""
        run = self._run
        if run is None or self._text < 0:
            return None
        descriptor, self._text = self._text, -1
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            try:
                whole = encoded(program)
                complete = file.write(whole) == len(whole)
                file.seek(0)
            except OSError:
                complete = False
        if not complete or not run.give(plain(program.name), program.args):
            return None
        self._run = None
        return run

    def close(self) -> None:
        """End it, if it was not taken. This may wait a little; a second call does nothing."""
        run, self._run = self._run, None
        if self._text >= 0:
            os.close(self._text)
            self._text = -1
        if run is not None:
            run.close()
