# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A project to throw away, in which a plugin that is being written shows its examples."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sidelight.domain.comparison import MOST_PANES
from sidelight.domain.errors import ExchangeError, ProjectError
from sidelight.domain.project import SUFFIX
from sidelight.registry.discovery import Installed
from sidelight.registry.manifest import PluginInfo
from sidelight.store.project import ProjectFile
from sidelight.workbench.importing import import_battles
from sidelight.workbench.moment import Moment
from sidelight.workbench.plugin_check_verifier import PROMPT_FILE, examples_of
from sidelight.workbench.sample_project import add_answers

FOLDER = "examples"
_MOST = 40
_LARGEST = 200_000
_PREFIX = "sidelight-plugin-"
_OWNER = re.compile(rf"{_PREFIX}(\d+)-")
_OLD_S = 24 * 3600.0
_MARKDOWN = frozenset({".md", ".markdown"})


def scratch_project(plugin: Installed, moment: Moment) -> Path:
    """A new project with a plugin's examples.

    Of a renderer they are one answer, each in a fence; of a verifier answers to one prompt; of an exporter
    battles in files as the public data sets have them.

    It lies in a folder of its own for temporary files, until ``put_away``. What a process that was killed
    left of the kind is put away first.

    Raises:
        ProjectError: it cannot be written.
    """
    _sweep()
    name = re.sub(r"[^\w -]", "", plugin.info.id) or "plugin"
    try:
        target = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"), f"{name}{SUFFIX}")
    except OSError as error:
        raise ProjectError(f"A project to try the plugin in cannot be made: {error.strerror}.") from error
    project = Path(plugin.where)
    if plugin.info.kind == "exporter":
        _add_battles(target, project, moment)
    elif plugin.info.kind == "verifier":
        prompt, answers = examples_of(project)
        asked = (
            prompt
            or f"There is no {PROMPT_FILE} in the plugin's folder {FOLDER} yet: {plugin.info.prompts[0]}"
        )
        said = [{"model": _model_of(name), "text": text} for name, text in answers.items()][:MOST_PANES]
        add_answers(target, asked, said or [{"model": "example", "text": "No answer is there yet."}], moment)
    else:
        answer = {"model": f"{plugin.info.id}-examples", "text": answer_of(plugin.info, project)}
        add_answers(target, f"What “{plugin.info.name}” shows", [answer], moment)
    return target


def _model_of(file: str) -> str:
    return re.sub(r"[^\w.-]", "-", Path(file).stem) or "example"


def _add_battles(target: Path, project: Path, moment: Moment) -> None:
    with ProjectFile.create(target) as made:
        for file in sorted((project / FOLDER).glob("*.json*")):
            with suppress(ExchangeError):
                import_battles(made, file, moment.wall_ms())


def put_away(project: Path) -> None:
    """Remove a project that ``scratch_project`` made, with its folder; any other one stays as it is."""
    folder = project.parent
    if folder.name.startswith(_PREFIX) and folder.parent == Path(tempfile.gettempdir()):
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            if _is_stale(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_stale(folder: Path) -> bool:
    """Whether it is this user's, and the process that it was made for has ended."""
    try:
        known = folder.lstat()
        if folder.is_symlink() or not folder.is_dir() or os.name != "posix" or known.st_uid != os.getuid():
            return False
        owner = _OWNER.match(folder.name)
        if owner is None:
            return time.time() - known.st_mtime > _OLD_S
        os.kill(int(owner[1]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def answer_of(info: PluginInfo, project: Path) -> str:
    """The examples of a plugin as a model would write them; without any, a fence for each language."""
    parts = []
    for path, text in examples(project / FOLDER):
        shown = text if _is_whole(path, text, info) else fenced(_language(path, info), text)
        parts.append(f"`{path.name}`\n\n{shown}")
    if not parts:
        parts.append(f"No file is in the plugin's folder `{FOLDER}` yet; a block of each language:")
        parts += [fenced(language, "example") for language in info.languages or ("",)]
    return "\n\n".join(parts) + "\n"


def fenced(language: str, text: str) -> str:
    """A text in a fence that nothing in it closes."""
    runs = [len(run) for run in re.findall(r"^\s*(`{3,})", text, re.MULTILINE)]
    fence = "`" * (max(runs, default=2) + 1)
    return f"{fence}{language}\n{text.rstrip(chr(10))}\n{fence}"


def examples(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files in a folder of examples that can be shown, with their texts."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")
    except OSError:
        return
    for path in files[:_MOST]:
        try:
            if path.stat().st_size <= _LARGEST:
                yield path, path.read_text("utf-8")
        except (OSError, UnicodeError):
            continue


def _language(path: Path, info: PluginInfo) -> str:
    own = path.suffix.removeprefix(".").lower()
    return own if own in info.languages else next(iter(info.languages), own)


def _is_whole(path: Path, text: str, info: PluginInfo) -> bool:
    """Whether a file is Markdown with fences of its own, as a model's whole answer is."""
    suffix = path.suffix.lower()
    return suffix in _MARKDOWN and suffix not in info.extensions and "```" in text
