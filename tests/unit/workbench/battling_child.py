# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Holds one blind battle up to a point, says so, and waits to be killed.

Arguments: the project, the recording, and where to stop: drawn, shown, voted or revealed; or many: battles
one after another, with a line for each vote that is on the disk.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from sidelight.domain.battle import Choice
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from sidelight.workbench.venue import RoundState
from sidelight.workbench.voting import Said


def many(desk: Desk) -> None:
    pool = [desk.model(f"recorded/{name}@0") for name in ("amber", "blue")]
    while True:
        round_ = desk.arena.start("Say hello.", pool)
        while round_.state is not RoundState.REVEALED:
            desk.tick()
            if round_.state is RoundState.READY:
                round_.show()
                round_.vote(Said(Choice.B))
            elif round_.state is RoundState.VOTED and round_.kept and not round_.busy:
                assert round_.given is not None
                print(round_.given.id, flush=True)
                round_.reveal()


def main(path: Path, recording: Path, where: str) -> None:
    catalogue = Catalogue(data_folder=path.parent, connections=(), recordings=(recording,), environ={})
    desk = Desk(ProjectFile.open(path), catalogue, Moment.real())
    if where == "many":
        many(desk)
    # An answer of one token a second is not there when this is killed.
    pace = "@0" if where != "drawn" else "@1"
    pool = [desk.model(f"recorded/{name}{pace}") for name in ("amber", "blue")]
    round_ = desk.arena.start("Say hello.", pool)
    done = {
        "drawn": lambda: True,
        "shown": lambda: round_.state is RoundState.SHOWING,
        "voted": lambda: round_.state is RoundState.VOTED and round_.kept,
        "revealed": lambda: round_.state is RoundState.REVEALED,
    }[where]
    while not done():
        desk.tick()
        if round_.state is RoundState.READY:
            round_.show()
        elif round_.state is RoundState.SHOWING and where != "shown":
            round_.vote(Said(Choice.B))
        elif round_.state is RoundState.VOTED and where == "revealed":
            round_.reveal()
        time.sleep(0.001)
    if where == "drawn":
        desk._project.flush()
    print(where, flush=True)
    while True:
        desk.tick()
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
