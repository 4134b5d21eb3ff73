# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a program may reach: an interpreter, its packages, the system's libraries, and its own scratch.

Everything is a list of what is allowed. There is no list of what is forbidden: the rest of the disk is.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.running import Policy

SYSTEM_PROGRAMS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
"""Programs and libraries, which may also be executed."""

SYSTEM_FILES = (
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/glvnd/egl_vendor.d",
    "/etc/drirc",
    "/var/cache/fontconfig",
    "/sys/devices/system/cpu",
)

# Named one by one: the folder also tells what is mounted where on this machine.
PROCESS_FILES = (
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/self/maps",
    "/proc/self/stat",
    "/proc/self/statm",
    "/proc/self/status",
    "/proc/self/cmdline",
    "/proc/self/comm",
    "/proc/self/limits",
    "/proc/self/auxv",
    "/proc/self/fd",
    "/proc/self/fdinfo",
)

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

_GRAPHICS_NODES = ("dri/renderD[0-9]*", "nvidia[0-9]*", "nvidiactl", "nvidia-uvm", "nvidia-modeset", "kfd")
# What drivers look up about the cards that there are.
_GRAPHICS_FACTS = (
    "/sys/dev/char",
    "/sys/class/drm",
    "/sys/bus/pci/devices",
    "/proc/driver/nvidia",
    "/etc/vulkan",
    "/etc/OpenCL",
)
_PCI = "/sys/devices"

# Interpreters that a program starts find what they need for sharing locks here.
_STARTUP = str(Path(__file__).resolve().parent / "child" / "startup")

_BUSY_LIBRARIES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The Python that runs programs: this one. ``package`` is the folder of Sidelight itself."""

    executable: str
    roots: tuple[str, ...]
    site: tuple[str, ...]
    package: str

    @classmethod
    def current(cls) -> Interpreter:
        """The interpreter that runs now, with the packages that it sees."""
        home = Path.home()
        roots: list[str] = []
        for prefix in dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)):
            roots += _root(Path(prefix), home)
        known = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
        known += [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
        site = tuple(dict.fromkeys(entry for entry in known if Path(entry).is_dir()))
        package = str(Path(__file__).resolve().parent.parent)
        return cls(sys.executable, tuple(dict.fromkeys(roots)), site, package)

    @property
    def places(self) -> tuple[str, ...]:
        """Every folder and file that the interpreter needs, with the true place of each that is a link."""
        return _with_true_places((*self.roots, *self.site, self.package))


def _root(prefix: Path, home: Path) -> list[str]:
    """The folders to open for one prefix: the whole of it, unless it holds more than an interpreter."""
    if prefix != prefix.parent and not home.is_relative_to(prefix):
        return [str(prefix)]
    names = ("stdlib", "platstdlib", "scripts")
    paths = [sysconfig.get_path(name, vars={"base": str(prefix), "platbase": str(prefix)}) for name in names]
    paths.append(sys.executable)
    return [path for path in paths if Path(path).exists() and not home.is_relative_to(path)]


def _with_true_places(paths: Iterable[str]) -> tuple[str, ...]:
    both = (place for path in paths for place in (path, os.path.realpath(path)))
    return tuple(dict.fromkeys(both))


def runnable(interpreter: Interpreter) -> list[str]:
    """Places whose files may be read and executed."""
    return [path for path in (*SYSTEM_PROGRAMS, *interpreter.places) if Path(path).exists()]


def readable(policy: Policy) -> list[str]:
    """Places whose files may be read, beside the runnable ones. Those of ``/proc`` belong to the child."""
    given = _with_true_places(str(Path(path).absolute()) for path in policy.readable)
    facts = _graphics_facts() if policy.gpu else []
    return [*(path for path in (*SYSTEM_FILES, *given, *facts) if Path(path).exists()), *PROCESS_FILES]


def _graphics_facts() -> list[str]:
    return [*_GRAPHICS_FACTS, *(str(bus) for bus in sorted(Path(_PCI).glob("pci*")))]


def graphics(policy: Policy, devices: Path = Path("/dev")) -> list[str]:
    """The nodes of the graphics cards here, if the policy allows them: for drawing, never for the screen."""
    if not policy.gpu:
        return []
    return [str(node) for pattern in _GRAPHICS_NODES for node in sorted(devices.glob(pattern))]


def environment(scratch: str, processors: int) -> dict[str, str]:
    """The whole environment of a program: nothing of the application's own comes with it.

    Args:
        scratch: its folder, which is also its home.
        processors: how many threads numerical libraries may start.
    """
    threads = str(max(1, min(4, processors)))
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": scratch,
        "TMPDIR": f"{scratch}/tmp",
        "PYTHONPATH": _STARTUP,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": f"{scratch}/.matplotlib",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        **dict.fromkeys(_BUSY_LIBRARIES, threads),
    }
