# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A file of 100,000 battles: taken in with its answers, ranked, given out; processor time of each.

``python tests/bench/exchange.py --battles N`` takes another number. Needs about 600 MB in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "app"), str(TESTS)]

from support import goals  # noqa: E402

TEXT = (
    "the model answer question python code list number water because however example great import return "
    "class first second value a of to is and in that it for on with as this are be"
)


def battles(path: Path, many: int) -> None:
    """Write battles of twenty models in the shape of the public data sets."""
    chance, words = random.Random(5), TEXT.split()

    def said(length: int) -> str:
        return " ".join(chance.choices(words, k=length))

    with path.open("w", encoding="utf-8") as file:
        for number in range(many):
            left, right = chance.sample(range(20), 2)
            wins = 1 / (1 + 10 ** ((right - left) * -0.05))
            winners = ("model_a", "model_b", "tie", "tie (bothbad)")
            asked = said(12)
            row = {
                "question_id": f"question-{number}",
                "model_a": f"model-{left}",
                "model_b": f"model-{right}",
                "winner": chance.choices(winners, [wins, 1 - wins, 0.15, 0.08])[0],
                "judge": f"arena_user_{number % 5000}",
                **{
                    f"conversation_{side}": [
                        {"role": "user", "content": asked},
                        {"role": "assistant", "content": said(chance.randrange(10, 60))},
                    ]
                    for side in "ab"
                },
                "turn": 1,
                "anony": True,
                "language": "English",
                "tstamp": 1.69e9 + number,
            }
            file.write(json.dumps(row) + "\n")


def command(*arguments: str) -> tuple[float, float, str]:
    """Run a command; processor seconds, seconds, and what it printed."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "sidelight", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent / "app")},
    )
    took = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent, took, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--battles", type=int, default=100_000)
    many = parser.parse_args().battles
    print(goals.conditions())
    with tempfile.TemporaryDirectory() as folder:
        file, project = Path(folder, "public.jsonl"), str(Path(folder, "a.sidelight"))
        battles(file, many)
        print(f"{many:,} battles, {file.stat().st_size >> 20} MB")
        spent, _, said = command("import", str(file), "--project", project, "--json")
        assert json.loads(said)["added"] == many, said
        goals.held("taken in, with their answers, processor", spent, "s")
        goals.held("that is, battles a second of it", many / spent)
        print(f"the project has {Path(project).stat().st_size >> 20} MB")
        times = []
        for _ in range(3):
            spent, _, said = command("leaderboard", "--project", project, "--json")
            assert json.loads(said)["votes"] == many, said
            times.append(spent)
        goals.held("the leaderboard, processor, the best of three", min(times), "s", at_most=2)
        spent, _, said = command("leaderboard", "--project", project, "--style", "--json")
        goals.held("the leaderboard with style taken out, processor", spent, "s")
        spent, _, said = command("import", str(file), "--project", project, "--json")
        assert json.loads(said)["added"] == 0, said
        goals.held("the same file again, which adds nothing, processor", spent, "s")
        spent, _, _ = command("export", "--project", project, "--out", str(Path(folder, "out.jsonl")))
        goals.held("given out again, processor", spent, "s")


if __name__ == "__main__":
    main()
