# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Trying, in the sandbox, whether a plugin can be imported at all."""

from __future__ import annotations

import queue
from pathlib import Path

from sidelight.api import Artifact, Context
from sidelight.registry.discovery import Installed
from sidelight.registry.pool import Pool
from sidelight.registry.task import Outcome, Task
from sidelight.registry.worker import START_S
from sidelight.workbench.worker_process import WorkerProcess

_PATIENCE_S = 30.0


def why_not_imported(plugin: Installed, engines: Path) -> str:
    """Why a worker cannot import a plugin, as a sentence; empty if it can, or if nobody can tell.

    One with widgets of its own is not imported, for it would run unheld; and where nothing can hold a worker
    nothing is tried.
    """
    if plugin.info.isolation == "inprocess":
        return ""
    come: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    pool = Pool(lambda installed: WorkerProcess.start(installed, engines))
    try:
        # What it answers says nothing here: another kind than a renderer does not even understand it.
        pool.submit(Task(plugin, Artifact(0, "", "", True), Context(), come.put, only_ask=True))
        outcome = come.get(timeout=START_S + plugin.info.seconds + _PATIENCE_S)
    except queue.Empty:
        return ""
    finally:
        pool.close()
    return outcome.failure if outcome.crashed and not outcome.import_ms else ""
