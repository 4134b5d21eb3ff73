# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Text that a command is given on standard input."""

from __future__ import annotations

import sys

from sidelight.domain.errors import UsageError


def text_given() -> str:
    """All of standard input.

    Raises:
        UsageError: it is not UTF-8.
    """
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("What came in is not a text in UTF-8.", "Convert it first.") from error
