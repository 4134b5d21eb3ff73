# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH100, PTH118, PTH120, PTH123 - importing pathlib would cost each of them 5 ms
"""For interpreters that a program in the sandbox starts by itself: they share locks as it does.

Python imports a module of this name at its start; this folder stands on the path of such programs alone.
"""

from __future__ import annotations

import os

_SHARING = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sharing.py")


def _install() -> None:
    names: dict[str, object] = {"__name__": "sharing", "__file__": _SHARING}
    try:
        with open(_SHARING, "rb") as file:
            exec(compile(file.read(), _SHARING, "exec"), names)
        names["install"](f"{os.environ['TMPDIR']}/{names['FOLDER']}")  # type: ignore[operator]
    except (OSError, KeyError):
        # A program that changed its environment this far makes do without.
        return


_install()
