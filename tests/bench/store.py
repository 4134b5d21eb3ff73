# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the project file costs, as ratios within one run; see ``python tests/bench/store.py --help``.

Two questions: how much cheaper is a journal that is written every 250 ms for all streams together than a
commit for each token, and how quick are history and newest-first search in a project of 200,000 answers?
That project takes about 800 MB in a temporary folder, which is deleted afterwards.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "app"), str(TESTS)]

from sidelight.domain.delta import WirePiece  # noqa: E402
from sidelight.store import JournalPiece, ProjectFile, salvage  # noqa: E402
from support import goals  # noqa: E402
from unit.store import making  # noqa: E402

STREAMS = 8
TOKENS = 2000
TOKENS_A_BATCH = 50
WIRE = b'data: {"id":"chatcmpl-9","object":"chat.completion.chunk","choices":[{"delta":{"text":"abcd"}}]}\n\n'


BYTES_AN_ANSWER = 6000
GOAL_MS = 10


def show(name: str, work: Callable[[], object], repeats: int = 15, goal: float | None = None) -> float:
    """Print and return the median wall time in milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    median = statistics.median(times)
    goals.held(f"{name} (slowest {max(times):.1f} ms)", median, "ms", at_most=goal)
    return median


def cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def journal(folder: Path, tokens_a_write: int) -> float:
    """Processor time in microseconds for each token of eight streams."""
    with ProjectFile.create(folder / f"journal-{tokens_a_write}.sidelight") as project:
        asked = making.comparison(1)
        streams = [making.generation(asked, position) for position in range(STREAMS)]
        project.add_comparison(asked)
        for stream in streams:
            project.begin(stream)
        project.flush()
        start = cpu()
        wire = tuple(WirePiece(float(n), WIRE) for n in range(tokens_a_write))
        for seq in range(TOKENS // tokens_a_write):
            pieces = [JournalPiece(stream.id, seq, "abcd" * tokens_a_write, "", wire) for stream in streams]
            # Each write waits for its commit, as if the next tokens came later.
            if tokens_a_write == 1:
                for piece in pieces:
                    project.journal([piece])
                    project.flush()
            else:
                project.journal(pieces)
                project.flush()
        spent = cpu() - start
        for stream in streams:
            project.finish(making.ended(stream, "abcd" * TOKENS), making.exchange())
        project.flush()
    return 1e6 * spent / (STREAMS * TOKENS)


def searching(folder: Path, answers: int) -> None:
    chance = random.Random(3)
    syllables = [a + b for a in "bcdfghjklmnprstvz" for b in "aeiou"]
    rare = ["".join(chance.choices(syllables, k=4)) for _ in range(30_000)]
    path = folder / "search.sidelight"
    start = time.perf_counter()
    with ProjectFile.create(path) as project:
        for number in range(answers // STREAMS):
            asked = making.comparison(number)
            project.add_comparison(asked)
            for position in range(STREAMS):
                words = " ".join(rare[int(30_000 * chance.random() ** 3)] for _ in range(35))
                text = f"{making.sentences(number + position, 20)} {words}"
                started = making.generation(asked, position)
                project.begin(started)
                project.finish(making.ended(started, text), making.exchange())
            if number % 100 == 0:
                project.flush()
        project.flush()
        filled = time.perf_counter() - start
    size = path.stat().st_size
    print(f"{answers} answers: {answers / filled:.0f} a second, {size >> 20} MB")
    show("open and close", lambda: ProjectFile.open(path).close())

    def first_page() -> None:
        with ProjectFile.open(path, read_only=True) as fresh:
            fresh.history()

    show("open for reading, and the first page of history", first_page, goal=GOAL_MS)
    with ProjectFile.open(path) as project:
        show("the first page of history", project.history, goal=GOAL_MS)
        typed = {
            "a word of every answer, newest first": "penguin",
            "a rare word": rare[29_000],
            "two words of every answer": "penguin storm",
            "an unfinished word": "pen",
            "two letters": "pe",
            "one letter": "p",
            "a word that is nowhere, also within others": "albatross",
        }
        medians = [show(name, lambda words=words: project.search(words)) for name, words in typed.items()]
        newest = medians[0]
        goals.held(
            "newest-first search, the median of these", statistics.median(medians), "ms", at_most=GOAL_MS
        )
        goals.held("newest-first search, the slowest that the index answers", max(medians[:-1]), "ms")
        with project._reading() as connection:
            ranking = "SELECT rowid FROM search WHERE search MATCH 'penguin' ORDER BY rank LIMIT 50"
            scanning = "SELECT rowid FROM generation_end WHERE text LIKE '%enguin%owhere%'"
            ranked = show("the first, ranked by SQLite", lambda: connection.execute(ranking).fetchall(), 3)
            scanned = show("all texts scanned by SQLite", lambda: connection.execute(scanning).fetchall(), 3)
        print(f"ranking takes {ranked / newest:.1f} times, scanning {scanned / newest:.1f} times as long")


def saving(folder: Path, answers: int) -> None:
    path = folder / "saved-from.sidelight"
    with ProjectFile.create(path) as project:
        making.fill(project, answers // 2)
    start = time.perf_counter()
    report = salvage(path, folder / "saved.sidelight")
    print(
        f"salvage: {report.answers / (time.perf_counter() - start):.0f} answers a second; {report.sentence}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, help="where to write; on the disk that is to be measured")
    chosen = parser.parse_args()
    print(goals.conditions())
    free = shutil.disk_usage(chosen.folder or tempfile.gettempdir()).free
    if free < 2 * BYTES_AN_ANSWER * chosen.answers:
        parser.error(f"{free >> 20} MB are free, too little for {chosen.answers} answers; choose fewer")
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        each, batch = journal(Path(folder), 1), journal(Path(folder), TOKENS_A_BATCH)
        print(f"processor time a token: {each:.1f} us in a commit of its own, {batch:.2f} us in a batch")
        sizes = {path.name: path.stat().st_size for path in Path(folder).iterdir()}
        raw = STREAMS * TOKENS * len(WIRE)
        print(f"raw streams of {raw >> 10} KB are kept in a file of {min(sizes.values()) >> 10} KB")
        goals.held("a commit for each token, times a batch", each / batch, at_least=10)
        searching(Path(folder), chosen.answers)
        saving(Path(folder), min(chosen.answers, 10_000))


if __name__ == "__main__":
    main()
