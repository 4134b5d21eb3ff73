# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The votes that a leaderboard counts: those on battles whose names are known by now.

A vote on any other may still be taken back or changed, and what it did to a board would give the names away.
"""

from __future__ import annotations

from sidelight.domain.battle import Ballot
from sidelight.store.project import ProjectFile


class OpenedVotes:
    """The project's votes without those on battles whose names nobody has been given yet."""

    def __init__(self, project: ProjectFile) -> None:
        self._project = project

    def ballots(self, *, blind_only: bool = False, with_style: bool = True) -> list[Ballot]:
        """As ``ProjectFile.ballots``, without those votes."""
        # First the votes: a battle that is drawn between the two reads has none among them.
        found = self._project.ballots(blind_only=blind_only, with_style=with_style)
        hidden = set(self._project.unopened())
        return [one for one in found if one.battle_id not in hidden] if hidden else found
