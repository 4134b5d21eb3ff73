# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight import`` and ``sidelight export``: records from other programs and to them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sidelight.cli.output import complain, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.workbench.exporters import Exporters
from sidelight.workbench.exporting import Exporting
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


def list_forms(*, as_json: bool) -> int:
    """Print every form to export in: the program's own, and those of plugins."""
    for form in Exporters(Places.of(os.environ)).forms():
        if as_json:
            plugin = form.plugin
            print_json(
                {
                    "format": form.name,
                    "name": form.title,
                    "about": form.about,
                    "records": form.records,
                    "suffixes": list(form.suffixes),
                    "package": "" if plugin is None else plugin.package,
                    "version": "" if plugin is None else plugin.info.version,
                }
            )
        else:
            origin = "" if form.plugin is None else f" (plugin, version {form.plugin.info.version})"
            say(f"{form.name:14} {form.records:12} {' '.join(form.suffixes):22} {form.about}{origin}")
    return 0


def give_out(project: Path | None, *, format_name: str, out: Path | None, as_json: bool) -> int:
    """Write a project's records to a file, and say what has no place in it.

    Raises:
        UsageError: the form, the file's name or the project makes no sense, or there is nothing to write.
        ExchangeError: the file cannot be written.
        ProjectError: the project cannot be read.
        PluginError, SandboxRefused: the plugin that was to write it failed, or cannot be held.
    """
    if out is None:
        raise UsageError("No file is named.", "Say --out FILE, or --list for the forms.")
    if out.exists():
        raise UsageError(f"{out} exists already.", "Choose another name.")
    places = Places.of(os.environ)
    exporters = Exporters(places)
    form = exporters.form(format_name)
    shows = sys.stderr.isatty()

    def tell(read: int) -> None:
        if shows:
            sys.stderr.write(f"\r{out.name}: {read:,} {form.records}")

    with open_to_read(project, places) as opened:
        done = Exporting(opened, exporters).export(form, out, progress=tell)
    if shows:
        sys.stderr.write("\r\x1b[K")
    if as_json:
        print_json(
            {
                "file": str(out),
                "written": done.written,
                "without_answers": done.without_answers,
                "left_out": [{"why": why, done.what: many} for why, many in done.left_out],
                "not_on_board": [{"why": why, done.what: many} for why, many in done.not_on_board],
            }
        )
        return 0
    written = f"{done.written:,} {done.noun}"
    complain(f"{out} was written from {written}." if done.by_plugin else f"{written} written to {out}.")
    if done.without_answers:
        complain(f"{done.without_answers:>9,}  of them as votes alone: their answers are not in the project")
    for why, many in done.not_on_board:
        complain(f"{many:>9,}  of them not on the leaderboard: {why}")
    for why, many in done.left_out:
        complain(f"{many:>9,}  left out: {why}")
    return 0
