# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Checks for the system's libraries that Qt, OpenGL and the sandbox need, and installs them where it may.

Runs before there is a virtual environment: Python's standard library only. Exit status 0 when everything
that is needed is here, 1 when something is still missing; then the last lines say what to do.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


@dataclass(frozen=True)
class Need:
    """Something outside Python. ``probe``: its kind (library, program, module, fonts), a colon, its name."""

    probe: str
    package: str
    purpose: str
    required: bool = True

    @property
    def name(self) -> str:
        """What a person calls it: the library's, the program's or the module's name."""
        kind, _, name = self.probe.partition(":")
        return {"module": f"Python's {name} module", "fonts": "fonts"}.get(kind, name)


def needs(environ: Mapping[str, str]) -> tuple[Need, ...]:
    """Everything that is looked for. Without a display, Xvfb is needed as well."""
    has_display = bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    window, picture, x11 = "Qt's windows", "drawing with OpenGL", "windows on an X display"
    page = "pages of HTML alive"
    return (
        Need("module:ensurepip", "python3-venv", "making the virtual environment"),
        Need("library:libglib-2.0.so.0", "libglib2.0-0", window),
        Need("library:libdbus-1.so.3", "libdbus-1-3", window),
        Need("library:libfontconfig.so.1", "libfontconfig1", window),
        Need("library:libxkbcommon.so.0", "libxkbcommon0", window),
        Need("library:libEGL.so.1", "libegl1", picture),
        Need("library:libGL.so.1", "libgl1", picture),
        Need("library:libGLU.so.1", "libglu1-mesa", picture),
        Need("library:libgomp.so.1", "libgomp1", "models on this machine"),
        Need("library:libxcb-cursor.so.0", "libxcb-cursor0", x11),
        Need("library:libxcb-icccm.so.4", "libxcb-icccm4", x11),
        Need("library:libxcb-image.so.0", "libxcb-image0", x11),
        Need("library:libxcb-keysyms.so.1", "libxcb-keysyms1", x11),
        Need("library:libxcb-render-util.so.0", "libxcb-render-util0", x11),
        Need("library:libxcb-shape.so.0", "libxcb-shape0", x11),
        Need("library:libxcb-xkb.so.1", "libxcb-xkb1", x11),
        Need("library:libxkbcommon-x11.so.0", "libxkbcommon-x11-0", x11),
        Need("library:libnss3.so", "libnss3", page, required=False),
        Need("library:libasound.so.2", "libasound2", page, required=False),
        Need("library:libgbm.so.1", "libgbm1", page, required=False),
        Need("library:libxcb-dri3.so.0", "libxcb-dri3-0", page, required=False),
        Need("library:libXcomposite.so.1", "libxcomposite1", page, required=False),
        Need("library:libXdamage.so.1", "libxdamage1", page, required=False),
        Need("library:libxkbfile.so.1", "libxkbfile1", page, required=False),
        Need("library:libXrandr.so.2", "libxrandr2", page, required=False),
        Need("library:libXtst.so.6", "libxtst6", page, required=False),
        Need("fonts:", "fonts-dejavu-core", "text"),
        Need("program:Xvfb", "xvfb", "tests without a display", required=not has_display),
        Need("program:bwrap", "bubblewrap", "the stronger of the two sandbox levels", required=False),
        Need("program:fc-list", "fontconfig", "the system's fonts in pygame scripts", required=False),
    )


def present(need: Need) -> bool:
    """Whether it is here, found by using it as Sidelight would."""
    kind, _, name = need.probe.partition(":")
    if kind == "library":
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True
    if kind == "module":
        # By importing it: Debian leaves parts of its standard library to packages of their own.
        return subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True).returncode == 0
    if kind == "program":
        return shutil.which(name) is not None
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(
        file.suffix in (".ttf", ".otf", ".ttc") for folder in folders for file in folder.rglob("*.?t?")
    )


def missing_from(wanted: Sequence[Need]) -> list[Need]:
    """Those that are not here."""
    return [need for need in wanted if not present(need)]


def install_command(missing: Sequence[Need]) -> list[str]:
    """The apt-get command that brings them."""
    packages = [need.package for need in missing]
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def privilege() -> list[str] | None:
    """What to put before a command so that it runs as root without a question; ``None`` if that cannot be."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    may = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True).returncode == 0
    return sudo if may else None


def explain(missing: Sequence[Need], *, has_apt: bool) -> str:
    """What is missing and what to do about it."""
    width = max(len(need.name) for need in missing)
    lines = ["Missing on this system:"]
    lines += [f"  {need.name:{width}}  for {need.purpose}" for need in missing]
    if has_apt:
        lines += ["Install them with this command, then run make again:"]
        lines += ["  sudo " + shlex.join(install_command(missing))]
    else:
        lines += ["Install them with your system's package manager, then run make again."]
        lines += ["(Debian's names for their packages: " + " ".join(need.package for need in missing) + ")"]
    return "\n".join(lines)


def install(missing: Sequence[Need], before: Sequence[str]) -> bool:
    """Run apt-get, with fresh package lists if the ones here do not do. Returns whether it succeeded."""
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive"]
    command = [*quiet, *install_command(missing), "-qq", "-o", "Dpkg::Use-Pty=0"]
    print("Installing from this system's packages: " + " ".join(need.package for need in missing), flush=True)
    lists = Path("/var/lib/apt/lists")
    fresh = not any(lists.glob("*Packages*"))
    for attempt in (0, 1):
        if fresh or attempt:
            subprocess.run([*quiet, "apt-get", "update", "-qq"], stdin=subprocess.DEVNULL)
        if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode == 0:
            return True
        if fresh:
            break
    return False


def main() -> int:
    """Check, install if that is possible, and say what is left to do."""
    wanted = needs(os.environ)
    missing = missing_from(wanted)
    has_apt = shutil.which("apt-get") is not None
    before = privilege() if missing and has_apt else None
    if missing and before is not None:
        install(missing, before)
        missing = missing_from(missing)
    required = [need for need in missing if need.required]
    if required:
        print(explain(missing, has_apt=has_apt), file=sys.stderr)
        return 1
    if missing:
        print(explain(missing, has_apt=has_apt).replace("Missing", "Recommended, but missing", 1))
        print("Sidelight works without them; setting up goes on.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
