# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.artifact import Artifact
from sidelight.text.pages import assembled, is_page

STYLE = "body { color: red }\n"
SCRIPT = "console.log('Grüße')\n"


@pytest.mark.parametrize(
    ("language", "text", "alive"),
    [
        ("html", "<p>Hello", True),
        ("xhtml", "<p>Hello</p>", True),
        ("html", " \n", False),
        ("svg", "<svg><circle r='3'/></svg>", False),
        ("svg", "<svg><circle r='3'><animate attributeName='r' to='9'/></circle></svg>", True),
        ("svg", "<svg><style>@keyframes a { to { fill: red } }</style></svg>", True),
        ("svg", "<svg><script>1</script></svg>", True),
        ("javascript", "alert(1)", False),
        ("", "<html>", False),
    ],
)
def test_what_is_a_page(language, text, alive):
    assert is_page(language, text) is alive


def blocks(*parts):
    return [Artifact(number, language, text, True) for number, (language, text) in enumerate(parts)]


def carried(page):
    return [base64.b64decode(found).decode() for found in re.findall(r"base64,([^\"]*)\"", page)]


def test_the_only_style_sheet_and_the_only_script_of_an_answer_come_into_its_page():
    page = (
        '<head>\n<link rel="stylesheet" href="style.css">\n</head>\n<script src=./js/app.js defer></script>'
    )
    made = assembled(page, blocks(("css", STYLE), ("javascript", SCRIPT), ("html", page)))
    assert carried(made) == [STYLE, SCRIPT]
    assert made.count("\n") == page.count("\n")
    assert "defer></script>" in made


def test_of_several_blocks_each_belongs_to_the_name_that_its_first_line_says():
    page = '<script src="game.js"></script><script src="ui.js"></script>'
    beside = blocks(("javascript", "// js/ui.js\nui()\n"), ("javascript", "// game.js\ngame()\n"))
    assert [one.split("\n")[1] for one in carried(assembled(page, beside))] == ["game()", "ui()"]


@pytest.mark.parametrize(
    "page",
    [
        '<link rel="stylesheet" href="https://cdn.example/style.css">',
        '<script src="//cdn.example/app.js"></script>',
        '<script src="/app.js"></script>',
        '<script src="../app.js"></script>',
        '<script src="data:text/javascript,1"></script>',
        "<script>const src = 'app.js'</script>",
        '<a href="app.js">code</a>',
    ],
)
def test_what_lies_elsewhere_or_is_no_part_stays_as_it_is(page):
    assert assembled(page, blocks(("css", STYLE), ("javascript", SCRIPT))) == page


def test_a_block_that_breaks_off_or_could_belong_to_two_names_is_left_out():
    page = '<script src="a.js"></script><script src="b.js"></script>'
    assert assembled(page, blocks(("javascript", SCRIPT))) == page
    one = '<script src="a.js"></script>'
    assert assembled(one, [Artifact(0, "javascript", SCRIPT, False)]) == one
    assert assembled(one, blocks(("javascript", SCRIPT), ("javascript", STYLE))) == one


@given(st.text(alphabet="<>\"'=/. \nscriptlnkhefa.jcs:", max_size=300), st.text(max_size=50))
def test_any_text_comes_back_with_its_lines(page, script):
    assert assembled(page, blocks(("javascript", script))).count("\n") == page.count("\n")
    assert assembled(page, []) == page


HOSTILE = {
    "links that never end": "<link " * 170_000,
    "scripts that never end": "<script " * 130_000,
    "one address in another": "<link " + "href=a.css?" * 90_000,
    "one address in another, of a script": "<script " + "src=a.js?" * 90_000,
    "spaces": "<link href" + " " * 1_000_000,
    "many spaces": "<link" + (" href" + " " * 1000) * 1000,
    "a long name": "<link href=" + "a.cs/" * 200_000,
    "every name another": "".join(f"<link href=a{number}.css>" for number in range(50_000)),
    "one name over and over": "<link href=style.css>" * 50_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_costs_no_time_and_no_memory_to_speak_of(page):
    beside = blocks(("css", "/* style.css */" + "a" * 1_000_000), ("css", " " * 1_000_000))
    began = time.process_time()
    made = assembled(page, beside)
    is_page("svg", page)
    assert time.process_time() - began < 3
    assert len(made) < len(page) + 8_000_000
