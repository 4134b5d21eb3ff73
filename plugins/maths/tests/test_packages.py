# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable

import pytest

from sidelight.api import Artifact, Context, Rendered, RenderError
from sidelight_maths import renderer
from sidelight_maths.chemistry import written_out
from sidelight_maths.tables import columns
from sidelight_maths.units import free, number, quantity, unit

LOOKS = {
    "chemistry": r"\ce{2 H2 + O2 ->[\Delta][Pt] 2 H2O}"
    r"\quad \ce{SO4^2-}\quad \ce{^{235}_{92}U}\quad \ce{A <=> B v}",
    "ruled": r"\left[\begin{array}{cc|c} 1 & 2 & 3 \\ \hline 4 & 5 & 6 \end{array}\right]"
    r"\quad \begin{array}{|c|c|} \hline a & b \\[6pt] \hline c & d \\ \cline{1-1} \end{array}",
    "spacing": r"A \cup B \subset C,\ a \bmod n,\ n\log n,\ \hat{n}!,\ \operatorname*{arg\,max}_{x} f,"
    r"\ \frac{\sum_{i}x_i}{\partial^2 u}",
}


def typeset(text: str, language: str = "math", **context: object) -> Rendered:
    return renderer.render(Artifact(0, language, text, True), Context(**context))  # type: ignore[arg-type]


def width(text: str) -> float:
    image = typeset(text).image
    assert image is not None
    return image.width


@pytest.mark.parametrize("name", LOOKS)
def test_they_look_as_they_did(name: str, golden_image: Callable[..., None]) -> None:
    golden_image(typeset(LOOKS[name], scale=2.0, colours={"text": "#202020"}), name, tolerance=0.005)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("H2O", r"\mathrm{H}_{2}\mathrm{O}"),
        (
            "2H2 + O2 -> 2H2O",
            r"2\,\mathrm{H}_{2}{}+{}\mathrm{O}_{2}\longrightarrow 2\,\mathrm{H}_{2}\mathrm{O}",
        ),
        ("SO4^2-", r"\mathrm{SO}_{4}^{2-}"),
        ("Na+", r"\mathrm{Na}^{+}"),
        ("CrO4^{2-}", r"\mathrm{CrO}_{4}^{2-}"),
        ("[Fe(CN)6]^{4-}", r"[\mathrm{Fe}(\mathrm{CN})_{6}]^{4-}"),
        ("^{235}_{92}U", r"{}^{235}_{92}\mathrm{U}"),
        ("^1_0n", r"{}^{1}_{0}\mathrm{n}"),
        ("1/2 O2", r"\frac{1}{2}\,\mathrm{O}_{2}"),
        ("CuSO4*5H2O", r"\mathrm{CuSO}_{4}{\cdot}5\,\mathrm{H}_{2}\mathrm{O}"),
        ("A <=> B", r"\mathrm{A}\rightleftharpoons \mathrm{B}"),
        ("A ->[heat] B", r"\mathrm{A}\xrightarrow{\mathrm{heat}}\mathrm{B}"),
        ("A ->[a][b] B", r"\mathrm{A}\xrightarrow[\mathrm{b}]{\mathrm{a}}\mathrm{B}"),
        ("CO2 ^", r"\mathrm{CO}_{2}\,\uparrow "),
        ("NaCl(aq)", r"\mathrm{NaCl}\,(\mathrm{aq})"),
        ("CH3-CH=CH2", r"\mathrm{CH}_{3}{-}\mathrm{CH}{=}\mathrm{CH}_{2}"),
        ("KMnO4_{(aq)}", r"\mathrm{KMnO}_{4(\mathrm{aq})}"),
        ("$n$ H2O", r"{n}\mathrm{H}_{2}\mathrm{O}"),
        ("", ""),
    ],
)
def test_chemical_formulas_are_written_out(given: str, made: str) -> None:
    assert written_out(given) == made


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (number("12345.678"), r"12\,345.678"),
        (number("1.5e-3"), r"1.5 \times 10^{-3}"),
        (number("1.0 \\pm 0.1"), r"1.0 \pm 0.1"),
        (unit(r"\meter\per\second\squared"), r"\mathrm{m}\,\mathrm{s}^{-2}"),
        (unit(r"\kilo\gram"), r"\mathrm{kg}"),
        (unit("m/s^2"), r"\mathrm{m}/\mathrm{s}^{2}"),
        (quantity("20", r"\degreeCelsius"), r"20\,\mathrm{°C}"),
        (quantity("45", r"\degree"), r"45\mathrm{°}"),
        (free("5 mol L-1"), r"5\,\mathrm{mol}\,\mathrm{L}-1"),
    ],
)
def test_numbers_and_units_are_written_out(made: str, expected: str) -> None:
    assert made == expected


@pytest.mark.parametrize(
    ("package", "plain"),
    [
        (r"\ket{\psi}", r"|\psi\rangle"),
        (r"\braket{a|b}", r"\langle a|b\rangle"),
        (r"\dv{y}{x}", r"\frac{\mathrm{d} y}{\mathrm{d} x}"),
        (r"\pdv[2]{f}{x}", r"\frac{\partial^{2} f}{\partial x^{2}}"),
        (r"\qty(\frac12)", r"\left(\frac12\right)"),
        (r"\qty{5}{\metre}", r"5\,\mathrm{m}"),
        (r"\abs{x}", r"\left|x\right|"),
        (r"\genfrac{(}{)}{0pt}{}{n}{k}", r"\left({n \atop k}\right)"),
        (r"\mathop{\mathrm{arg\,min}}\limits_{x}", r"\operatorname*{arg\,min}_{x}"),
        (r"x \not= y", r"x \neq y"),
        (r"1 + \dots + n", r"1 + \cdots + n"),
        (r"1, \dots, n", r"1, \ldots, n"),
        (r"\require{cancel}\cancel{5}", r"\cancel{5}"),
        (r"\begin{aligned}[t]a&=b\end{aligned}", r"\begin{aligned}a&=b\end{aligned}"),
        (r"\begin{array}{*{3}{c}}1&2&3\end{array}", r"\begin{array}{ccc}1&2&3\end{array}"),
        (r"\newcommand{\ket}[1]{#1}\ket{x}", "{x}"),
    ],
)
def test_what_packages_have_is_what_they_stand_for(package: str, plain: str) -> None:
    assert typeset(package).image == typeset(plain).image


@pytest.mark.parametrize("text", [r"\ce", r"\dv", r"\qty(x", r"\genfrac{(}{)}", r"\colorbox{red}", r"\SI{5}"])
def test_a_missing_argument_is_named(text: str) -> None:
    with pytest.raises(RenderError, match="missing"):
        typeset(text)


def test_a_gap_behind_a_row_is_no_text() -> None:
    image = [
        typeset(rf"\begin{{aligned}} a &= b \\{gap} c &= d \end{{aligned}}").image for gap in ("", "[6pt]")
    ]
    assert image[0] is not None
    assert image[1] is not None
    assert image[0].width == image[1].width
    assert 6 < image[1].height - image[0].height < 10


def test_a_column_is_read_with_its_lines() -> None:
    assert columns("cc|c") == ("ccc", "2")
    assert columns("|l|*{2}{r|}") == ("lrr", "0 1 2 3")
    assert columns("@{}p{3cm}@{\\quad}X") == ("ll", "")
    assert columns("") == ("c", "")


def test_signs_stand_apart_by_what_they_are() -> None:
    for sign in (r"\cup", r"\subset", r"\wedge", r"\bmod", r"\setminus", ":"):
        assert width(f"a {sign} b") > width(f"a {{{sign}}} b") + 5, sign
    assert width(r"\partial^2 u") < width(r"\partial^2 {=} u") - 8
    assert width(r"\log_2 n") > width(r"{\log_2} n") + 2
    assert width("n!") < width("n{+}") + 1
    assert width(r"-x = -y") < width(r"- x = 0 - y")


def test_marks_in_the_text_mean_nothing() -> None:
    assert typeset("\\text{\ue010fill:red\ue011x}").image == typeset(r"\text{fill:redx}").image
