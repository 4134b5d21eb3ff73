# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Linux: bubblewrap where there is one, Landlock and seccomp everywhere."""

from __future__ import annotations

import os
from collections.abc import Mapping

from sidelight.domain.running import Level, Policy, SandboxReport
from sidelight.sandbox.held import SupervisedRun, begin
from sidelight.sandbox.launch import Means
from sidelight.sandbox.program import Program
from sidelight.sandbox.selftest import examine
from sidelight.sandbox.spare import Spare


class LinuxBackend:
    """This machine's kernel, and what is installed around it."""

    advice = "It needs Linux 5.13 or newer with Landlock and seccomp; bubblewrap makes it stronger."
    holds_workers = True

    def __init__(self, means: Means) -> None:
        self._means = means

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> LinuxBackend:
        """Look what there is."""
        return cls(Means.find(environ))

    def examine(self) -> SandboxReport:
        """Attack both levels; the strongest that held is the one."""
        return examine(self._means)

    def begin(self, program: Program, allowed: Policy, level: Level) -> SupervisedRun:
        """Start ``program`` at exactly ``level``.

        Raises:
            OSError: it cannot be started.
        """
        return begin(program, allowed, level, self._means)

    def prepare(self, allowed: Policy, level: Level) -> Spare:
        """Make a sandbox at exactly ``level`` for a program to come.

        Raises:
            OSError: it cannot be started.
        """
        return Spare(allowed, level, self._means)

    def administrator(self) -> bool:
        """Whether this is root, really or in effect."""
        return 0 in os.getresuid()
