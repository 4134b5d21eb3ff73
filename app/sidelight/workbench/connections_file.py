# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Writes ``connections.toml``: one connection at a time, with every other word and comment kept as it is."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import tomlkit

from sidelight.domain.errors import UsageError
from sidelight.domain.model import Connection
from sidelight.workbench.settings import connections_in, connections_text

Entry = str | int | float | bool

_HEADER = re.compile(r"\s*\[\[\s*connection\s*\]\]\s*(#.*)?")
_WORDS = ("name", "label", "kind", "base_url", "key_variable")
_FIELDS = (*_WORDS, "per_minute", "per_hour", "per_day", "cost_per_day", "insecure_http")


def write_connection(file: Path, connection: Connection) -> None:
    """Add a connection, or change the one of its name.

    Raises:
        UsageError: the connection or the file cannot be used, or the file cannot be written.
    """
    connections_in(section_of(connection), file)
    text = connections_text(file)
    before = connections_in(text, file)
    known = [one.name for one in before]
    fields = _fields(connection)
    if connection.name in known:
        after = tuple(connection if one.name == connection.name else one for one in before)
        fresh = _with_section(text, known.index(connection.name), fields)
    else:
        after = (*before, connection)
        gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        fresh = f"{text}{gap}{section_of(connection)}"
    if not _says(fresh, after, file):
        # A file that writes its tables in another way: the whole of it is written anew, by the same words.
        fresh = _rewritten(text, connection.name, fields)
        connections_in(fresh, file)
    _replace(file, fresh)


def drop_connection(file: Path, name: str) -> None:
    """Take a connection out; nothing happens if there is none of that name.

    Raises:
        UsageError: the file cannot be understood or written.
    """
    text = connections_text(file)
    before = connections_in(text, file)
    known = [one.name for one in before]
    if name not in known:
        return
    after = tuple(one for one in before if one.name != name)
    fresh = _with_section(text, known.index(name), None)
    _replace(file, fresh if _says(fresh, after, file) else _rewritten(text, name, None))


def _says(text: str, expected: tuple[Connection, ...], file: Path) -> bool:
    try:
        return connections_in(text, file) == expected
    except UsageError:
        return False


def section_of(connection: Connection) -> str:
    """What a file that named this connection alone would hold."""
    return _changed("[[connection]]", _fields(connection)) + "\n"


def _fields(connection: Connection) -> dict[str, Entry]:
    """What the file says of a connection; what is empty is left out."""
    found = {name: getattr(connection, name) for name in _FIELDS}
    return {
        name: value
        for name, value in found.items()
        if value != "" and value is not None and value is not False
    }


def _with_section(text: str, place: int, fields: Mapping[str, Entry] | None) -> str:
    """The text with its ``place``-th table changed, or taken out.

    Comments behind a table's last line stand above the next one and belong to that, so they stay where they
    are; a parser of whole documents would take them for the end of this one.
    """
    lines = text.splitlines(keepends=True)
    headers = [number for number, line in enumerate(lines) if _HEADER.fullmatch(line.rstrip("\r\n"))]
    if place >= len(headers):
        return text
    begin = headers[place]
    end = headers[place + 1] if place + 1 < len(headers) else len(lines)
    while end > begin + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    if fields is None:
        before, after = "".join(lines[:begin]), "".join(lines[end:])
        return before + (after.lstrip("\r\n") if not before.strip() or before.endswith("\n\n") else after)
    section = "".join(lines[begin:end])
    try:
        changed = _changed(section, fields)
    except ValueError:
        return text
    return "".join(lines[:begin]) + changed + "\n" + "".join(lines[end:])


def _changed(section: str, fields: Mapping[str, Entry]) -> str:
    """One table with these fields, and with its comments."""
    document = tomlkit.parse(section.rstrip() + "\n")
    _fill(document["connection"][0], fields)
    return tomlkit.dumps(document).rstrip()


def _fill(table: object, fields: Mapping[str, Entry]) -> None:
    assert isinstance(table, dict)
    for name in _FIELDS:
        if name not in fields:
            if name in table and not _as_good_as_empty(name, table):
                del table[name]
        elif table.get(name) != fields[name] and not (name not in table and _implied(name, fields)):
            table[name] = fields[name]


def _implied(name: str, fields: Mapping[str, Entry]) -> bool:
    """Whether a field says no more than leaving it out does."""
    return (name == "kind" and fields[name] == "openai") or (
        name == "label" and fields[name] == fields["name"]
    )


def _as_good_as_empty(name: str, table: Mapping[str, object]) -> bool:
    return table[name] == ""


def _rewritten(text: str, name: str, fields: Mapping[str, Entry] | None) -> str:
    """The text by way of a parser of whole documents."""
    document = tomlkit.parse(text)
    tables = document["connection"]
    names = [table.get("name") for table in tomllib.loads(text)["connection"]]
    if fields is None:
        del tables[names.index(name)]
        if not tables:
            del document["connection"]
    elif name in names:
        _fill(tables[names.index(name)], fields)
    else:
        table = tomlkit.inline_table()
        table.update(fields)
        tables.append(table)
    return tomlkit.dumps(document)


def _replace(file: Path, text: str) -> None:
    # A file that is a link to another place stays one.
    target = file.resolve()
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with fresh.open("w", encoding="utf-8", newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if target.exists():
            fresh.chmod(target.stat().st_mode & 0o7777)
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UsageError(f"{file} cannot be written: {error.strerror}.", "Check the folder.") from None
