# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A new plugin's project: a package that works, with tests that pass, to be changed from there."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from sidelight import resources
from sidelight.domain.errors import UsageError

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_LONGEST = 30
_FILES = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "sidelight-plugin.toml": "{package}/sidelight-plugin.toml",
    "__init__.py": "{package}/__init__.py",
    "tests/test_renderer.py": "tests/test_renderer.py",
    "examples/fruit.txt": "examples/fruit.txt",
}


def make(name: str, beside: Path) -> Path:
    """Make the project ``sidelight-NAME`` in a folder.

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
    package = "sidelight_" + name.replace("-", "_")
    project = beside / f"sidelight-{name}"
    words = {
        "@NAME@": name,
        "@ID@": name,
        "@PACKAGE@": package,
        "@TITLE@": name.replace("-", " ").replace("_", " ").capitalize(),
    }
    try:
        project.mkdir(parents=True)
    except FileExistsError:
        raise UsageError(f"{project} is there already.", "Choose another name or folder.") from None
    for source, target in _FILES.items():
        text = resources.path("plugin", f"{source}.template").read_text("utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        path = project / target.format(package=package)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return project
