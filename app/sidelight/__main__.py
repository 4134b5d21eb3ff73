# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Chooses a face: a command goes to the command line, anything else opens the window.

The two are imported only when chosen: a command needs no Qt, and the window no parser of commands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from sidelight.domain.project import SUFFIX

COMMANDS = frozenset(
    {
        "ask",
        "audit",
        "export",
        "import",
        "key",
        "leaderboard",
        "models",
        "model",
        "plugin",
        "render",
        "replay-record",
        "sandbox",
        "tokens",
        "version",
        "--help",
        "-h",
        "--version",
    }
)
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM")
NO_DISPLAY = (
    "There is no display for the window. Start Sidelight on a desktop, or with “make run”, which uses a "
    "virtual one; the commands that “sidelight --help” lists need none."
)
USAGE = "sidelight [--safe-mode] [FILE.sidelight] opens the window; “sidelight --help” lists the commands."
SAFE_MODE = "--safe-mode"


def main() -> int:
    """The program. Returns its exit code."""
    arguments = sys.argv[1:]
    if SAFE_MODE in arguments:
        # No plugin is even looked for; the text of every answer can be read all the same.
        arguments.remove(SAFE_MODE)
        os.environ["SIDELIGHT_SAFE_MODE"] = "1"
    if arguments and arguments[0] in COMMANDS:
        from sidelight.cli.main import main as command_line

        return command_line(["version"] if arguments[0] == "--version" else arguments)
    if arguments and arguments[0] == "self-test":
        from sidelight.self_test import main as self_test

        return self_test(arguments[1:])
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print(USAGE, file=sys.stderr)
        return 2
    if arguments and not arguments[0].endswith(SUFFIX) and not Path(arguments[0]).exists():
        print(f"“{arguments[0]}” is neither a command nor a file. {USAGE}", file=sys.stderr)
        return 2
    if not _has_display(sys.platform, os.environ):
        # Qt would abort, with words about its plugins.
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    from sidelight.app import main as window

    return window(arguments[0] if arguments else None)


def _has_display(platform: str, environ: Mapping[str, str]) -> bool:
    return platform != "linux" or any(environ.get(name) for name in DISPLAYS)


if __name__ == "__main__":
    sys.exit(main())
