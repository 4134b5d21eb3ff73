# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.api import Artifact, Context, RenderError
from sidelight_table import lenient, renderer
from sidelight_table.reading import MOST_CELLS, MOST_LETTERS, delimiter_of

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


@pytest.mark.parametrize(
    ("text", "rows", "said"),
    [
        (
            'a,b\n1,"two\n3,4\n',
            (("1", '"two'), ("3", "4")),
            (2, "Line 2 opens a quote that is not closed; the quote is shown as a letter."),
        ),
        (
            'id,text\n1,"ok, so\nit is"\n2,"open\n3,"fine"\n',
            (("1", "ok, so\nit is"), ("2", '"open'), ("3", "fine")),
            (4, "Line 4 opens a quote that is not closed; the quote is shown as a letter."),
        ),
        (
            'a,b\n"He said "hi, you"",3\n',
            (('He said "hi, you"', "3"),),
            (2, "Line 2 has a quote inside of a quoted cell that is not written twice."),
        ),
        (
            'a,b\n"so \\"it\\" is",3\n',
            (('so "it" is', "3"),),
            (2, "Line 2 has a quote inside of a quoted cell that is not written twice."),
        ),
    ],
)
def test_quotes_that_do_not_fit_are_letters_and_named_by_their_line(text, rows, said):
    rendered = shown(text)
    assert rendered.table.rows == rows
    assert said in [(note.line, note.message) for note in rendered.notes]


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(st.lists(st.text('ab",\n\r \\'), min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_is_written_as_it_should_be_is_read_alike_by_both_ways(rows):
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    text = written.getvalue()
    assert [list(row.cells) for row in lenient.rows(text, ",", 1000)] == rows


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.text('ab",\n\r|\\ '), st.sampled_from(["csv", "tsv", "psv"]))
def test_any_text_has_rows_or_none(text, language):
    try:
        rendered = shown(text, language)
    except RenderError as nothing:
        assert str(nothing) == "There is no row."  # noqa: PT017
    else:
        assert all(note.line is None or 1 <= note.line <= len(text) + 1 for note in rendered.notes)


@pytest.mark.parametrize(
    ("language", "text", "columns", "rows"),
    [
        ("csv", "sep=;\na;b\n1;2\n", ("a", "b"), (("1", "2"),)),
        ("csv", "```csv\na,b\n1,2\n```", ("a", "b"), (("1", "2"),)),
        ("csv", "Here it is:\na,b\n1,2\n", ("a", "b"), (("1", "2"),)),
        ("csv", ",2020,2021\nA,1,2\n", ("", "2020", "2021"), (("A", "1", "2"),)),
        ("csv", "a,b,\n1,2,\n", ("a", "b", ""), (("1", "2", ""),)),
        ("csv", "a,a\n1,2\n", ("a", "a"), (("1", "2"),)),
        ("csv", "a,b\nx\u2028y,\x0b2\n", ("a", "b"), (("x\u2028y", "\x0b2"),)),
        ("csv", '| a | b |\n|:--|--:|\n| x \\| y | 2" |\n', ("a", "b"), (("x | y", '2"'),)),
        ("csv", "+--+--+\n| a | b |\n+--+--+\n| 1 | 2 |\n+--+--+\n", ("a", "b"), (("1", "2"),)),
        ("tsv", "a   b\n1   2 3\n", ("a", "b"), (("1", "2 3"),)),
        ("tsv", 'a\tb\n"x\ty\n', ("a", "b"), (('"x', "y"),)),
    ],
)
def test_tables_as_they_come_in_answers(language, text, columns, rows):
    rendered = shown(text, language)
    assert rendered.table.columns == columns
    assert rendered.table.rows == rows


def test_a_very_long_cell_is_cut_and_named():
    rendered = shown(f"a,b\n1,2\n3,{'x' * 60_000}\n")
    assert len(rendered.table.rows[1][1]) == MOST_LETTERS + 1
    assert [(note.line, note.message) for note in rendered.notes] == [
        (3, "A cell of line 3 has more than 50,000 characters; it is cut.")
    ]


@pytest.mark.parametrize(
    "text",
    ["1" * 49_000 + "!,2\n3,4\n", 'a,b\n"x"y' + ',"x' * 60_000 + "\n", 'a,b\n"a' + '"b' * 200_000 + "\n"],
    ids=["digits", "cells", "quotes"],
)
def test_a_long_line_takes_no_longer_than_its_length(text):
    # In all ways it could be taken apart, this would be minutes.
    assert len(shown(text).table.rows) in (1, 2)


def test_lines_before_the_table_are_left_out_and_named():
    rendered = shown("# sales.csv\n# of 2024\na,b\n1,2\n3\n")
    assert rendered.table.columns == ("a", "b")
    assert [(note.line, note.message) for note in rendered.notes] == [
        (1, "2 lines before the table: not shown (“# sales.csv # of 2024”)."),
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
    assert update('a,b\n1,2\n1,"2\n3,').table.rows == (("1", "2"),)


def test_tabs_for_tsv_whatever_commas_there_are():
    assert shown("a\tb,c\n1,2\t3\n", "tsv").table.columns == ("a", "b,c")
