# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight audit``: whether blind battles are what the log says."""

from __future__ import annotations

import os
from pathlib import Path

from sidelight.cli.output import FAILED, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.store.project import ProjectFile
from sidelight.workbench.auditing import Audit, Auditing
from sidelight.workbench.settings import Places, last_project

_SHOWN = 40


def audit(project: Path | None, *, noted: str, as_json: bool) -> int:
    """Check a project, the one that was open last if none is named; 1 if something is not what it was."""
    path = project or last_project(Places.of(os.environ))
    if path is None:
        raise UsageError("No project is named.", "Name one with --project.")
    with ProjectFile.open(path, read_only=True) as opened:
        found = Auditing(opened).audit(noted.strip().lower())
    if as_json:
        print_json(as_record(found, path))
    else:
        _tell(found)
    return 0 if found.sound else FAILED


def as_record(found: Audit, path: Path) -> dict[str, object]:
    """What was found as one object of JSON."""
    return {
        "project": str(path),
        "sound": found.sound,
        "head": found.heads[0] if len(found.heads) == 1 else None,
        "heads": list(found.heads),
        "entries": found.entries,
        "battles": found.battles,
        "votes": found.votes,
        "imported": found.imported,
        "unopened": found.unopened,
        "problems": [{"where": problem.where, "what": problem.what} for problem in found.problems],
    }


def _tell(found: Audit) -> None:
    for problem in found.problems[:_SHOWN]:
        say(f"{problem.where}: {problem.what}")
    if len(found.problems) > _SHOWN:
        say(f"and {len(found.problems) - _SHOWN} more; --json prints all")
    held = f"{found.battles} blind battles, {found.votes} votes, {found.entries} entries in the log"
    more = f", {found.imported} imported battles" if found.imported else ""
    waiting = f", {found.unopened} not opened yet" if found.unopened else ""
    say(f"{held}{more}{waiting}")
    if not found.entries:
        say("The log is empty.")
    for head in found.heads:
        say(f"head {head}")
    say("All is as it was put on record." if found.sound else "Not all is as it was put on record.")
