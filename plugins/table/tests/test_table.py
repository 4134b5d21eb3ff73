# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.api import Artifact, Context, RenderError
from sidelight_table import renderer
from sidelight_table.reading import MOST_CELLS, delimiter_of

CONTEXT = Context()


def shown(text, language="csv"):
    return renderer.render(Artifact(0, language, text, True), CONTEXT)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("name;price\nx;1,50\ny;2,25\n", ";"),
        ("a\tb, c\n1\t2\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ('"a;b",c\n"d;e",f\n', ","),
        ("one\ntwo\n", ","),
    ],
)
def test_the_delimiter_is_found(text, delimiter):
    assert delimiter_of(text) == delimiter


def test_header_quotes_and_line_breaks_within_cells():
    table = shown('name,note\nAda,"one, ""two""\nthree"\nBob,\n').table
    assert table.columns == ("name", "note")
    assert table.rows == (("Ada", 'one, "two"\nthree'), ("Bob", ""))


def test_without_a_header_columns_are_counted():
    table = shown("1,2\n3,4\n").table
    assert table.columns == ("1", "2")
    assert table.rows == (("1", "2"), ("3", "4"))


def test_years_may_name_columns():
    assert shown("region,2023,2024\nNorth,1,2\n").table.columns == ("region", "2023", "2024")


def test_rows_of_another_width_are_shown_and_pointed_out_with_their_line():
    rendered = shown('a,b\n"x\ny",1\n1\n1,2,3\n')
    assert rendered.table.columns == ("a", "b", "3")
    assert [(note.line, note.message) for note in rendered.notes] == [
        (4, "A row has 1 cell where the first has 2."),
        (5, "A row has 3 cells where the first has 2."),
    ]


def test_a_quote_that_is_not_closed_is_an_error_with_its_line():
    with pytest.raises(RenderError) as caught:
        shown('a,b\n1,"2\n3,4\n')
    assert caught.value.line == 2


def test_lines_before_the_table_are_left_out_and_named():
    rendered = shown("# sales.csv\n# of 2024\na,b\n1,2\n3\n")
    assert rendered.table.columns == ("a", "b")
    assert [(note.line, note.message) for note in rendered.notes] == [
        (1, "2 lines before the table: not shown."),
        (5, "A row has 1 cell where the first has 2."),
    ]
    assert shown("#,name\n1,x\n").table.columns == ("#", "name")


def test_a_rule_below_the_head_is_no_row():
    assert shown("| a | b |\n|---|:-:|\n| 1 | 2 |\n").table.rows == (("1", "2"),)


def test_nothing_to_show_is_said():
    with pytest.raises(RenderError, match="no row"):
        shown("\n \n")
    assert renderer.match(Artifact(0, "csv", " \n", True)) == 0


def test_nul_and_a_huge_table_are_taken():
    assert shown("a,b\n\0,2\n").table.rows == (("\ufffd", "2"),)
    rendered = shown("a,b,c,d\n" + "1,2,3,4\n" * (MOST_CELLS // 4 + 100))
    assert "not shown" in rendered.notes[-1].message
    assert rendered.alt_text.startswith("A table of 95,")


def test_while_it_is_written_whole_rows_are_shown():
    def update(text):
        return renderer.update(Artifact(0, "csv", text, False), CONTEXT)

    assert update("a,b") is None
    assert update("a,b\n1,2\n3,").table.rows == (("1", "2"),)
    assert update('a,b\n1,"2\n3,') is None


def test_tabs_for_tsv_whatever_commas_there_are():
    assert shown("a\tb,c\n1,2\t3\n", "tsv").table.columns == ("a", "b,c")
