# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Sandboxed executions: what they may do, how strongly they are held, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from sidelight.domain.identity import GenerationId, RecordId, RunId


class Level(StrEnum):
    """How strongly a program is held, as a functional self-test showed it on this machine.

    ``A`` is namespaces (bubblewrap) and the shim, ``B`` the shim alone (Landlock and seccomp together),
    ``none`` anything less: nothing is run.
    """

    A = "A"
    B = "B"
    NONE = "none"


LimitName = Literal["wall", "cpu", "memory", "processes", "disk", "output"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use. ``seconds`` of wall clock; ``None`` runs until stopped."""

    seconds: float | None = 30.0
    cpu_seconds: int | None = 20
    memory_mb: int = 1000
    processes: int = 64
    open_files: int = 256
    file_mb: int = 64
    scratch_mb: int = 256
    scratch_entries: int = 20_000
    output_mb: int = 64
    output_kept_mb: int = 8


@dataclass(frozen=True, slots=True)
class Policy:
    """What one execution may do. There is no network and no writing outside its scratch folder, ever."""

    limits: Limits = field(default_factory=Limits)
    readable: tuple[str, ...] = ()
    """Further folders that may be read, beside the interpreter, its packages and the system's libraries."""
    gpu: bool = False
    """Whether the graphics card may be used. Its driver is then within reach, and nothing holds that."""


@dataclass(frozen=True, slots=True)
class CanaryResult:
    """One attack of the self-test, and whether it was held."""

    name: str
    held: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SandboxReport:
    """What this machine can hold: the level that the self-test showed, and why it is not higher."""

    level: Level
    layers: tuple[str, ...]
    missing: tuple[str, ...]
    self_test: tuple[CanaryResult, ...]


class Outcome(StrEnum):
    """What a script showed: the picture changes, stands still, stays blank, or an error came first."""

    CHANGING = "changing"
    STATIC = "static"
    BLANK = "blank"
    ERROR = "error"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a process tree ended. ``survivors`` counts those that could not be ended: 0, or it is a defect.

    ``gpu`` says that the graphics card was within reach.
    """

    outcome: Literal["exited", "killed", "refused"]
    exit_code: int | None
    limit: LimitName | None
    level: Level
    stdout: str
    stderr: str
    peak_memory_mb: float
    duration_ms: float
    survivors: int = 0
    gpu: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One sandboxed execution of an artifact, as a project keeps it. ``frame_png`` shows it, if it drew.

    ``artifact_digest`` is that of the text that was run. ``edited`` is that text if a person had changed what
    the answer says, and empty otherwise: such a run says nothing of what the model wrote. ``notices`` say
    what the script met here otherwise than on a desktop.
    """

    id: RunId
    generation_id: GenerationId
    artifact_index: int
    artifact_digest: str
    created_ms: int
    outcome: Outcome
    level: Level
    exit_code: int | None
    limit: LimitName | None
    frames: int
    first_frame_ms: float | None
    duration_ms: float
    stdout: str = ""
    stderr: str = ""
    frame_png: bytes = b""
    edited: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunPicture:
    """A picture of a run that a person chose to keep: one frame, or a strip of several side by side.

    ``from_s`` and ``to_s`` are the seconds of the run that it shows.
    """

    id: RecordId
    generation_id: GenerationId
    run_id: RunId
    kind: Literal["frame", "strip"]
    created_ms: int
    from_s: float
    to_s: float
    png: bytes
