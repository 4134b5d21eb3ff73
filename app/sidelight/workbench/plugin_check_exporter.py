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
from sidelight.stage.exporting import line_of
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
    for number, (name, records) in enumerate(lists.items(), start=1):
        first = _write(plugin, engines, name, map(line_of, records), tried)
        if first is not None and first != _write(plugin, engines, name, map(line_of, records), tried):
            tried.note("same again", f"{name}: two files")
        if not tried.import_ms or sum(map(len, tried.wrong.values())) >= _ENOUGH:
            # The rest would only say the same again.
            return tried
        if tell is not None:
            tell(number, len(lists) + 1)
    for suffix in plugin.info.extensions[1:]:
        _write(plugin, engines, f"a file {suffix}", map(line_of, lists["one"]), tried, suffix)
    _write(plugin, engines, "four thousand records", map(line_of, many(which)), tried)
    if tell is not None:
        tell(len(lists) + 1, len(lists) + 1)
    return tried


def _write(
    plugin: Installed, engines: Path, name: str, lines: Iterator[bytes], tried: Tried, suffix: str = ""
) -> str | None:
    """The digest of the file that came of it, or the refusal; ``None`` where the exporter failed."""
    process = WorkerProcess.start(plugin, engines, watch=True)
    digest = hashlib.sha256()
    run = ExportRun(plugin.info, process, digest.update)
    info = plugin.info
    told: dict[str, Any] = {
        "records": info.records,
        "suffix": suffix or info.extensions[0],
        "settings": info.values({}),
    }
    try:
        run.run(told, lines)
    except ExportFault as fault:
        tried.import_ms = max(tried.import_ms, run.import_ms)
        if fault.refused:
            tried.refused += 1
            return str(fault)
        words = str(fault)
        memory = "of memory" in words or "MemoryError" in words
        started = "cannot be started" not in words
        check = "Qt" if "uses no Qt" in words else "memory" if memory else "corpus" if started else "import"
        tried.note(check, f"{name}: {words}")
        return None
    finally:
        end(process)
        tried.peak_mb = max(tried.peak_mb, process.peak_mb)
    tried.import_ms = max(tried.import_ms, run.import_ms)
    tried.written += 1
    for event in run.seen:
        program = event in ("subprocess.Popen", "os.system")
        if not (program and info.executables):
            sentence = "it tried to start a program" if program else event
            tried.note("network", f"{name}: {sentence}")
    return digest.hexdigest()
