# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from sidelight.gui.glview.page_errors import read_page_error


def test_the_last_error_that_nobody_caught_is_found_with_its_line():
    stderr = (
        "Not loaded: https://cdn.example/a.js\n"
        "Uncaught ReferenceError: THREE is not defined (line 12)\n"
        "a warning (line 3)\n"
        "Uncaught (in promise) TypeError: Failed to fetch\n"
    )
    found = read_page_error(stderr)
    assert (found.error, found.line) == ("TypeError: Failed to fetch", None)
    found = read_page_error(stderr.rpartition("Uncaught")[0])
    assert (found.error, found.line) == ("ReferenceError: THREE is not defined", 12)


def test_an_error_in_another_block_says_where_and_claims_no_line_of_the_page():
    found = read_page_error("Uncaught TypeError: x is null (app.js, line 7)\n")
    assert (found.error, found.line) == ("TypeError: x is null (app.js, line 7)", None)


def test_warnings_and_what_was_not_loaded_are_no_errors():
    assert (
        read_page_error("Not loaded: https://cdn.example/a.js\nslow (line 3)\nnothing Uncaught here\n")
        is None
    )
    assert read_page_error("") is None


def test_a_very_long_error_is_cut():
    assert len(read_page_error("Uncaught " + "x" * 9000).error) == 500
