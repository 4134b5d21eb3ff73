# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight replay-record``: read the exact records of answers once more, as the adapters read them now."""

from __future__ import annotations

import os
from pathlib import Path

from sidelight.cli.output import FAILED, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.domain.identity import GenerationId
from sidelight.workbench.opening import open_project
from sidelight.workbench.rereading import Reread, records_of, reread
from sidelight.workbench.settings import Places


def replay_records(answer: str | None, *, project: Path, as_json: bool) -> int:
    """Compare one answer, or all of a project, with what its record says now. Fails if one differs."""
    opened = open_project(project, Places.of(os.environ), read_only=True)
    differing = read = passed = 0
    try:
        one = answer is not None
        kept = [opened.generation(GenerationId(answer))] if answer is not None else records_of(opened)
        for generation in kept:
            try:
                found = reread(generation, opened.exchange(generation.id))
            except UsageError:
                if one:
                    raise
                passed += 1
                continue
            read += 1
            differing += bool(found.differences)
            if as_json:
                print_json(as_record(found))
            elif found.differences or one:
                say(f"{found.id}: {' '.join(found.differences) or 'read as it was then'}")
    finally:
        opened.close()
    if not as_json and answer is None:
        left = f", {passed} came from no server" if passed else ""
        say(f"{read} read again, {differing} differ{left}")
    return FAILED if differing else 0


def as_record(found: Reread) -> dict[str, object]:
    """What an answer's record says now, as JSON."""
    return {
        "id": found.id,
        "format": found.kind,
        "text": found.text,
        "reasoning": found.reasoning,
        "stop_reason": found.stop_reason.value if found.stop_reason else None,
        "error": found.failure.sentence if found.failure else None,
        "same": not found.differences,
        "differences": list(found.differences),
    }
