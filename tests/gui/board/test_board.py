# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The board that is shown, and what leads to the votes behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer

from gui.board.conftest import BEGIN_MS, HOUR_MS, held, settle
from sidelight.domain.battle import Choice
from sidelight.gui.board.page import MOST_VOTES
from sidelight.gui.board.rows import Column
from sidelight.gui.board.scale import Scale, lanes
from sidelight.gui.theme import Theme
from sidelight.workbench.board import Asked
from sidelight.workbench.ranking import Ranking

TIP = Qt.ItemDataRole.ToolTipRole
SAID = Qt.ItemDataRole.AccessibleTextRole


def cells(page, column):
    rows = page.table.rows
    return [rows.data(rows.index(row, column)) for row in range(rows.rowCount())]


def test_the_table_shows_the_board_of_the_projects_votes(page, project):
    board = Ranking(project).board()
    assert cells(page, Column.MODEL) == [row.model for row in board.rows]
    assert cells(page, Column.SCORE) == [f"{row.score:.0f}" for row in board.rows]
    assert cells(page, Column.BATTLES) == [str(row.battles) for row in board.rows]
    assert cells(page, Column.RANK) == [str(row.rank) for row in board.rows]
    assert f"{board.votes} votes" in page.summary.text()
    assert board.notes[0] in page.notes.text()
    assert board.flips[0].sentence in page.notes.text()


def test_every_figure_says_what_it_means_and_is_told_to_screen_readers(page):
    rows = page.table.rows
    for row in range(rows.rowCount()):
        for column in Column:
            index = rows.index(row, column)
            assert rows.headerData(column, Qt.Orientation.Horizontal, TIP)
            if column is not Column.LEVEL:
                assert rows.data(index, TIP)
                assert rows.data(index, SAID)
    held_apart = {name for group in page.board.groups for name in group}
    for row in range(rows.rowCount()):
        told = rows.data(rows.index(row, Column.LEVEL), SAID)
        assert bool(told) == (rows.name(row) in held_apart)


def test_enter_leads_to_the_votes_of_a_model(page, settled, qtbot, project):
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    model = page.table.chosen
    assert model == page.board.rows[1].model
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settled()
    assert page.detail.votes.hasFocus()
    assert page.detail.votes.rows.votes == Ranking(project).votes(Asked(), model)
    assert len(page.detail.votes.rows.votes) == page.board.rows[1].battles


def test_groups_that_never_met_stand_under_headings_of_their_own(open_page, keep, qtbot):
    keep(held("wxy", 80) + held(["p", "q"], 20, first=500))
    page = open_page()
    rows = page.table.rows
    headings = [row for row in range(rows.rowCount()) if not rows.name(row)]
    assert headings == [0, 4]
    assert "3 models" in rows.data(rows.index(0, 0))
    assert "2 models" in rows.data(rows.index(4, 0))
    assert page.table.columnSpan(4, 0) == len(Column)
    page.table.setFocus()
    walked = [page.table.chosen]
    for _ in range(4):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
        walked.append(page.table.chosen)
    assert walked == [row.model for row in page.board.rows]
    assert cells(page, Column.RANK)[5] == "1"


def test_without_votes_it_says_what_to_do(open_page):
    page = open_page(with_arena=True)
    assert page.pages.currentWidget() is page.empty
    asked = []
    page.arena_wanted.connect(lambda: asked.append("arena"))
    page.empty.arena_button.click()
    assert asked == ["arena"]
    assert page.empty.import_button.isEnabled()


def test_votes_that_came_meanwhile_count_when_one_asks(page, settled, keep, qtbot):
    before = page.board.votes
    keep(held("wxyz", 10, first=1000, leaked=False))
    page.filters.ask(early=False)
    page.filters.ask(early=True)
    settled()
    assert page.board.votes == before
    page.refresh()
    settled()
    assert page.board.votes == before + 10


def test_colours_change_and_rows_stay(page):
    page.table.choose("test/y")
    page.set_theme(Theme.load("dark"))
    assert page.table.chosen == "test/y"
    shown = page.table.grab().toImage()
    wide = [page.table.columnViewportPosition(Column.MODEL) + 1]
    dark = Theme.load("dark").hue(page.table.rows.hues["test/w"])
    top = page.table.rowViewportPosition(page.table.rows.row_of("test/w"))
    header = page.table.horizontalHeader().height()
    assert shown.pixelColor(wide[0], header + top + 15) == dark


def test_a_hue_stays_a_models_own_when_models_come(page, settled, keep):
    before = dict(page.table.rows.hues)
    keep(held(["a-new-one", "w"], 20, first=2000))
    keep(held(["an-old-one", "z"], 20, first=-2000, origin="elsewhere"))
    page.refresh()
    settled()
    assert page.table.rows.hues["test/a-new-one"] == 4
    assert page.table.rows.hues["test/an-old-one"] == 5
    assert {name: page.table.rows.hues[name] for name in before} == before


def test_the_scale_holds_every_interval(page):
    scale = Scale.of(page.board.rows)
    for row in page.board.rows:
        assert scale.low <= row.low < row.high <= scale.high
        assert scale.across(row.low, 10, 200) < scale.across(row.score, 10, 200)
    assert scale.across(scale.low, 10, 200) == 10
    assert scale.across(scale.high, 10, 200) == 210
    assert 2 <= len(scale.ticks()) <= 10


def test_brackets_do_not_cover_each_other():
    order = ["a", "b", "c", "d", "", "e", "f"]
    found = lanes([("a", "b", "c"), ("c", "d"), ("b", "c"), ("e", "f")], order)
    assert found == [(0, 2, 0), (1, 2, 1), (2, 3, 2), (5, 6, 0)]


def test_a_hundred_thousand_votes_open_while_the_window_goes_on(open_page, keep, qtbot):
    keep(held([f"model-{n}" for n in range(20)], 100_000, every_ms=1000))
    page = open_page()
    assert page.board.votes > 90_000
    beats = []
    beat = QTimer(page, interval=5)
    beat.timeout.connect(lambda: beats.append(True))
    beat.start()
    page.refresh()
    settle(qtbot, page)
    beat.stop()
    assert len(beats) >= 20
    assert page.history.slider.maximum() == 199
    first = page.board.rows[0]
    assert first.battles > MOST_VOTES == len(page.detail.votes.rows.votes)
    assert page.detail.line.text().startswith(f"The newest 5,000 of {first.battles:,} votes.")


def test_votes_lead_to_who_won_when_and_by_whom(page, settled):
    page.show_votes("test/w", "test/x")
    settled()
    rows = page.detail.votes.rows
    newest = rows.votes[0]
    texts = [rows.data(rows.index(0, column)) for column in range(rows.columnCount())]
    assert f"test/{texts[1]}" == newest.model_a
    assert f"test/{texts[3]}" == newest.model_b
    assert BEGIN_MS <= newest.created_ms < BEGIN_MS + 300 * HOUR_MS
    bold = [bool(rows.data(rows.index(0, column), Qt.ItemDataRole.FontRole)) for column in (1, 3)]
    assert bold == [newest.choice is Choice.A, newest.choice is Choice.B]


def test_who_comes_back_finds_the_vote_that_was_looked_at(page, settled, qtbot):
    page.show_votes("test/x")
    settled()
    for _ in range(7):
        qtbot.keyClick(page.detail.votes, Qt.Key.Key_Down)
    page.parts.setFocus()
    page.detail.votes.setFocus()
    page.enter()
    settled()
    assert page.detail.votes.hasFocus()
    assert page.detail.votes.currentIndex().row() == 7
