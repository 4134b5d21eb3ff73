# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What lies between Mermaid and the rasteriser: styles that it does not know, and formulas in labels."""

from __future__ import annotations

import re

_MILESTONE = re.compile(
    r"(<rect\b[^>]*?)\btransform-origin=\"([-\d.]+)px ([-\d.]+)px\"([^>]*\bclass=\"[^\"]*\bmilestone\b)"
)
_TURNED = re.compile(r"#[\w-]+ \.milestone\{transform:[^}]*\}")
_TICK = re.compile(r"(\.grid \.tick\{[^}]*?)\bopacity:")
_MATHS = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_FRACTION = re.compile(r"\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\w))")
_WRAPPED = re.compile(
    r"\\(?:text|mathrm|mathbf|mathit|operatorname|left|right|overbrace|underbrace|boxed)(?![A-Za-z])\s*"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?|\\(.)")
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()aeoxijn", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓᵢⱼₙ")
_SIGNS = dict(
    zip(
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "varepsilon",
            "zeta",
            "eta",
            "theta",
            "lambda",
            "mu",
            "nu",
            "xi",
            "pi",
            "rho",
            "sigma",
            "tau",
            "phi",
            "varphi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Sigma",
            "Phi",
            "Psi",
            "Omega",
            "times",
            "cdot",
            "div",
            "pm",
            "le",
            "leq",
            "ge",
            "geq",
            "neq",
            "ne",
            "approx",
            "equiv",
            "to",
            "rightarrow",
            "Rightarrow",
            "leftarrow",
            "in",
            "notin",
            "sum",
            "prod",
            "int",
            "infty",
            "partial",
            "nabla",
            "forall",
            "exists",
            "cup",
            "cap",
            "subset",
            "sqrt",
            "quad",
            "degree",
        ],
        "αβγδεεζηθλμνξπρστφφχψωΓΔΘΛΞΠΣΦΨΩ×·÷±≤≤≥≥≠≠≈≡→→⇒←∈∉∑∏∫∞∂∇∀∃∪∩⊂√ °",
        strict=True,
    )
)


def fit_for_drawing(svg: str, *, dark: bool) -> str:
    """Mermaid's drawing with what its style sheet says in places where the rasteriser does not look."""
    svg = (
        _MILESTONE.sub(
            r'\1transform="translate(\2 \3) rotate(45) scale(0.8) translate(-\2 -\3)"\4',
            svg,
        )
        .replace("translate(--", "translate(")
        .replace(" --", " ")
    )
    svg = svg.replace('stroke="currentColor"', f'stroke="{"#ccc" if dark else "#333"}"')
    # A line that stands upright has no width, and a group of no width is not drawn if it is see-through.
    return _TICK.sub(r"\1stroke-opacity:", _TURNED.sub("", svg))


def without_formulas(text: str) -> tuple[str, bool]:
    """A diagram with its formulas as plain signs, as far as there are any; whether there was one."""
    if "$$" not in text:
        return text, False
    found, count = _MATHS.subn(lambda formula: plain(formula[1]), text)
    return found, count > 0


def plain(tex: str) -> str:
    """A formula in one line of text."""
    tex = tex.replace("\\\\", "\\")
    for _ in range(3):
        tex = _FRACTION.sub(lambda found: f"{_grouped(found[1])}/{_grouped(found[2])}", tex)
        tex = _ROOT.sub(lambda found: f"√{_grouped(found[1])}", tex)
    tex = _SCRIPT.sub(_script, _WRAPPED.sub("", tex))
    tex = _COMMAND.sub(lambda found: _SIGNS.get(found[1] or "", found[1] or found[2].strip(",;:! ")), tex)
    return re.sub(r"[{}]", "", tex).replace('"', "'").strip()


def _grouped(words: str) -> str:
    return words if re.fullmatch(r"\\?\w+", words.strip()) else f"({words})"


def _script(found: re.Match[str]) -> str:
    words = found[2] if found[2] is not None else found[3]
    table = _RAISED if found[1] == "^" else _LOWERED
    return words.translate(table) if all(ord(letter) in table for letter in words) else f"{found[1]}{words}"
