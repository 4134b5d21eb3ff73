# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Writes eight streams into a project until it is killed, and says how far each of them is.

Its clock is the number of its own steps, 5 ms each, so that a busy machine stretches the streams and the
journal alike. A step brings one token of four characters to each stream (200 a second); a line on standard
output acknowledges it before it is journaled. Some streams end and are replaced by new ones.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from sidelight.domain.delta import WirePiece
from sidelight.store import JournalPiece, ProjectFile
from unit.store import making

STEP_S = 0.005
JOURNAL_STEPS = 50
STREAMS = 8
ENDS_AFTER = 173


def token(step: int) -> str:
    return f"{step:03x} "


def main(path: Path, number: int) -> None:
    project = ProjectFile.open(path)
    print("open", len(project.recovered), flush=True)
    asked = making.comparison(number)
    project.add_comparison(asked)
    started = [making.generation(asked, position) for position in range(STREAMS)]
    begun_at = [0] * STREAMS
    for stream in started:
        project.begin(stream)
    project.flush()
    texts = [""] * STREAMS
    journaled = [0] * STREAMS
    wires: list[list[WirePiece]] = [[] for _ in started]
    step = seq = 0
    while True:
        for position in range(STREAMS):
            texts[position] += token(step - begun_at[position])
            wires[position].append(WirePiece(1e3 * STEP_S * step, f"data: {step}".encode()))
        print(
            step,
            *(f"{stream.id}:{len(text)}" for stream, text in zip(started, texts, strict=True)),
            flush=True,
        )
        if step % JOURNAL_STEPS == 0:
            pieces = []
            for position, stream in enumerate(started):
                text = texts[position][journaled[position] :]
                pieces.append(JournalPiece(stream.id, seq, text, "", tuple(wires[position])))
                journaled[position] = len(texts[position])
                wires[position].clear()
            seq += 1
            project.journal(pieces)
        if step % ENDS_AFTER == ENDS_AFTER - 1:
            position = step // ENDS_AFTER % STREAMS
            old = started[position]
            wire = tuple(wires[position])
            project.finish(making.ended(old, texts[position], ""), making.exchange(*wire))
            started[position] = making.generation(asked, position, old.attempt + 1)
            project.begin(started[position])
            texts[position], journaled[position], begun_at[position] = "", 0, step + 1
            wires[position].clear()
        step += 1
        time.sleep(STEP_S)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
