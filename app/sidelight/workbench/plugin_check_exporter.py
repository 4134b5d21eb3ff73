# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What every exporter must stand, tried in the sandbox that it will be used in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sidelight.registry.discovery import Installed
from sidelight.registry.exporting import ExportFault, ExportRun, end
from sidelight.registry.task import Outcome
from sidelight.stage.exporting import line_of
from sidelight.workbench.error_place import with_place
from sidelight.workbench.plugin_records import many, unusual
from sidelight.workbench.worker_process import WorkerProcess

_ENOUGH = 5


@dataclass(slots=True)
class Tried:
    """What was seen while an exporter worked; ``wrong`` are sentences by the check that they belong to."""

    import_ms: float = 0.0
    written: int = 0
    refused: int = 0
    peak_mb: float = 0.0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def note(self, check: str, sentence: str) -> None:
        """Something is wrong."""
        self.wrong.setdefault(check, []).append(sentence)


def try_exporter(plugin: Installed, engines: Path, tell: Callable[[int, int], None] | None) -> Tried:
    """Have it write unusual records, twice each, and some thousand ordinary ones.

    Raises:
        SandboxRefused: nothing here can hold a worker, so nothing can be tried.
    """
    tried = Tried()
    which = plugin.info.records
    lists = unusual(which)
    first, second = _Writer(plugin, engines, tried), _Writer(plugin, engines, tried)
    try:
        for number, (name, records) in enumerate(lists.items(), start=1):
            file = first.write(name, map(line_of, records))
            if file is not None and file != second.write(name, map(line_of, records)):
                tried.note("same again", f"{name}: two files")
            if not tried.import_ms or sum(map(len, tried.wrong.values())) >= _ENOUGH:
                # The rest would only say the same again.
                return tried
            if tell is not None:
                tell(number, len(lists) + 1)
        for suffix in plugin.info.extensions[1:]:
            first.write(f"a file {suffix}", map(line_of, lists["one"]), suffix)
        first.write("four thousand records", map(line_of, many(which)))
        if tell is not None:
            tell(len(lists) + 1, len(lists) + 1)
    finally:
        for writer in (first, second):
            writer.close()
    return tried


class _Writer:
    """A worker that writes one list after another; one that failed makes room for a new one."""

    def __init__(self, plugin: Installed, engines: Path, tried: Tried) -> None:
        self._plugin = plugin
        self._engines = engines
        self._tried = tried
        self._process: WorkerProcess | None = None

    def write(self, name: str, lines: Iterator[bytes], suffix: str = "") -> str | None:
        """The digest of the file that came of it, or the refusal; ``None`` where the exporter failed."""
        info, tried = self._plugin.info, self._tried
        used = self._process is not None
        process = self._process or WorkerProcess.start(self._plugin, self._engines, watch=True)
        self._process = process
        digest = hashlib.sha256()
        run = ExportRun(info, process, digest.update, used=used)
        told: dict[str, Any] = {
            "records": info.records,
            "suffix": suffix or info.extensions[0],
            "settings": info.values({}),
        }
        try:
            run.run(told, lines)
        except ExportFault as fault:
            tried.import_ms = max(tried.import_ms, run.import_ms)
            self.close()
            if fault.refused:
                tried.refused += 1
                return str(fault)
            failure = with_place(Outcome(failure=str(fault), trace=fault.trace), Path(self._plugin.folder))
            tried.note(_check_of(str(fault)), f"{name}: {failure}")
            return None
        tried.import_ms = max(tried.import_ms, run.import_ms)
        tried.written += 1
        for event in run.seen:
            program = event in ("subprocess.Popen", "os.system")
            if not (program and info.executables):
                tried.note("network", f"{name}: {'it tried to start a program' if program else event}")
        return digest.hexdigest()

    def close(self) -> None:
        """End the worker, if there is one."""
        if self._process is not None:
            end(self._process)
            self._tried.peak_mb = max(self._tried.peak_mb, self._process.peak_mb)
            self._process = None


def _check_of(failure: str) -> str:
    """Which check a failure belongs to."""
    if "uses no Qt" in failure:
        return "Qt"
    if "of memory" in failure or "MemoryError" in failure:
        return "memory"
    return "import" if "cannot be started" in failure else "corpus"
