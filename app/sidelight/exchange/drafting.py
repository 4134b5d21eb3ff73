# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A file that is written beside its place and moved there when it is whole: until then nothing changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from sidelight.domain.errors import ExchangeError


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Where to write what is to become a file. Nothing is left if the block raises.

    Raises:
        ExchangeError: it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    _sweep(path)
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        raise ExchangeError(
            f"{path} cannot be written: {error.strerror or error}.", "Choose another place."
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what a process left that was killed while it wrote this very file."""
    if os.name != "posix":
        return
    with suppress(OSError):
        for left in list(path.parent.glob(f".{escape(path.name)}.*.new")):
            owner = left.name.split(".")[-2]
            if owner.isdecimal() and not _lives(int(owner)):
                left.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
