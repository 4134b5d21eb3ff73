# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.api import Artifact, Context, Rendered, RenderError
from sidelight_maths import renderer
from sidelight_maths.rewriting import rewritten
from sidelight_maths.source import formulas
from support.pictures import opened

FORMULAS = {
    "quadratic": r"x_{1,2} = \frac{-b \pm \sqrt{b^2-4ac}}{2a}",
    "integral": r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
    "sum": r"\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}",
    "cases": r"f(x) = \begin{cases} x^2 & \text{if $x \ge 0$} \\ -x & \text{otherwise} \end{cases}",
    "aligned": r"\begin{aligned} a &= b + c \\ &= d < e \end{aligned}",
    "pmatrix": r"A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    "underbrace": r"\underbrace{a+b+\cdots+z}_{26}",
    "cancel": r"\frac{\cancel{x} y}{\cancel{x} z}",
    "xrightarrow": r"A \xrightarrow[n \to \infty]{f \circ g} B",
    "limit": r"\lim_{x\to 0}\frac{\sin x}{x}=1",
    "alphabets": r"\mathbb{R}^n, \mathcal{L}, \mathfrak{g}, \mathbf{x}, \mathrm{d}x",
    "fences": r"\left( \frac{a}{b} \right]^{2} \Bigg\{ \bigl\langle x \bigr\rangle \Bigg\}",
    "maxwell": r"\nabla \times \mathbf{E} = -\frac{\partial \mathbf{B}}{\partial t}",
    "binomial": r"\binom{n_{1}}{k} = \frac{n!}{k!\,(n-k)!}",
}


def typeset(text: str, language: str = "math", **context: object) -> Rendered:
    return renderer.render(Artifact(0, language, text, True), Context(**context))  # type: ignore[arg-type]


def size(rendered: Rendered) -> tuple[float, float]:
    assert rendered.image is not None
    return rendered.image.width, rendered.image.height


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_look_as_they_did(name: str, golden_image: Callable[..., None]) -> None:
    drawn = typeset(FORMULAS[name], scale=2.0, colours={"text": "#202020"})
    golden_image(drawn, name, tolerance=0.005)
    assert drawn.alt_text == f"Formula: {FORMULAS[name]}"


def test_it_is_as_fine_as_the_screen_and_knows_its_baseline() -> None:
    drawn = typeset("x", language="math-inline", scale=3.0)
    assert drawn.image is not None
    assert drawn.image.baseline is not None
    assert drawn.image.height - 2.5 < drawn.image.baseline <= drawn.image.height
    low = typeset("x_{y_z}", language="math-inline")
    assert low.image is not None
    assert low.image.baseline is not None
    assert low.image.height - low.image.baseline > 3
    assert opened(drawn.image.data).size == pytest.approx(
        (3 * drawn.image.width, 3 * drawn.image.height), abs=1
    )


def test_it_has_the_colour_of_the_text_and_nothing_behind_it() -> None:
    drawn = typeset(r"\blacksquare", colours={"text": "#ff8800"}, settings={"size": 60})
    assert drawn.image is not None
    picture = opened(drawn.image.data)
    assert picture.getpixel((0, 0))[3] == 0
    assert picture.getpixel((picture.width // 2, picture.height // 2)) == (255, 136, 0, 255)


def test_a_colour_that_is_none_is_not_believed() -> None:
    assert typeset("x", colours={"text": 'url("x")'}) == typeset("x")
    assert typeset("x", dark=True) != typeset("x")


def test_larger_letters_by_a_setting() -> None:
    assert size(typeset("x", settings={"size": 32}))[0] > 1.5 * size(typeset("x"))[0]
    assert typeset("x", settings={"size": "large"}) == typeset("x")


@pytest.mark.parametrize(
    "text",
    [
        r"\[ a = b \]",
        "$$ a = b $$",
        r"\( a = b \)",
        "$a = b$",
        "a = b % the end",
        r"\begin{equation}a = b\end{equation}",
    ],
)
def test_delimiters_and_comments_are_no_part_of_it(text: str) -> None:
    assert size(typeset(text)) == pytest.approx(size(typeset("a = b")), abs=0.01)


def test_several_formulas_stand_below_each_other() -> None:
    one = size(typeset("a = b"))
    for text in ("$$a = b$$\n\n$$a = b$$", "\\[a = b\\]\n\\[a = b\\]", "a = b\n\na = b"):
        assert size(typeset(text))[1] > 2 * one[1]


def test_environments_inside_a_formula_are_no_formulas_by_themselves() -> None:
    assert len(formulas(r"x = \begin{align}a &= b\end{align}")) == 1
    assert len(formulas(r"\begin{align}a &= b\end{align} \begin{gather}c\end{gather}")) == 2


@pytest.mark.parametrize(
    ("defined", "written"),
    [
        (r"\newcommand{\R}{\mathbb{R}} \R^2", r"{\mathbb{R}}^2"),
        (r"\newcommand{\half}[1]{\frac{#1}{2}} \half{x}", r"{\frac{x}{2}}"),
        (r"\def\x{y} \x\x", "{y}{y}"),
        (r"\def\pair#1#2{(#1,#2)} \pair{a}{b}", "{(a,b)}"),
        (r"\renewcommand\a{b}\newcommand\c{\a} \c", "{{b}}"),
        (r"\DeclareMathOperator{\argmax}{arg\,max} \argmax x", r"\operatorname{arg max} x"),
    ],
)
def test_definitions_are_written_out(defined: str, written: str) -> None:
    assert formulas(defined)[0].tex.replace("\n", "").strip() == written
    assert size(typeset(defined)) == pytest.approx(size(typeset(written)), abs=0.01)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("x +\n\\bad{y}", r"\\bad is not known", 2),
        (r"\chemfig{A-B}", r"\\chemfig is not known", 1),
        ("\n\n\\frac{1}{2", "not closed", 3),
        ("x\n+ y}", "no opening", 2),
        (r"\begin{foo}x\end{foo}", "environment foo is not known", 1),
        (r"\begin{pmatrix}1\end{bmatrix}", r"\\end{pmatrix} is wanted", 1),
        ("\\begin{pmatrix}1\n", r"\\begin{pmatrix} has no", 1),
        (r"1\end{pmatrix}", "nothing was begun", 1),
        (r"\left( x", "do not fit", 1),
        (r"x \right)", "do not fit", 1),
        ("x^2^3", "two superscripts", 1),
        ("x_2_3", "two subscripts", 1),
        ("x^", "Nothing follows", 1),
        ("a\n& b", "outside of a table", 2),
        ("a $ b", r"A \$ stands", 1),
        (r"\frac", "missing", 1),
        ("\\", "backslash", 1),
        ("Let $x$ be\n\\[ y \\]", "text beside", 1),
        ("\\[ y \\]\nso it is", "text beside", 2),
        ("%", "no formula", None),
        ("{}", "shows nothing", 1),
        (r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}\a", "longer than", None),
        (r"\newcommand{\a}[2]{#1#2}\a{x}", "wants 2 arguments", 1),
        ("x" * 20_000, "longer than", None),
        ("a\n\n" + "x" * 4_000, "more than 3,000", 3),
        ("{" * 100 + "x" + "}" * 100, "nested more than", 1),
        (r"\begin{matrix}" * 20 + "x" + r"\end{matrix}" * 20, "nested more than", 1),
        (r"\sqrt" * 590 + "x", "too deep", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, words: str, line: int | None) -> None:
    with pytest.raises(RenderError, match=words) as caught:
        typeset(text)
    assert caught.value.line == line


def test_letters_that_mean_something_to_xml_are_letters() -> None:
    for text in (
        "a<b>c",
        r"\text{a<b & c > d}",
        r"\text{</mtext><image href='x'/>}",
        r"\text{&lt;&#60;}",
        '"a"',
    ):
        assert size(typeset(text))[0] > 10
    assert "\ue000" in rewritten(formulas(r"\text{<}")[0])


def test_nothing_in_a_formula_reaches_outside() -> None:
    for text in (r"\href{file:///etc/passwd}{x}", r"\style{fill:url(http://x)}{x}", r"\class{a}{x}"):
        assert size(typeset(text)) == pytest.approx(size(typeset("x")), abs=0.01)
    assert size(typeset(r"\textcolor{url(http://x)}{x}"))[0] > 0


def test_time_does_not_double_with_each_level() -> None:
    """Twenty levels would take the engine a million times what one does."""
    deep = r"\left(\frac{1}{1+" * 18 + "x" + r"}\right)" * 18
    assert size(typeset(deep))[1] > 100


def test_a_long_formula_is_broken_before_its_sums() -> None:
    long = "+".join(f"a_{{{n}}}x^{{{n}}}" for n in range(40)) + " = 0"
    wide, high = size(typeset(long, width=400.0))
    assert wide <= 401
    assert high > 80
    assert size(typeset(long, language="math-inline", width=400.0))[0] > 1000


def test_what_cannot_be_broken_is_drawn_smaller_and_says_so() -> None:
    row = r"\frac{" + " x y " * 40 + "}{2}"
    drawn = typeset(row, width=500.0)
    assert "of its size" in drawn.notes[0].message
    assert size(drawn)[0] <= 500


def test_the_same_is_set_the_same() -> None:
    assert typeset(FORMULAS["cases"]) == typeset(FORMULAS["cases"])


def test_it_takes_formulas_and_leaves_documents() -> None:
    def sure(language: str, text: str) -> int:
        return renderer.match(Artifact(0, language, text, True))

    assert sure("math", "x") == sure("math-inline", "x") > sure("latex", r"\frac12") > 50
    assert sure("tex", "hello") < 20
    for document in (
        r"\documentclass{article}",
        r"\begin{tikzpicture}\end{tikzpicture}",
        r"\begin{tabular}{l}\end{tabular}",
    ):
        assert sure("latex", document) == 0
    assert sure("math", " \n") == 0


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("x1 {}^_&\\$%#~<>()[]\nfractleghbimndo*=\u202e\0你"), max_size=60))
def test_any_text_is_rewritten_or_refused(text: str) -> None:
    with contextlib.suppress(RenderError):
        for formula in formulas(text):
            assert rewritten(formula).count("{") >= 0


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FORMULAS.values())), st.data())
def test_a_formula_cut_or_damaged_anywhere_is_set_or_refused(formula: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(formula)))
    with contextlib.suppress(RenderError):
        typeset(formula[:at])
    swapped = formula[:at] + data.draw(st.sampled_from(list("{}&^_\\$\0\u2066你"))) + formula[at + 1 :]
    with contextlib.suppress(RenderError):
        typeset(swapped)


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = {"ziamath", "latex2mathml", "resvg_py", "numpy", "PySide6"}
    program = f"import sys, sidelight_maths; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
