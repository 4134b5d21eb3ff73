# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The table of what models hold, cost and take: the one that ships, and the user's own, which goes first."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from sidelight.domain.errors import UsageError
from sidelight.domain.model import SETTINGS, Connection, Model
from sidelight.domain.price import Price

FILE_NAME = "models.toml"

_PRICES = ("input", "output", "cached_input", "long_input", "long_output", "long_cached_input")
_COUNTS = ("context_tokens", "most_output_tokens", "long_above")
_LISTS = ("kinds", "hosts", "names", "refuses")
_DAYS = ("as_of", "until")
_WORDS = ("currency", "source")


@dataclass(frozen=True, slots=True)
class Row:
    """One table: which models it is about, and what it says of them."""

    kinds: tuple[str, ...]
    hosts: tuple[str, ...]
    names: tuple[str, ...]
    context_tokens: int | None = None
    most_output_tokens: int | None = None
    price: Price | None = None
    refuses: frozenset[str] = frozenset()

    def fits(self, kind: str, host: str, name: str) -> bool:
        """Whether it is about this model."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.hosts or any(fnmatchcase(host, pattern) for pattern in self.hosts))
            and any(fnmatchcase(name, pattern) for pattern in self.names)
        )


class ModelTable:
    """Both files, read when they are first wanted. Threads may share it.

    Args:
        shipped: the file that ships.
        own: the user's, which need not be there.
        today: the day, written like 2026-10-16.
    """

    def __init__(
        self,
        shipped: Path,
        own: Path | None = None,
        today: Callable[[], str] = lambda: dt.date.today().isoformat(),  # noqa: DTZ011 (the user's day)
    ) -> None:
        self._shipped, self._own, self._today = shipped, own, today
        self._read: tuple[Row, ...] | None = None
        self._trouble = ""

    @property
    def trouble(self) -> str:
        """Why the user's own file is left out, as a sentence; empty if it is not."""
        if self._own is not None and self._own.exists():
            self._rows()
        return self._trouble

    def read(self) -> None:
        """Read both files now."""
        self._rows()

    def described(self, model: Model, connection: Connection) -> Model:
        """The model with what the table knows of it. What its server or its file says of itself stays."""
        row = self._row(model, connection)
        if row is None:
            return model
        price = row.price
        if price is not None and price.until and self._today() > price.until:
            price = None
        return replace(
            model,
            context_tokens=model.context_tokens or row.context_tokens,
            most_output_tokens=model.most_output_tokens or row.most_output_tokens,
            price=price,
            accepts=model.accepts - row.refuses,
        )

    def _row(self, model: Model, connection: Connection) -> Row | None:
        host = urlsplit(connection.base_url).hostname or ""
        name = str(model.ref).partition("/")[2]
        return next((row for row in self._rows() if row.fits(connection.kind, host, name)), None)

    def _rows(self) -> tuple[Row, ...]:
        if self._read is None:
            rows: tuple[Row, ...] = ()
            try:
                rows = read_rows(self._own) if self._own is not None and self._own.exists() else ()
            except UsageError as error:
                self._trouble = error.sentence
            self._read = rows + read_rows(self._shipped)
        return self._read


def read_rows(file: Path) -> tuple[Row, ...]:
    """The tables of a file, in order.

    Raises:
        UsageError: it cannot be understood; the sentence says where.
    """
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Mend it, or move it away.") from error
    except ValueError as error:
        raise UsageError(f"{file} is not in TOML: {error}.", "Mend it, or move it away.") from error
    tables = document.pop("model", [])
    if document or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{file} must hold [[model]] tables and nothing else.", "Mend it.")
    return tuple(_row(table, f"Table {number} of {file}") for number, table in enumerate(tables, 1))


def _row(table: Mapping[str, object], where: str) -> Row:
    unknown = set(table) - {*_PRICES, *_COUNTS, *_LISTS, *_DAYS, *_WORDS}
    if unknown:
        raise UsageError(f"{where} has an unknown field “{min(unknown)}”.", "Mend it, or take it out.")
    for name, value in table.items():
        if not _is_right(name, value):
            raise UsageError(f"{where} says nothing that can be used under “{name}”.", "Mend it.")
    names = _words(table, "names")
    refuses = frozenset(_words(table, "refuses"))
    if not names:
        raise UsageError(f"{where} names no models.", 'Write names = ["…"]; * stands for anything.')
    if refuses - SETTINGS:
        raise UsageError(
            f"{where} refuses “{min(refuses - SETTINGS)}”, which is no setting.",
            f"There are: {', '.join(sorted(SETTINGS))}.",
        )
    if ("input" in table) != ("output" in table):
        raise UsageError(f"{where} gives one price without the other.", "Write both input and output.")
    if "input" in table and "as_of" not in table:
        raise UsageError(f"{where} does not say of which day its price is.", "Write as_of = 2026-10-16.")
    counts = {name: value for name in _COUNTS if isinstance(value := table.get(name), int)}
    return Row(
        _words(table, "kinds"),
        _words(table, "hosts"),
        names,
        counts.get("context_tokens"),
        counts.get("most_output_tokens"),
        _price(table, counts.get("long_above")) if "input" in table else None,
        refuses,
    )


def _price(table: Mapping[str, object], long_above: int | None) -> Price:
    prices = {name: float(value) for name in _PRICES if isinstance(value := table.get(name), int | float)}
    return Price(
        **prices,
        long_above=long_above,
        currency=str(table.get("currency", "USD")),
        as_of=str(table["as_of"]),
        page=str(table.get("source", "")),
        until=str(table.get("until", "")),
    )


def _is_right(name: str, value: object) -> bool:
    if name in _PRICES:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
    if name in _COUNTS:
        return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 40
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    if name in _DAYS:
        return type(value) is dt.date
    return isinstance(value, str) and bool(value.strip())


def _words(table: Mapping[str, object], name: str) -> tuple[str, ...]:
    listed = table.get(name)
    return tuple(str(word) for word in listed) if isinstance(listed, list) else ()
