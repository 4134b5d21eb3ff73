# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the arena costs beside the models: a round from the draw to the names, masking, and the audit.

Run it as ``python tests/bench/arena.py``. Prints medians; processor time where so named.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "tests")]

from sidelight import resources  # noqa: E402
from sidelight.domain.battle import Choice  # noqa: E402
from sidelight.providers.catalogue import Catalogue  # noqa: E402
from sidelight.store.project import ProjectFile  # noqa: E402
from sidelight.text.looks import looks, undressed  # noqa: E402
from sidelight.text.masking import Masking  # noqa: E402
from sidelight.workbench.auditing import Auditing  # noqa: E402
from sidelight.workbench.desk import Desk  # noqa: E402
from sidelight.workbench.moment import Moment  # noqa: E402
from sidelight.workbench.venue import RoundState  # noqa: E402
from sidelight.workbench.voting import Said  # noqa: E402

ROUNDS = 300
ANSWER = "I am Claude, made by Anthropic.\n\n" + "- **one** thing that Google, too, says of a llama\n" * 100


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        rounds(Path(folder))
    document = tomllib.loads(resources.path("identity_phrases.toml").read_text("utf-8"))
    masking = Masking(document, ["lab/model-7b"])
    for name, work in (
        ("prepare names and phrases", lambda: Masking(document, ["lab/model-7b"])),
        (f"mask an answer of {len(ANSWER):,} characters, 100 with a name", lambda: masking.mask(ANSWER)),
        ("mask as much prose without one", lambda: masking.mask("plain words of no name at all, " * 160)),
        ("count its looks", lambda: looks(ANSWER)),
        ("take its looks away", lambda: undressed(ANSWER)),
    ):
        print(f"{name:60} {timed(work):8.2f} ms")


def timed(work) -> float:
    """The median of nine, in milliseconds of processor time."""
    spent = []
    for _ in range(9):
        start = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - start))
    return statistics.median(spent)


def rounds(folder: Path) -> None:
    """Hold rounds between recorded models that answer at once, then audit them."""
    models = [{"name": name, "label": name} for name in ("amber", "blue")]
    answers = [{"model": one["name"], "prompt": "Say it.", "text": ANSWER} for one in models]
    recording = folder / "recording.json"
    recording.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": answers})
    )
    catalogue = Catalogue(data_folder=folder, connections=(), recordings=(recording,), environ={})
    desk = Desk(ProjectFile.create(folder / "bench.sidelight"), catalogue, Moment.real())
    pool = [desk.model(f"recorded/{one['name']}@0") for one in models]
    took: dict[str, list[float]] = {"answers to display": [], "vote to names": []}
    for _ in range(ROUNDS):
        round_ = desk.arena.start("Say it.", pool)
        ended = 0.0
        while round_.state is RoundState.ASKING:
            desk.tick()
            if not ended and not desk.comparing.busy:
                ended = time.perf_counter()
            time.sleep(0.0005)
        took["answers to display"].append(1000 * (time.perf_counter() - ended))
        round_.show()
        voted = time.perf_counter()
        round_.vote(Said(Choice.A))
        round_.reveal()
        while round_.state is not RoundState.REVEALED:
            desk.tick()
            time.sleep(0.0005)
        took["vote to names"].append(1000 * (time.perf_counter() - voted))
    for name, spent in took.items():
        print(f"{name:60} {statistics.median(spent):8.2f} ms  at most {max(spent):.0f}")
    start = time.process_time()
    found = Auditing(desk._project).audit()
    spent_ms = 1000 * (time.process_time() - start)
    assert found.sound, found.problems
    print(f"{f'audit of {ROUNDS} battles, {found.entries} entries':60} {spent_ms:8.2f} ms")
    desk.close()


if __name__ == "__main__":
    main()
