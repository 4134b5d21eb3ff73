# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What one way of talking to models consists of: what is sent, and how the answer is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sidelight.providers.counting import CountForm
from sidelight.providers.dialects import Dialect
from sidelight.providers.errors import Asked
from sidelight.providers.reading import Reader
from sidelight.providers.request import Request


@dataclass(frozen=True, slots=True)
class WireFormat:
    """One way of talking to models. Everything about the network is done elsewhere, once for all of them.

    Attributes:
        kind: what ``connections.toml`` calls it.
        label: what a person calls it.
        address: the usual base address; empty if there is none.
        address_end: what a base address usually ends in, for advice.
        models_path: where a list of models is had, under the base address.
        dialect: what is known beforehand about the server on a host.
        path: where a request goes, under the base address.
        body: what is sent, as plain values.
        headers: those that carry the key, and others that are always needed; the key may be empty.
        reader: reads one answer.
        count: how the server on a host counts tokens, if it does.
    """

    kind: str
    label: str
    address: str
    address_end: str
    models_path: str
    dialect: Callable[[str], Dialect]
    path: Callable[[Request], str]
    body: Callable[[Request, Dialect], dict[str, object]]
    headers: Callable[[str], dict[str, str]]
    reader: Callable[[Asked], Reader]
    count: Callable[[str], CountForm | None] = lambda _: None
