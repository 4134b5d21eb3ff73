# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight import`` and ``sidelight export``: battles from other programs and to them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sidelight.cli.output import complain, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.workbench.exporting import export_battles
from sidelight.workbench.importing import import_battles
from sidelight.workbench.moment import Moment
from sidelight.workbench.opening import open_project, open_to_read
from sidelight.workbench.settings import Places


def bring_in(
    files: list[Path],
    project: Path | None,
    *,
    format_name: str,
    name: str,
    answers: bool,
    as_json: bool,
) -> int:
    """Take the battles of some files into a project, and say of each what was dropped and why.

    Raises:
        UsageError: a file or the form makes no sense.
        ExchangeError: nothing in a file can be read.
        ProjectError: the project cannot be written.
    """
    shows = sys.stderr.isatty()
    with open_project(project, Places.of(os.environ)) as opened:
        for file in files:

            def tell(read: int, of: Path = file) -> None:
                if shows:
                    sys.stderr.write(f"\r{of.name}: {read:,} records")

            done = import_battles(
                opened,
                file,
                Moment.real().wall_ms(),
                name=name,
                format_name=format_name,
                answers=answers,
                progress=tell,
            )
            if shows:
                sys.stderr.write("\r\x1b[K")
            if as_json:
                print_json(
                    {
                        "file": str(file),
                        "name": done.name,
                        "read": done.read,
                        "added": done.added,
                        "leaked": done.leaked,
                        "names_known": done.known_names,
                        "dropped": [{"why": why.value, "records": many} for why, many in done.dropped],
                    }
                )
                continue
            say(f"{file.name}: {done.added:,} of {done.read:,} records added as “{done.name}”")
            if done.leaked:
                say(f"{done.leaked:>9,}  of them flagged: an answer says whose it is")
            if done.known_names:
                say(f"{done.known_names:>9,}  of them not blind: the names were known")
            for why, many in done.dropped:
                say(f"{many:>9,}  dropped: {why.value}")
    return 0


def give_out(project: Path | None, *, format_name: str, out: Path, as_json: bool) -> int:
    """Write a project's battles to a file, and say what has no place in it.

    Raises:
        UsageError: the form, the file's name or the project makes no sense, or there is nothing to write.
        ExchangeError: the file cannot be written.
        ProjectError: the project cannot be read.
    """
    if out.exists():
        raise UsageError(f"{out} exists already.", "Choose another name.")
    with open_to_read(project, Places.of(os.environ)) as opened:
        done = export_battles(opened, out, format_name)
    if as_json:
        print_json(
            {
                "file": str(out),
                "written": done.written,
                "without_answers": done.without_answers,
                "left_out": [{"why": why, "battles": many} for why, many in done.left_out],
            }
        )
        return 0
    complain(f"{done.written:,} battles written to {out}.")
    if done.without_answers:
        complain(f"{done.without_answers:>9,}  of them as votes alone: their answers are not in the project")
    for why, many in done.left_out:
        complain(f"{many:>9,}  left out: {why}")
    return 0
