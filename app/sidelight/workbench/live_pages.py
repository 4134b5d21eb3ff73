# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pages of HTML shown alive: whether that can be done here, and how it is begun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Limits, Policy
from sidelight.sandbox import run as sandbox
from sidelight.sandbox.run import Program, SandboxedRun
from sidelight.stage import page as engine
from sidelight.stage.page import GET_SHELF
from sidelight.text.pages import LANGUAGES, assembled

POLICY = Policy(
    Limits(seconds=None, cpu_seconds=None, memory_mb=1500, processes=256, open_files=512, scratch_mb=512)
)
"""A browser engine is three processes with some eighty threads, and what they share counts in each.

As many descriptors may be on their way between its processes, and the system counts those of all programs of
one user together: at the usual 1024 a faulty engine would keep the others from handing any to each other.
"""

PLUGIN = "page"
"""The plugin that fetches libraries for pages."""

NO_ENGINE = "To show a page alive, Sidelight needs a browser engine, and there is none here."
GET_ENGINE = "Install it with: pip install 'sidelight[web]'. Then start Sidelight again."


def possible() -> bool:
    """Whether there is a browser engine. It looks once for the package and imports nothing."""
    return engine.installed()


def is_one(artifact: Artifact) -> bool:
    """Whether this is written in a language of pages."""
    return artifact.language.lower() in LANGUAGES


def lacks_shelf(notices: Iterable[str]) -> bool:
    """Whether a page was refused what the shelf would have, as the notices of its run say."""
    return any(GET_SHELF in sentence for sentence in notices)


def shelf_in(data: Path) -> Path:
    """Where in the data folder libraries lie that pages ask the world for, once somebody fetched them."""
    from sidelight.workbench.worker_process import engines_folder  # after first paint: it finds plugins

    return engines_folder(data) / PLUGIN / "shelf"


def start(source: str, beside: Sequence[Artifact] = (), *, shelf: Path | None = None) -> SandboxedRun:
    """Show a page from now on.

    Args:
        source: HTML, or an SVG.
        beside: the other artifacts of its answer, among which may be its style sheet and its scripts.
        shelf: the folder of libraries that it may read, if it is there.

    Raises:
        SandboxRefused: there is no engine, this machine cannot hold it, or it could not be started.
    """
    if not possible():
        raise SandboxRefused(NO_ENGINE, GET_ENGINE)
    shelved = (str(shelf),) if shelf is not None and shelf.is_dir() else ()
    program = Program(source=assembled(source, beside), name="page.html", stage=True, page=True, args=shelved)
    return sandbox.start(program, replace(POLICY, readable=shelved))
