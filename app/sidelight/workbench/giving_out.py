# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Exports beside a window, on a thread of their own, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sidelight.store.project import ProjectFile
from sidelight.workbench.exporters import Exporters, Form
from sidelight.workbench.exporting import Exported, Exporting

Result = TypeVar("Result")


class GivingOut:
    """What a window asks for; the thread is begun with the first wish."""

    def __init__(self, project: ProjectFile, exporters: Exporters) -> None:
        self._exporters = exporters
        self._exporting = Exporting(project, exporters)
        self._thread: ThreadPoolExecutor | None = None
        self._closed = False

    def forms(self) -> Future[tuple[Form, ...]]:
        """All forms that there are now."""
        return self._do(self._exporters.forms)

    def export(
        self, form: Form, path: Path, progress: Callable[[int], None], given_up: Callable[[], bool]
    ) -> Future[Exported]:
        """Write a file; see ``Exporting.export``. ``progress`` and ``given_up`` are called on the thread."""
        return self._do(
            lambda: self._exporting.export(
                form, path, progress=progress, given_up=lambda: self._closed or given_up()
            )
        )

    def close(self) -> None:
        """Give up what is being written, and wait for that."""
        self._closed = True
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)

    def _do(self, work: Callable[[], Result]) -> Future[Result]:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="sidelight-export")
        return self._thread.submit(work)
