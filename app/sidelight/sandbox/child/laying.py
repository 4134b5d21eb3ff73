# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# The child imports this, and would start 5 ms later with pathlib.
# ruff: noqa: PTH103
"""Furnishing a scratch folder that nobody outside can see, and handing the supervisor a descriptor of it."""

from __future__ import annotations

import os

from sidelight.sandbox.child import handing
from sidelight.sandbox.child.plan import READY_FD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def lay(folder: str, files: Mapping[str, bytes]) -> None:
    """Lay files in the folder, and a ``tmp``. With the descriptor it can be measured until nobody has one.

    Raises:
        OSError: something cannot be made.
    """
    os.makedirs(f"{folder}/tmp", 0o700, exist_ok=True)
    for name, content in files.items():
        descriptor = os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        handing.send(READY_FD, b"folder", place)
    finally:
        os.close(place)
