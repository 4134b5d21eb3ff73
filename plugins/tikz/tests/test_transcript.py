# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from sidelight_tikz.transcript import Failure, failure, labels, not_drawn, remarks

BEGIN = "This is e-TeX\n(input.tex\n"


def first(said: str, reading: str = "input.tex") -> Failure | None:
    return failure(BEGIN + said, reading, "input.tex")


def test_no_error_is_none() -> None:
    assert first("[1] )\nOutput written on input.dvi (1 page, 200 bytes).\n") is None


def test_an_unknown_command_is_named() -> None:
    said = "! Undefined control sequence.\nl.3 \\draw \\foo\n              (0,0);\n? \n"
    assert first(said) == Failure("TeX stopped: Undefined control sequence \\foo.", 3)


def test_an_error_over_several_lines_is_one_sentence() -> None:
    said = (
        "! Package pgfkeys Error: I do not know the key '/tikz/a' and I am going to ignore\n"
        "(pgfkeys)                it. Perhaps you misspelled it.\n\nSee the pgfkeys package documentation for"
        " explanation.\nType  H <return>  for immediate help.\n ...\n\nl.12 \\draw[a]\n"
    )
    found = first(said)
    assert found is not None
    assert found.message.endswith("going to ignore it. Perhaps you misspelled it.")
    assert found.line == 12


def test_lines_that_tex_broke_are_made_whole() -> None:
    long = "! Package tikz Error: " + "x" * 57 + "\nyyy.\n\nl.1 a\n"
    found = first(long)
    assert found is not None
    assert "x" * 57 + "yyy." in found.message


def test_the_line_of_another_file_is_not_said() -> None:
    found = first("! Undefined control sequence.\nl.300 \\foo\n", "pgfplots.code.tex")
    assert found is not None
    assert found.line is None


def test_only_the_first_error_counts_but_a_later_one_may_tell_where() -> None:
    said = (
        "! LaTeX Error: File `forest.sty' not found.\n\nEnter file name: \n! Emergency stop.\n\nl.2 \\usep\n"
    )
    assert first(said) == Failure("The package “forest” is not part of the TikZ engine.", 2)


def test_what_was_passed_over_is_told_once() -> None:
    said = "sidelight-without: geometry\nsidelight-simply: siunitx\nsidelight-without: geometry\n"
    found = remarks(said)
    assert (found.without, found.simply, found.instead) == (("geometry",), ("siunitx",), ())


def test_labels_are_told_with_what_they_stand_for() -> None:
    said = "sidelight-label: fig:a=figure=2=\nsidelight-label: bad\\name=figure=1=\n"
    assert labels(said) == (
        r"\expandafter\def\csname sidelight@ref@fig:a\endcsname{2}"
        r"\expandafter\def\csname sidelight@kind@fig:a\endcsname{Figure}"
    )


def test_what_the_driver_cannot_draw_is_told_over_broken_lines() -> None:
    said = "Package pgf Warning: Your graphic driver pgfsys-ximera.def does not support"
    said += " functional shadings. This warning"
    assert not_drawn(said[:79] + "\n" + said[79:]) == ("functional shadings",)
