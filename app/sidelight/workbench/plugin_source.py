# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reading a plugin's source for what it imports, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from sidelight.registry.discovery import Installed

_QT = frozenset({"PySide6", "shiboken6", "PyQt6", "PyQt5", "PySide2"})
_NETWORK = frozenset(
    {"socket", "socketserver", "ssl", "ftplib", "smtplib", "httpx", "requests", "aiohttp", "urllib3"}
)
_NETWORK_PARTS = ("urllib.request", "http.client", "http.server", "asyncio.streams")
_OURS = "sidelight"
_ALLOWED = "sidelight.api"
_LARGEST = 2_000_000


def findings(plugin: Installed) -> Iterator[tuple[str, str]]:
    """What a renderer's package imports and should not: a check's name and a sentence, for each.

    The function that fetches its engine runs only when a person asks for that, so its module may use the
    network.
    """
    fetching = plugin.info.engine.partition(":")[0]
    for file in sorted(Path(plugin.folder).rglob("*.py")):
        name = str(file.relative_to(plugin.folder))
        try:
            if file.stat().st_size > _LARGEST:
                continue
            tree = ast.parse(file.read_bytes())
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
            yield "source", f"{name} cannot be read: {error}"
            continue
        module = ".".join((Path(plugin.folder).name, *Path(name).with_suffix("").parts))
        for imported, line in _imports(tree):
            top = imported.partition(".")[0]
            if top in _QT and plugin.info.isolation == "worker":
                yield "Qt", f"{name}:{line} imports {imported}"
            elif top == _OURS and not (imported == _ALLOWED or imported.startswith(f"{_ALLOWED}.")):
                yield "API", f"{name}:{line} imports {imported}; only {_ALLOWED} is promised to stay"
            elif module != fetching and (
                top in _NETWORK or any(imported.startswith(part) for part in _NETWORK_PARTS)
            ):
                yield "network", f"{name}:{line} imports {imported}"


def _imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            for alias in node.names:
                # “from sidelight import api” and “from urllib import request” name modules too.
                whole = f"{node.module}.{alias.name}"
                yield whole if node.module in ("sidelight", "urllib", "http") else node.module, node.lineno
