# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where Sidelight keeps its own files, and the few things that it remembers between sittings.

``connections.toml`` in the configuration folder names further servers::

    [[connection]]
    name = "lab"                          # models are then lab/…
    label = "The lab's vLLM"
    kind = "openai"                       # openai (the usual), openai-responses, anthropic, gemini, ollama
    base_url = "http://127.0.0.1:8000/v1" # may be left out where the kind has a usual one
    per_hour = 60                         # at most so many answers of each model; also per_minute, per_day
    cost_per_day = 2.50                   # all its answers together, at most so much in any day
    key_variable = "LAB_API_KEY"          # the environment variable that holds the key, if one is needed
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sidelight.domain.errors import UsageError
from sidelight.domain.model import Connection
from sidelight.domain.project import SUFFIX

DATA_VARIABLE = "SIDELIGHT_DATA"
SAFE_MODE_VARIABLE = "SIDELIGHT_SAFE_MODE"
PROJECT_VARIABLE = "SIDELIGHT_PLUGIN_PROJECT"
"""Names the source folder of a plugin that is being written: it is loaded from there, anew on each save."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_LIMITS = ("per_minute", "per_hour", "per_day")
_OTHERS = ("cost_per_day", "insecure_http")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")


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
    def connections_file(self) -> Path:
        """The servers that the user named."""
        return self.config / "connections.toml"

    @property
    def sample_project(self) -> Path:
        """The project that a first start opens."""
        return self.data / f"Sample{SUFFIX}"


def read_connections(places: Places) -> tuple[Connection, ...]:
    """The servers that the user named.

    Raises:
        UsageError: the file cannot be understood; the sentence says where.
    """
    file = places.connections_file
    return connections_in(connections_text(file), file)


def connections_text(file: Path) -> str:
    """What a file of connections holds, empty if there is none.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Mend it, or move it away.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not in TOML: {error}.", "Mend it, or move it away.") from error


def connections_in(text: str, file: Path) -> tuple[Connection, ...]:
    """The connections that a text names; ``file`` is for sentences.

    Raises:
        UsageError: it cannot be understood; the sentence says where.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} is not in TOML: {error}.", "Mend it, or move it away.") from error
    tables = document.pop("connection", [])
    if document or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{file} must hold [[connection]] tables and nothing else.", "Mend it.")
    connections = tuple(_connection(table, file) for table in tables)
    names = [connection.name for connection in connections]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"Two connections in {file} are called “{name}”.", "Give one another name.")
    return connections


def _connection(table: Mapping[str, object], file: Path) -> Connection:
    unknown = set(table) - {"name", "label", "kind", "base_url", "key_variable", *_LIMITS, *_OTHERS}
    words = [value for name, value in table.items() if name not in (*_LIMITS, *_OTHERS)]
    if unknown or not all(isinstance(value, str) for value in words):
        what = f"does not know “{min(unknown)}”" if unknown else "takes words in quotation marks only"
        raise UsageError(
            f"A connection in {file} {what}.",
            f"It has name, label, kind, base_url, key_variable, {', '.join((*_LIMITS, *_OTHERS))}.",
        )
    name, kind = str(table.get("name", "")), str(table.get("kind", "openai"))
    if not _NAME.fullmatch(name) or name in ("local", "recorded"):
        raise UsageError(
            f"A connection in {file} has no name that can be used.",
            "Choose one of letters, figures, - and _, but not “local” or “recorded”.",
        )
    from sidelight.providers.formats import FORMATS  # only who has servers of his own waits for all adapters

    if (form := FORMATS.get(kind)) is None:
        raise UsageError(
            f"The connection “{name}” in {file} is of an unknown kind.", f"There are: {', '.join(FORMATS)}."
        )
    address = str(table.get("base_url", form.address)).rstrip("/")
    if not _is_address(address):
        raise UsageError(
            f"The connection “{name}” in {file} has no base_url that can be used.",
            "Write it like https://host/v1, without a user or a password.",
        )
    limits = [table.get(limit) for limit in _LIMITS]
    if not all(limit is None or (type(limit) is int and limit >= 0) for limit in limits):
        raise UsageError(
            f"The limits of “{name}” in {file} are not whole numbers.", "Write them like per_hour = 60."
        )
    per_minute, per_hour, per_day = (limit if isinstance(limit, int) else None for limit in limits)
    cost, insecure = table.get("cost_per_day"), table.get("insecure_http", False)
    if cost is not None and (
        isinstance(cost, bool) or not isinstance(cost, int | float) or not 0 <= cost < 1e9
    ):
        raise UsageError(
            f"The cost_per_day of “{name}” in {file} is no amount.", "Write it like cost_per_day = 2.50."
        )
    if not isinstance(insecure, bool):
        raise UsageError(
            f"The insecure_http of “{name}” in {file} is neither true nor false.",
            "Write insecure_http = true.",
        )
    variable = str(table.get("key_variable", ""))
    if variable and not _VARIABLE.fullmatch(variable):
        # Not quoted: people paste the key itself here.
        raise UsageError(
            f"The key_variable of “{name}” in {file} is not the name of an environment variable.",
            "Write a name in capitals, like LAB_API_KEY, and put the key into that variable.",
        )
    return Connection(
        name,
        kind,
        str(table.get("label", name)),
        address,
        variable,
        per_hour,
        per_day,
        per_minute,
        None if cost is None else float(cost),
        insecure,
    )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


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
        if last_project(places) == project.resolve():
            return
        import tomlkit  # 8 ms that nobody waits for who starts with the project of the last time

        places.config.mkdir(parents=True, exist_ok=True)
        document = tomlkit.document()
        document["last_project"] = os.fspath(project.resolve())
        fresh = places.config / "state.toml.new"
        fresh.write_text(tomlkit.dumps(document), "utf-8")
        fresh.replace(places.config / "state.toml")
    except (OSError, UnicodeError):
        return
