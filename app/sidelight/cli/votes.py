# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The commands about votes: the leaderboard over them, taking them in from elsewhere, and giving them out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from sidelight.cli.output import guarded
from sidelight.workbench.board import Method, Ties

ReadOption = Annotated[
    Optional[Path], typer.Option("--project", help="The project file that is read.")  # noqa: UP045
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line, and nothing else.")]


def add_to(app: typer.Typer) -> None:
    """Give these commands to the program."""
    app.command()(leaderboard)
    app.command("import")(import_files)
    app.command()(export)


def leaderboard(
    project: ReadOption = None,
    method: Annotated[Method, typer.Option(help="For few votes too, or as public arenas do.")] = Method.BAYES,
    ties: Annotated[Ties, typer.Option(help="How ties count.")] = Ties.HALF,
    style: Annotated[bool, typer.Option("--style", help="Take length and markup out of the scores.")] = False,
    model: Annotated[Optional[list[str]], typer.Option(help="Only these models.")] = None,  # noqa: UP045
    category: Annotated[Optional[list[str]], typer.Option(help="Only these categories.")] = None,  # noqa: UP045
    annotator: Annotated[Optional[list[str]], typer.Option(help="Only these people.")] = None,  # noqa: UP045
    origin: Annotated[Optional[list[str]], typer.Option(help="Only these imports.")] = None,  # noqa: UP045
    leaked: Annotated[bool, typer.Option("--leaked", help="Count given-away answers, too.")] = False,
    known: Annotated[bool, typer.Option("--known", help="Count votes given with the names known.")] = False,
    early: Annotated[bool, typer.Option(help="Count votes given before the answers had ended.")] = True,
    until: Annotated[Optional[str], typer.Option(help="Only votes up to this date.")] = None,  # noqa: UP045
    cluster: Annotated[str, typer.Option(help="annotator or prompt: whose votes hang together.")] = "",
    out: Annotated[Optional[Path], typer.Option(help="A .csv, .md, .svg or .json file.")] = None,  # noqa: UP045
    json: JsonOption = False,
) -> None:
    """Rank the models by the votes of battles, with intervals."""
    # Matrices of some hundred rows gain nothing from threads, which would be made with numpy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from sidelight.cli.leaderboard import asked_for
    from sidelight.cli.leaderboard import leaderboard as show

    def work() -> int:
        asked = asked_for(
            method=method, ties=ties, style=style, models=model, categories=category, annotators=annotator,
            origins=origin, leaked=leaked, known=known, early=early, until=until, cluster=cluster,
        )  # fmt: skip
        return show(project, asked, out=out, as_json=json)

    guarded(work)


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Battles as JSON, JSON lines or Parquet.")],
    project: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--project", help="The project file that they are added to."),
    ] = None,
    format_name: Annotated[
        str, typer.Option("--format", help="arena or fastchat; found out if not given.")
    ] = "",
    name: Annotated[str, typer.Option(help="What the import is called; the file's name if not given.")] = "",
    votes_only: Annotated[bool, typer.Option("--votes-only", help="Leave the answers out.")] = False,
    json: JsonOption = False,
) -> None:
    """Take in battles of other arenas, and say what was dropped and why."""
    from sidelight.cli.exchange import bring_in

    guarded(
        lambda: bring_in(
            files, project, format_name=format_name, name=name, answers=not votes_only, as_json=json
        )
    )


def export(
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="The file; the form says which endings its name may have."),
    ] = None,
    format_name: Annotated[
        str, typer.Option("--format", help="arena, fastchat, or that of a plugin; see --list.")
    ] = "arena",
    project: ReadOption = None,
    list_: Annotated[bool, typer.Option("--list", help="List the forms, those of plugins too.")] = False,
    json: JsonOption = False,
) -> None:
    """Write the project's battles or comparisons as other programs read them."""
    from sidelight.cli.exchange import give_out, list_forms

    if list_:
        guarded(lambda: list_forms(as_json=json))
    guarded(lambda: give_out(project, format_name=format_name, out=out, as_json=json))
