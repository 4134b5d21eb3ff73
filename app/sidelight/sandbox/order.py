# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the application asks of a supervisor, and what it hears back.

The order comes packed on an inherited descriptor. Answers are datagrams: one letter, then bytes of output
or a line of JSON.
"""

from __future__ import annotations

import marshal
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict
else:
    # Only the checker of types looks into it, and importing it would take half of a supervisor's start.
    TypedDict = dict

OUTPUT = b"o"
ERROR_OUTPUT = b"e"
NEWS = b"j"
STOP = b"stop"
BEGIN = b"begin"

DATAGRAM = 32768


class Order(TypedDict):
    """One run.

    ``command`` and ``environment`` become the child, told by ``plan`` (see ``child.plan``). ``needed`` are
    the places that must stay readable when stepping down from root. ``enclosed`` says that the command
    makes namespaces of its own, and so a few processes more, in which it counts tasks itself. ``files`` are
    laid in ``scratch`` first; with ``keep_files`` all that lies there stays until the channel is closed.
    With ``sized`` the command makes a folder in memory of it, and the child hands over a descriptor of that.
    ``channels`` are the descriptors that go on to the child: from our number to the child's. The rest are
    limits: seconds, MiB, and counts; ``None`` is no limit. With ``maps_few`` some files that are only
    mapped are believed to be as large as what is mapped. With ``waiting`` time is not counted before the
    application says ``BEGIN``: until then the child has no program.
    """

    command: list[str]
    environment: dict[str, str]
    plan: bytes
    needed: list[str]
    enclosed: bool
    scratch: str
    keep_files: bool
    files: dict[str, bytes]
    sized: bool
    channels: dict[int, int]
    waiting: bool
    seconds: float | None
    cpu_seconds: float | None
    memory_mb: int
    processes: int
    file_mb: int
    maps_few: bool
    scratch_mb: int
    scratch_entries: int
    output_mb: int
    output_kept_mb: int


def pack(order: Order) -> bytes:
    """The order as bytes."""
    return marshal.dumps(dict(order))


def receive(descriptor: int) -> Order:
    """Read an order from the start of a file and close it.

    Raises:
        ValueError: these bytes are no order.
    """
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(descriptor, "rb") as file:
        order: Order = marshal.loads(file.read())
    return order
