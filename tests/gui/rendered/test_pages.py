# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Long pages are cut where they can be, a little at a time."""

from __future__ import annotations

import pytest

from sidelight.gui.rendered.page import pieces_of


@pytest.mark.parametrize(
    "html",
    [
        "",
        "short",
        "x" * 2_500,
        "<p>one</p>" * 2_000,
        "<div>" + "<p>one\n</p>" * 2_000 + "</div>",
        "".join(f"<pre>line {n}\n\n</pre>\n<br>" for n in range(900)) + "<a href=",
    ],
)
def test_no_character_of_a_page_is_lost_wherever_it_is_cut(html):
    parts = list(pieces_of(html))
    assert "".join(parts) == html
    assert all(part.startswith("<") for part in parts[1:] if part)


def test_something_else_can_be_done_while_a_long_page_is_read():
    parts = list(pieces_of("<div>" + "<p>one</p>" * 20_000 + "</div>"))
    assert len([part for part in parts if part]) == 1, "it is one element"
    assert parts.count("") == 81
