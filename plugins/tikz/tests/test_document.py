# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What TeX is given for the many ways in which a drawing stands in an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight_tikz.document import BORDER, Border, document

PICTURE = "\\begin{tikzpicture}\n\\draw (0,0) -- (1,1);\n\\end{tikzpicture}"


def test_a_whole_document_is_cut_at_its_body() -> None:
    made = document(
        f"\\documentclass{{standalone}}\n\\usepackage{{tikz}}\n\\begin{{document}}{PICTURE}\\end{{document}}"
    )
    assert made.preamble == "\\documentclass{standalone}\n\\usepackage{tikz}\n"
    assert made.body == "\n\n" + PICTURE
    assert not made.assumed


def test_what_comes_after_the_document_is_no_part_of_it() -> None:
    assert "remark" not in document(f"\\begin{{document}}{PICTURE}\\end{{document}} a remark").source


def test_libraries_before_a_picture_are_its_preamble() -> None:
    made = document("\\usetikzlibrary{calc,\n  arrows}\n\\definecolor{a}{RGB}{1,2,3}\n" + PICTURE)
    assert made.preamble.endswith("\\usetikzlibrary{calc,\n  arrows}")
    assert made.body.startswith("\n\n\\definecolor")
    assert not made.assumed


def test_a_picture_that_names_nothing_is_given_the_common_libraries() -> None:
    made = document(PICTURE)
    assert "\\usetikzlibrary{arrows.meta" in made.preamble
    assert made.assumed


@pytest.mark.parametrize(
    ("text", "package"),
    [
        ("\\begin{tikzpicture}\\begin{axis}\\addplot {x};\\end{axis}\\end{tikzpicture}", "pgfplots"),
        ("\\begin{tikzcd} A \\arrow[r] & B \\end{tikzcd}", "tikz-cd"),
        ("\\usetikzlibrary{calc}\\begin{circuitikz}\\draw (0,0) to[R] (2,0);\\end{circuitikz}", "circuitikz"),
        ("\\chemfig{H-O-H}", "chemfig"),
    ],
)
def test_packages_are_known_by_what_is_used(text: str, package: str) -> None:
    assert f"\\usepackage{{{package}}}" in document(text).preamble


def test_a_whole_document_is_given_nothing() -> None:
    assert (
        document(f"\\documentclass{{article}}\\begin{{document}}{PICTURE}\\end{{document}}").preamble.count(
            "\\"
        )
        == 1
    )


@pytest.mark.parametrize(
    "text", ["\\draw (0,0) -- (1,1);", "\\begin{axis}\\addplot{x};\\end{axis}", "\\node {a};"]
)
def test_commands_alone_are_put_into_a_picture(text: str) -> None:
    source = document(text).source
    assert source.index("\\begin{tikzpicture}") < source.index(text) < source.index("\\end{tikzpicture}")


def test_a_remark_says_nothing() -> None:
    made = document("% \\begin{document} \\usepackage{forest}\n" + PICTURE)
    assert made.assumed
    assert "\\usepackage{forest}" not in made.preamble


def test_an_escaped_percent_sign_begins_no_remark() -> None:
    assert not document("100\\% \\begin{document}x\\end{document}").preamble.strip("10\\% ")


@pytest.mark.parametrize(
    ("options", "border"),
    [
        ("tikz", BORDER),
        ("border=5pt", (5, 5, 5, 5)),
        ("tikz,border={3mm},12pt", (8.535, 8.535, 8.535, 8.535)),
        ("margin=1in", (72.27, 72.27, 72.27, 72.27)),
        ("border=9999cm", (100, 100, 100, 100)),
        ("border={10pt 5pt}", (10, 5, 10, 5)),
        ("tikz, border={1pt 2pt 3 4cm}", (1, 2, 3, 100)),
        ("border=1.2.3pt", BORDER),
    ],
)
def test_the_border_is_that_of_the_class(options: str, border: Border) -> None:
    text = f"\\documentclass[{options}]{{standalone}}\\begin{{document}}{PICTURE}\\end{{document}}"
    assert document(text).border == pytest.approx(border)


def test_long_lines_are_broken_and_their_numbers_known() -> None:
    made = document("\\tikz\n\\draw " + "(0,0) -- (1,1) " * 400 + ";\n\\fill;")
    read = (made.preamble + made.source).split("\n")
    assert max(map(len, read)) <= 1600
    last = next(number for number, line in enumerate(read, 1) if "\\fill" in line)
    assert last > 3
    assert made.line(last) == 3


@given(st.text(alphabet="\\ab{}[]%\n\r \0é\u202e", max_size=300))
def test_lines_keep_their_numbers_whatever_stands_there(text: str) -> None:
    made = document(f"\\usetikzlibrary{{calc}}{text}\n\\tikz\\draw circle (1);MARK")
    read = (made.preamble + made.body[made.preamble.count("\n") :]).split("\n")
    where = next(number for number, line in enumerate(read, 1) if "MARK" in line)
    assert made.line(where) == len(f"x{text}\n.".replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@pytest.mark.parametrize(
    ("body", "page"),
    [
        (PICTURE, False),
        (
            f"\\begin{{figure}}[h]\\centering\n{PICTURE}\n\\caption{{A}}\\label{{a}}\n\\end{{figure}}",
            False,
        ),
        (f"\\resizebox{{3cm}}{{!}}{{{PICTURE}}}", False),
        (PICTURE + PICTURE, True),
        (f"Some words. {PICTURE}", True),
        (f"\\section{{Words}} {PICTURE}", True),
    ],
)
def test_a_text_with_drawings_is_a_page_and_a_drawing_is_not(body: str, page: bool) -> None:
    article = document(f"\\documentclass[11pt]{{article}}\\begin{{document}}\n{body}\n\\end{{document}}")
    assert article.page is page
    assert not document(f"\\documentclass{{standalone}}\\begin{{document}}{body}\\end{{document}}").page
