# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where Sidelight keeps its own files, and the few things that it remembers between sittings.

``connections.toml`` in the configuration folder names further servers::

    [[connection]]
    name = "lab"                          # models are then lab/…
    label = "The lab's vLLM"
    base_url = "http://127.0.0.1:8000/v1"
    key_variable = "LAB_API_KEY"          # the environment variable that holds the key, if one is needed
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from sidelight.domain.errors import UsageError
from sidelight.domain.model import Connection

DATA_VARIABLE = "SIDELIGHT_DATA"


@dataclass(frozen=True, slots=True)
class Places:
    """Folders: ``data`` for models and projects, ``config`` for settings."""

    data: Path
    config: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Places:
        """The user's own folders, or both under ``SIDELIGHT_DATA`` if that is set."""
        if chosen := environ.get(DATA_VARIABLE):
            return cls(Path(chosen), Path(chosen) / "config")
        import platformdirs

        return cls(
            platformdirs.user_data_path("sidelight", appauthor=False),
            platformdirs.user_config_path("sidelight", appauthor=False),
        )

    @property
    def sample_project(self) -> Path:
        """The project that a first start opens."""
        return self.data / "Sample.sidelight"


def read_connections(places: Places) -> tuple[Connection, ...]:
    """The servers that the user named.

    Raises:
        UsageError: the file cannot be understood; the sentence says where.
    """
    file = places.config / "connections.toml"
    if not file.exists():
        return ()
    try:
        tables = tomllib.loads(file.read_text("utf-8")).get("connection", [])
        return tuple(_connection(table) for table in tables)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{file} cannot be understood: {error}.", "Mend it, or move it away.") from error


def _connection(table: Mapping[str, object]) -> Connection:
    name = str(table["name"])
    if not name or "/" in name or name in ("local", "recorded"):
        raise UsageError(f"“{name}” cannot be the name of a connection.", "Choose another, without a slash.")
    return Connection(
        name=name,
        kind="openai",
        label=str(table.get("label", name)),
        base_url=str(table["base_url"]).rstrip("/"),
        key_variable=str(table.get("key_variable", "")),
    )


def last_project(places: Places) -> Path | None:
    """The project that was open last, if it is still there."""
    try:
        remembered = tomllib.loads((places.config / "state.toml").read_text("utf-8")).get("last_project")
    except (OSError, ValueError):
        return None
    path = Path(str(remembered)) if remembered else None
    return path if path is not None and path.is_file() else None


def remember_project(places: Places, project: Path) -> None:
    """Note which project is open, for the next start. A failure to is no reason to stop."""
    try:
        places.config.mkdir(parents=True, exist_ok=True)
        document = tomlkit.document()
        document["last_project"] = os.fspath(project.resolve())
        fresh = places.config / "state.toml.new"
        fresh.write_text(tomlkit.dumps(document), "utf-8")
        fresh.replace(places.config / "state.toml")
    except OSError:
        return
