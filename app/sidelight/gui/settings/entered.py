# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands in the fields of a connection, as it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from sidelight.domain.errors import UsageError
from sidelight.domain.model import Connection
from sidelight.workbench.connecting import Preset


def _tr(text: str) -> str:
    return QCoreApplication.translate("Connections", text)


LONGEST_NAME = 24
_TAKEN = ("local", "recorded")


def short_name(label: str, taken: Container[str]) -> str:
    """A short name that is free, made of what a server is shown as; empty for an empty label."""
    if not label.strip():
        return ""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-") or "server"
    name, number = plain, 2
    while name in taken or name in _TAKEN:
        name, number = f"{plain}-{number}", number + 1
    return name


@dataclass(frozen=True, slots=True)
class Entered:
    """Words, not values yet: limits may be no numbers. The key is in no representation."""

    name: str = ""
    label: str = ""
    kind: str = "openai"
    address: str = ""
    variable: str = ""
    hour: str = ""
    day: str = ""
    key: str = field(default="", repr=False)
    minute: str = ""
    cost: str = ""
    insecure: bool = False

    @classmethod
    def of(cls, connection: Connection) -> Entered:
        """What a kept connection looks like in the fields; keys are never shown."""
        hour, day = (
            "" if limit is None else str(limit) for limit in (connection.per_hour, connection.per_day)
        )
        return cls(
            connection.name,
            connection.label,
            connection.kind,
            connection.base_url,
            connection.key_variable,
            hour,
            day,
            minute="" if connection.per_minute is None else str(connection.per_minute),
            cost="" if connection.cost_per_day is None else f"{connection.cost_per_day:g}",
            insecure=connection.insecure_http,
        )

    @classmethod
    def like(cls, preset: Preset, taken: Container[str], *, variable: bool) -> Entered:
        """What a service usually needs, under a short name that is free."""
        name, number = preset.name, 2
        while name in taken:
            name, number = f"{preset.name}-{number}", number + 1
        label = preset.label if name == preset.name else f"{preset.label} {number - 1}"
        return cls(name, label, preset.kind, preset.address, preset.variable if variable else "")

    def connection(self) -> Connection:
        """The connection that is meant.

        Raises:
            UsageError: a limit is no number.
        """
        return Connection(
            self.name.strip(),
            self.kind,
            self.label.strip(),
            self.address.strip(),
            self.variable,
            _limit(self.hour),
            _limit(self.day),
            _limit(self.minute),
            _amount(self.cost),
            self.insecure,
        )


def _limit(text: str) -> int | None:
    text = text.strip().replace("\u202f", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise UsageError(
            _tr("A limit is a whole number of answers."), _tr("Write one, or leave the field empty.")
        )
    return int(text)


def _amount(text: str) -> float | None:
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if not 0 <= amount < 1e9:
        raise UsageError(
            _tr("A day's cost is an amount of money."), _tr("Write it like 2.50, or leave it empty.")
        )
    return amount
