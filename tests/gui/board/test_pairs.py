# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Two models against each other: the win matrix, the figures below, and the place in the window."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from gui.board.conftest import held, settle
from gui.shell.conftest import ask, asked, desk, open_window, settings  # noqa: F401  fixtures
from gui.shell.stand_ins import CUBE
from sidelight.domain.battle import LogEvent
from sidelight.gui.theme import Theme
from sidelight.workbench.board import Asked
from sidelight.workbench.ranking import Ranking

SAID = Qt.ItemDataRole.AccessibleTextRole


def facts(page):
    return {name.text(): figure.text() for name, figure in page.detail.facts if name.isVisibleTo(page.detail)}


def test_the_matrix_holds_each_pair_from_both_sides(page):
    page.show_view("matrix")
    fields = page.matrix.fields
    names = [row.model for row in page.board.rows]
    for row, first in enumerate(names):
        for column, second in enumerate(names):
            told = fields.data(fields.index(row, column))
            pair = page.board.pair(first, second)
            if row == column:
                assert told == ""
            else:
                assert told == f"{100 * pair.rate:.0f} %"
                assert f"{first} against {second}: {pair.battles} votes" in fields.data(
                    fields.index(row, column), SAID
                )
    above = fields.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert above == names[1]
    assert fields.headerData(1, Qt.Orientation.Vertical) == f"2  {names[1]}"


def test_a_field_leads_to_its_votes_by_key(page, settled, qtbot, project):
    page.show_view("matrix")
    settled()
    names = [row.model for row in page.board.rows]
    page.matrix.choose(names[0], names[1])
    qtbot.keyClick(page.matrix, Qt.Key.Key_Right)
    settled()
    assert (page.detail.first, page.detail.second) == (names[0], names[2])
    qtbot.keyClick(page.matrix, Qt.Key.Key_Return)
    settled()
    assert page.detail.votes.hasFocus()
    assert page.detail.votes.rows.votes == Ranking(project).votes(Asked(), names[0], names[2])


def test_a_pair_is_told_with_what_holds_however_often_one_looks(page, settled):
    names = [row.model for row in page.board.rows]
    page.show_votes(names[0], names[1])
    settled()
    pair, told = page.board.pair(names[0], names[1]), facts(page)
    assert told["Votes"] == str(pair.battles)
    assert told["Share of wins"].startswith(f"{100 * pair.rate:.0f} %")
    low, high = pair.always
    assert told["However often you look"] == f"{100 * low:.0f} % to {100 * high:.0f} %"
    assert told["Evidence"].endswith(" of 20")
    assert "ahead at 95 %" in told["Verdict"] or "more might" in told["Verdict"]
    for name, figure in page.detail.facts:
        if name.isVisibleTo(page.detail):
            assert figure.toolTip()
            assert figure.accessibleDescription() == figure.toolTip()
    for turned, straight in ((names[1], names[0]),):
        page.show_votes(turned, straight)
        settled()
        assert facts(page)["Share of wins"].startswith(f"{100 * (1 - pair.rate):.0f} %")


def test_a_lead_that_is_shared_is_not_called_the_first_place(page, settled, qtbot):
    told = page.board.flips[0]
    for fewer, shared, name, figure in ((1, True, "Leads by", "1 vote"), (3, False, "First by", "3 votes")):
        board = replace(page.board, flips=(replace(told, fewer=fewer, shared=shared),))
        page.detail.show_board(board)
        page.detail.show_pair(told.first)
        assert facts(page)[name] == figure
        assert len({"Leads by", "First by"} & set(facts(page))) == 1


def test_both_boxes_are_whole_beside_the_votes(page, settled):
    names = [row.model for row in page.board.rows]
    page.show_votes(names[0])
    settled()
    seen = page.detail.second_box.visibleRegion().boundingRect()
    assert seen == page.detail.second_box.rect()


def test_the_boxes_choose_a_pair_by_key(page, settled, qtbot):
    names = [row.model for row in page.board.rows]
    page.detail.second_box.setFocus()
    qtbot.keyClick(page.detail.second_box, Qt.Key.Key_Down)
    settled()
    assert (page.detail.first, page.detail.second) == (names[0], names[1])
    met = {names[0], names[1]}
    assert all({one.model_a, one.model_b} == met for one in page.detail.votes.rows.votes)
    page.detail.first_box.setFocus()
    qtbot.keyClick(page.detail.first_box, Qt.Key.Key_Down)
    settled()
    assert page.detail.first == names[1]
    assert page.table.chosen == names[1]


def test_models_that_have_not_met_say_so(open_page, keep, qtbot):
    keep(held("xy", 30) + held("yz", 30, first=500))
    page = open_page()
    page.show_votes("test/x", "test/z")
    settle(qtbot, page)
    page.show_view("matrix")
    fields, names = page.matrix.fields, page.matrix.fields.names
    there = fields.index(names.index("test/x"), names.index("test/z"))
    assert fields.data(there) == "–"
    assert fields.data(there, SAID) == "test/x and test/z have not met"
    assert len(page.detail.votes.rows.votes) == 0


def test_the_matrix_is_painted_in_both_themes(page, settled):
    page.show_view("matrix")
    settled()
    seen = []
    for name in ("light", "dark"):
        page.set_theme(Theme.load(name))
        seen.append(page.matrix.viewport().grab().toImage())
    assert seen[0] != seen[1]


def test_a_battle_whose_names_nobody_has_been_given_is_on_no_board(open_page, keep, project, qtbot):
    pairs = held("wx", 40, leaked=False)
    keep(pairs)
    hidden = pairs[-1][0].id
    project.chain_append(LogEvent("drawn", hidden, None, "{}", pairs[-1][0].created_ms))
    page = open_page()
    assert page.board.votes == 39
    assert hidden not in {one.battle_id for one in page.detail.votes.rows.votes}
    project.chain_append(LogEvent("revealed", hidden, None, "{}", pairs[-1][0].created_ms))
    page.refresh()
    settle(qtbot, page)
    assert page.board.votes == 40


def test_a_vote_whose_answers_are_elsewhere_says_so(page, settled, qtbot):
    page.show_votes("test/w")
    settled()
    qtbot.keyClick(page.detail.votes, Qt.Key.Key_Return)
    settled()
    assert "not in this project" in page.detail.line.text()


def test_the_window_goes_there_by_key_and_back_to_a_votes_answers(open_window, desk, ask, qtbot):  # noqa: F811
    window = open_window(desk)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.places.current == "board"
    page = window.places.page("board")
    settle(qtbot, page)
    assert page.pages.currentWidget() is page.empty
    page.empty.arena_button.click()
    assert window.places.current == "arena"
    window.places.go("compare")
    held_here = ask(window, CUBE).comparison.id
    window.page.begin_new()
    window.places.go("board")
    page.comparison_wanted.emit(held_here)
    assert window.places.current == "compare"
    assert window.page.live.comparison.id == held_here
    settle(qtbot, page)
