# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What every verifier must stand, tried in the sandbox that it will be used in."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sidelight.api import Artifact, Attempt, Context, Verdict
from sidelight.domain.errors import SandboxRefused
from sidelight.registry.discovery import Installed
from sidelight.registry.pool import Pool
from sidelight.registry.task import Outcome, Task
from sidelight.text.artifacts import artifacts
from sidelight.workbench.error_place import with_place
from sidelight.workbench.plugin_corpus import HOSTILE, truncated
from sidelight.workbench.worker_process import WorkerProcess

PROMPT_FILE = "prompt.txt"
"""In a verifier's folder of examples: what was asked; the other files are answers to it."""
_START_S = 60.0
_ENOUGH = 5
_MOST_EXAMPLES = 5
_LARGEST_EXAMPLE = 1 << 20


@dataclass(slots=True)
class Judged:
    """What was seen while a verifier worked; ``wrong`` are sentences by the check that they belong to."""

    import_ms: float = 0.0
    verdicts: dict[str, int] = field(default_factory=dict)
    peak_mb: float = 0.0
    slowest: tuple[float, str] = (0.0, "")
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def note(self, check: str, sentence: str) -> None:
        """Something is wrong."""
        self.wrong.setdefault(check, []).append(sentence)


def examples_of(project: Path) -> tuple[str, dict[str, str]]:
    """The prompt of a verifier's examples, and the answers by the names of their files."""
    folder = project / "examples"
    prompt, answers = "", {}
    for file in sorted(folder.glob("*")) if folder.is_dir() else []:
        if not file.is_file() or file.name[0] == "." or file.stat().st_size > _LARGEST_EXAMPLE:
            continue
        text = file.read_text("utf-8", "replace")
        if file.name == PROMPT_FILE:
            prompt = text.strip()
        else:
            answers[file.name] = text
    return prompt, answers


def try_verifier(
    plugin: Installed, engines: Path, project: Path, tell: Callable[[int, int], None] | None
) -> Judged:
    """Have it judge its examples, cut off and turned over, and hostile answers, each twice.

    Raises:
        SandboxRefused: nothing here can hold a worker, so nothing can be tried.
    """
    judged = Judged()
    started: list[WorkerProcess] = []

    def launch(installed: Installed) -> WorkerProcess:
        started.append(WorkerProcess.start(installed, engines, watch=True))
        return started[-1]

    prompt, answers = examples_of(project)
    prompt = prompt or f"About {plugin.info.prompts[0]}."
    corpus = {**truncated(list(answers.items())[:_MOST_EXAMPLES]), **HOSTILE}
    pool = Pool(launch)
    try:
        for number, (name, text) in enumerate(corpus.items(), start=1):
            _try_one(pool, plugin, name, Attempt(prompt, text, tuple(artifacts(text))), judged)
            if not judged.import_ms or sum(map(len, judged.wrong.values())) >= _ENOUGH:
                # The rest would only say the same again, and one that hangs takes its time.
                break
            if tell is not None:
                tell(number, len(corpus))
        strange = "\u202e\0" + "x" * 100_000
        _try_one(pool, plugin, "a strange prompt", Attempt(strange, "", (), strange), judged)
    finally:
        pool.close()
    judged.peak_mb = max((process.peak_mb for process in started), default=0.0)
    return judged


def _try_one(pool: Pool, plugin: Installed, name: str, attempt: Attempt, judged: Judged) -> None:
    first = _ask(pool, plugin, attempt)
    judged.import_ms = max(judged.import_ms, first.import_ms)
    if first.failure:
        words = first.failure
        memory = "of memory" in words or "MemoryError" in words
        started = "cannot be started" not in words
        check = "Qt" if "uses no Qt" in words else "memory" if memory else "corpus" if started else "import"
        judged.note(check, f"{name}: {with_place(first, Path(plugin.folder))}")
        return
    said = "not its own" if first.finding is None else Verdict(first.finding.verdict).value
    judged.verdicts[said] = judged.verdicts.get(said, 0) + 1
    judged.slowest = max(judged.slowest, (first.duration_ms, name))
    second = _ask(pool, plugin, attempt)
    if (first.finding, first.failure) != (second.finding, second.failure):
        judged.note("same again", f"{name}: {second.failure or 'two verdicts'}")
    for event in first.seen:
        program = event in ("subprocess.Popen", "os.system")
        if not (program and plugin.info.executables):
            judged.note("network", f"{name}: {'it tried to start a program' if program else event}")


def _ask(pool: Pool, plugin: Installed, attempt: Attempt) -> Outcome:
    come: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    context = Context(settings=plugin.info.values({}))
    pool.submit(Task(plugin, Artifact(0, "", "", True), context, come.put, attempt=attempt))
    outcome = come.get(timeout=plugin.info.seconds + _START_S)
    if outcome.failure.endswith("nothing here could hold it.") or "was not started" in outcome.failure:
        raise SandboxRefused(outcome.failure)
    return outcome
