# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Run the scripts of this folder one after the other: ``python tests/bench [NAME …]``.

Each has ten minutes. The exit status says whether all of them ran, not whether the goals were reached.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT_S = 600.0


def scripts() -> dict[str, Path]:
    """What there is to run, by name."""
    found = sorted(HERE.glob("*.py"))
    return {path.stem: path for path in found if path.stem != "conftest" and not path.stem.startswith("__")}


def run(path: Path, limit_s: float) -> str:
    """Run one script; gives what went wrong, or nothing. Its whole process group ends with it."""
    process = subprocess.Popen([sys.executable, "-u", str(path)], start_new_session=True)
    try:
        status = process.wait(limit_s)
    except subprocess.TimeoutExpired:
        return f"stopped after {limit_s:.0f} s"
    finally:
        # Who leads the group may be gone while others of it are not.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    return f"ended with status {status}" if status else ""


def main() -> int:
    """Run what was asked for."""
    there = scripts()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(there))
    parser.add_argument("--limit", type=float, default=LIMIT_S, help="seconds for each script")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in there]
    if unknown:
        parser.error(f"there is no measurement {', '.join(unknown)}; there are {', '.join(there)}")
    wrong: list[str] = []
    for name in options.names or there:
        print(f"\n── {name} ──", flush=True)
        begun = time.monotonic()
        problem = run(there[name], options.limit)
        print(f"({time.monotonic() - begun:.0f} s)", flush=True)
        if problem:
            wrong.append(f"{name}: {problem}")
    print()
    for line in wrong:
        print(f"FAILED {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
