# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A new plugin's project: a package that works, with tests that pass, to be changed from there."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from sidelight import resources
from sidelight.domain.errors import UsageError
from sidelight.registry.discovery import ALONG
from sidelight.registry.manifest import FILE_NAME, PluginKind

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_LONGEST = 30
_PROJECT = "pyproject.toml"
_FILES: dict[PluginKind, tuple[str, ...]] = {
    "renderer": ("tests/test_renderer.py", "examples/fruit.txt"),
    "verifier": ("tests/test_verifier.py", "examples/prompt.txt", "examples/right.md", "examples/wrong.md"),
    "exporter": ("tests/test_exporter.py", "examples/battles.jsonl"),
}
_COMMON = ("README.md", FILE_NAME, "__init__.py")
_IN_PACKAGE = frozenset({FILE_NAME, "__init__.py"})
_DOES: dict[PluginKind, str] = {
    "renderer": "Shows @NAME@",
    "verifier": "Judges answers: @NAME@,",
    "exporter": "Writes records as @NAME@",
}


def kind_called(name: str) -> PluginKind:
    """The kind of plugin that somebody names.

    Raises:
        UsageError: there is none of that name.
    """
    for kind in _FILES:
        if kind == name:
            return kind
    raise UsageError(f"“{name}” is no kind of plugin.", f"There are: {', '.join(_FILES)}.")


def make(name: str, beside: Path, kind: PluginKind = "renderer") -> Path:
    """Make the project ``sidelight-NAME`` in a folder: a plugin of a kind.

    Returns:
        The project's folder.

    Raises:
        UsageError: the name cannot be used, or something of that name is there.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or keyword.iskeyword(name):
        raise UsageError(
            f"“{name}” cannot be the name of a plugin.",
            f"Use up to {_LONGEST} lower-case letters and figures, with - between words.",
        )
    if name in ALONG:
        raise UsageError(f"Sidelight's own plugin is called “{name}” already.", "Choose another name.")
    package = "sidelight_" + name.replace("-", "_")
    project = beside / f"sidelight-{name}"
    words = {
        "@DOES@": _DOES[kind],
        "@KIND@": kind,
        "@NAME@": name,
        "@ID@": name,
        "@PACKAGE@": package,
        "@TITLE@": name.replace("-", " ").replace("_", " ").capitalize(),
    }
    try:
        project.mkdir(parents=True)
    except FileExistsError:
        raise UsageError(f"{project} is there already.", "Choose another name or folder.") from None
    for source in (_PROJECT, *_COMMON, *_FILES[kind]):
        folder = () if source == _PROJECT else (kind,)
        text = resources.path("plugin", *folder, f"{source}.template").read_text("utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        path = project / package / source if source in _IN_PACKAGE else project / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return project
