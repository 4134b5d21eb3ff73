# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A project to throw away, in which a plugin that is being written shows its examples."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sidelight.domain.errors import ProjectError
from sidelight.domain.project import SUFFIX
from sidelight.registry.discovery import Installed
from sidelight.registry.manifest import PluginInfo
from sidelight.workbench.moment import Moment
from sidelight.workbench.sample_project import add_answers

FOLDER = "examples"
_MOST = 40
_LARGEST = 200_000
_MARKDOWN = frozenset({".md", ".markdown"})


def scratch_project(plugin: Installed, moment: Moment) -> Path:
    """A new project whose one comparison holds one answer: a plugin's examples, each in a fence.

    It lies in a folder of its own for temporary files, and nobody opens it again.

    Raises:
        ProjectError: it cannot be written.
    """
    name = re.sub(r"[^\w -]", "", plugin.info.id) or "plugin"
    try:
        target = Path(tempfile.mkdtemp(prefix="sidelight-plugin-"), f"{name}{SUFFIX}")
    except OSError as error:
        raise ProjectError(f"A project to try the plugin in cannot be made: {error.strerror}.") from error
    answer = {"model": f"{plugin.info.id}-examples", "text": answer_of(plugin.info, Path(plugin.where))}
    add_answers(target, f"What “{plugin.info.name}” shows", [answer], moment)
    return target


def answer_of(info: PluginInfo, project: Path) -> str:
    """The examples of a plugin as a model would write them; without any, a fence for each language."""
    parts = []
    for path, text in _examples(project / FOLDER):
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


def _examples(folder: Path) -> Iterator[tuple[Path, str]]:
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
