# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Leaderboard on a real project that holds some hundred votes."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from PySide6.QtWidgets import QWidget

from sidelight.domain.battle import Battle, Choice, Vote
from sidelight.domain.identity import BattleId, RecordId
from sidelight.domain.model import ModelRef
from sidelight.gui.actions import Actions
from sidelight.gui.board.page import BoardPage
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme
from sidelight.store.project import ProjectFile
from sidelight.workbench.standings import Standings

PATIENCE_MS = 100_000
BEGIN_MS = 1_760_000_000_000
HOUR_MS = 3_600_000


def held(
    names: str | list[str],
    many: int,
    *,
    first: int = 0,
    seed: int = 1,
    every_ms: int = HOUR_MS,
    **marks: object,
) -> list[tuple[Battle, Vote]]:
    """Battles of models, of which an earlier one is the better, and the votes on them."""
    chance = random.Random(seed)
    found = []
    for number in range(first, first + many):
        left, right = chance.sample(range(len(names)), 2)
        wins = 1 / (1 + 2.0 ** (left - right))
        choice = chance.choices([*Choice], [wins, 1 - wins, 0.2, 0.1])[0]
        created = BEGIN_MS + number * every_ms
        battle = Battle(
            BattleId(f"battle-{number:07}"),
            None,
            (ModelRef("test", names[left]), ModelRef("test", names[right])),
            (),
            created,
            category=str(marks.get("category", "code" if number % 3 else "")),
            origin=str(marks.get("origin", "")),
            blind=bool(marks.get("blind", True)),
            styles=((100 + number % 50, 1, 2, number % 3), (100 + number % 7, 2, 1, number % 5)),
        )
        vote = Vote(
            RecordId(f"vote-{number:07}"),
            battle.id,
            choice,
            created,
            annotator=str(marks.get("annotator", "ana" if number % 2 else "")),
            early=bool(marks.get("early", number % 10 == 0)),
            leaked=bool(marks.get("leaked", number % 20 == 3)),
            revealed=bool(marks.get("revealed", False)),
        )
        found.append((battle, vote))
    return found


@pytest.fixture
def project(tmp_path):
    made = ProjectFile.create(tmp_path / "votes.sidelight")
    yield made
    made.close()


@pytest.fixture
def keep(project):
    """Keeps battles and votes in the project."""

    def add(pairs: Iterable[tuple[Battle, Vote]]) -> None:
        battles, votes = zip(*pairs, strict=True)
        project.add_battles(battles, votes)

    return add


@pytest.fixture
def open_page(qtbot, qapp, project, tmp_path):
    """Opens the page and waits for its first board."""
    # A window that nobody holds is collected while it still gets events.
    opened = []

    def begin(**rest: object) -> BoardPage:
        window = QWidget()
        theme = Theme.load("light")
        dress(qapp, window, theme)
        standings = Standings(project)
        page = BoardPage(standings, Actions(window, theme), theme, tmp_path, window, **rest)
        qtbot.addWidget(window)
        window.resize(1180, 800)
        page.resize(1180, 800)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        page.enter()
        opened.append((window, page, standings))
        settle(qtbot, page)
        return page

    yield begin
    for _window, page, standings in opened:
        page.leave()
        standings.close()


def settle(qtbot, page) -> None:
    """Wait until everything that was asked for is shown."""
    qtbot.waitUntil(lambda: not page.busy and not page.taking_in.busy, timeout=PATIENCE_MS)


@pytest.fixture
def page(open_page, keep):
    """A board of four models and 300 votes."""
    keep(held("wxyz", 300))
    return open_page()


@pytest.fixture
def settled(qtbot, page):
    """Waits until the page shows what was asked for."""
    return lambda: settle(qtbot, page)
