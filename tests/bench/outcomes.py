# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How many scripts end as with the real libraries: ``python tests/bench/outcomes.py [FOLDER …]``.

Every script of ``tests/samples/gl``, of the stage's own corpus and of the sample answers, or those of the
folders given, is run on the stage and then bare on a virtual X display. Both are judged by the same eyes:
changing, static, blank or error, and the last line that names an error. Two scripts run side by side.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parents[1]
sys.path[:0] = [str(BENCH), str(BENCH.parent), str(ROOT / "app"), str(ROOT / "packaging")]

from stage import Child  # noqa: E402

from support import outcomes  # noqa: E402
from support.goals import conditions, held  # noqa: E402
from support.stage_truth import CORPUS, WITHOUT_TRUTH  # noqa: E402
from virtual_display import VirtualDisplay, can_start  # noqa: E402

FOLDERS = (ROOT / "tests" / "samples" / "gl", CORPUS, ROOT / "resources" / "samples")
SIZE = (1600, 1000)
SIDE_BY_SIDE = 2
LEAST = 0.95


def compared(script: Path, screen: outcomes.Screen) -> tuple[outcomes.Ending, outcomes.Ending]:
    """How a script ends on the stage, and bare."""
    child = Child(script, interval_us=16_667)
    try:
        ours = outcomes.on_stage(child)
    finally:
        child.close()
    return ours, outcomes.bare(script, screen)


def main() -> None:
    """Print what differs, and how much does not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS, metavar="FOLDER")
    folders = parser.parse_args().folders
    if not can_start():
        print("Xvfb is not installed: there is nothing to compare with.")
        return
    found = [script for folder in folders for script in sorted(folder.glob("*.py"))]
    scripts = [script for script in found if script.stem not in WITHOUT_TRUTH]
    began = time.monotonic()
    displays = [VirtualDisplay(f"{SIZE[0]}x{SIZE[1]}x24") for _ in range(SIDE_BY_SIDE)]
    free: SimpleQueue[outcomes.Screen] = SimpleQueue()
    screens = [outcomes.Screen(display.name, *SIZE) for display in displays]
    for screen in screens:
        free.put(screen)

    def work(script: Path) -> tuple[outcomes.Ending, outcomes.Ending]:
        screen = free.get()
        try:
            return compared(script, screen)
        finally:
            free.put(screen)

    same = said = 0
    kinds: dict[str, int] = {}
    try:
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            for script, (ours, bare) in zip(scripts, pool.map(work, scripts), strict=True):
                same += ours.outcome == bare.outcome
                said += ours == bare
                kinds[bare.outcome] = kinds.get(bare.outcome, 0) + 1
                if ours != bare:
                    print(f"{script.stem}: here {ours.outcome} {ours.error!r},")
                    print(f"    bare {bare.outcome} {bare.error!r}")
    finally:
        for screen in screens:
            screen.close()
        for display in displays:
            display.close()
    print(conditions(), f"{time.monotonic() - began:.0f} s")
    print(f"bare: {', '.join(f'{kind} {count}' for kind, count in sorted(kinds.items()))}")
    print(f"left out, for there is no truth of them here: {len(found) - len(scripts)}")
    print(f"the same outcome: {same} of {len(scripts)}; the same last words too: {said}")
    held("scripts that end as bare", same / len(scripts), at_least=LEAST)


if __name__ == "__main__":
    main()
