# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Real plugins for tests: written into a folder as pip would lay them there."""

from __future__ import annotations

import textwrap
from pathlib import Path

HEAD = """
import sys
from sidelight.api import Artifact, Context, Image, Kind, Node, Note, Rendered, RenderError, Table

class Plain:
    def match(self, artifact):
        return 80

    def render(self, artifact, context):
        return Rendered.of_text(artifact.text.upper(), alt_text="capitals")

    def close(self):
        pass

"""
PLAIN = "renderer = Plain()\n"


def rendering(body: str) -> str:
    """The code of a renderer whose ``render`` does this."""
    indented = textwrap.indent(textwrap.dedent(body).strip(), " " * 8)
    return f"class Own(Plain):\n    def render(self, artifact, context):\n{indented}\n\nrenderer = Own()\n"


def manifest(identifier: str, **fields: object) -> str:
    """A manifest with these fields; tables as dictionaries."""
    own: dict[object, dict[str, object]] = {
        "renderer": {"languages": [identifier]},
        "verifier": {"prompts": [identifier]},
        "exporter": {"extensions": [f".{identifier}"]},
    }
    told: dict[str, object] = {
        "api": 1,
        "id": identifier,
        "name": f"The {identifier}",
        "description": "A plugin of the tests.",
        "version": "1.0",
    }
    told |= own.get(fields.get("kind", "renderer"), {}) | fields
    lines = [f"{name} = {_toml(value)}" for name, value in told.items() if not isinstance(value, dict)]
    for name, table in told.items():
        if isinstance(table, dict):
            lines += [f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def install(folder: Path, identifier: str, code: str = PLAIN, *, text: str = "", **fields: object) -> Path:
    """Lay a plugin into a plugins folder; its package's folder.

    Args:
        folder: holds a folder for each plugin.
        identifier: its id, its language and part of its names.
        code: what follows ``HEAD`` in its module.
        text: its whole manifest; made from ``fields`` if empty.
        fields: what its manifest says.
    """
    package = folder / identifier / f"testing_{identifier}"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text(HEAD + textwrap.dedent(code), "utf-8")
    (package / "sidelight-plugin.toml").write_text(text or manifest(identifier, **fields), "utf-8")
    told = folder / identifier / f"testing_{identifier}-1.0.dist-info"
    told.mkdir(exist_ok=True)
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: testing-{identifier}\nVersion: 1.0\n")
    kind = fields.get("kind", "renderer")
    (told / "entry_points.txt").write_text(
        f"[sidelight.{kind}s]\n{identifier} = testing_{identifier}:{kind}\n"
    )
    return package
