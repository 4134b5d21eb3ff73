# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
r"""Commands and environments of LaTeX that the engine does not have, and what stands for them."""

from __future__ import annotations

from sidelight_maths.marks import mark

_DISPLAYED = mark("displayed", "yes")

ENVIRONMENTS = {
    **{
        name: (f"\\begin{{{name}}}", f"\\end{{{name}}}")
        for name in (
            "matrix",
            "pmatrix",
            "bmatrix",
            "Bmatrix",
            "vmatrix",
            "Vmatrix",
            "smallmatrix",
            "array",
            "cases",
            "split",
        )
    },
    **dict.fromkeys(
        (
            "align",
            "align*",
            "aligned",
            "alignat",
            "alignat*",
            "alignedat",
            "flalign",
            "flalign*",
        ),
        (r"\begin{align*}", r"\end{align*}"),
    ),
    **dict.fromkeys(
        ("gather", "gather*", "gathered", "multline", "multline*"),
        (rf"\begin{{matrix}}{_DISPLAYED}", r"\end{matrix}"),
    ),
    "subarray": (r"\begin{matrix}", r"\end{matrix}"),
    **dict.fromkeys(("eqnarray", "eqnarray*"), (r"\begin{array}{rcl}", r"\end{array}")),
    **dict.fromkeys(("equation", "equation*", "displaymath", "math"), ("{", "}")),
    "dcases": (rf"\begin{{cases}}{_DISPLAYED}", r"\end{cases}"),
    "rcases": (r"\left.\begin{matrix}", r"\end{matrix}\right\}"),
    "multlined": (rf"\begin{{matrix}}{_DISPLAYED}", r"\end{matrix}"),
    **{
        f"{name}*": (f"\\begin{{{name}}}", f"\\end{{{name}}}")
        for name in ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix")
    },
}
"""By name: how it begins and how it ends for the engine."""

WITH_COLUMNS = frozenset(("alignat", "alignat*", "alignedat", "subarray", "array"))
"""Environments with an argument, which the engine would show or not fully understand."""

WITH_OPTION = frozenset(("aligned", "alignedat", "gathered", "array", "split", "multlined")) | frozenset(
    name for name in ENVIRONMENTS if name.endswith("matrix*")
)
"""Environments that take ``[t]``, ``[b]`` or ``[r]``."""

LINES = frozenset(
    ("hline", "hdashline", "cline", "toprule", "midrule", "bottomrule", "cmidrule", "specialrule")
)
"""Lines between the rows of a table."""

NEGATED = {
    "=": r"\neq",
    "<": r"\nless",
    ">": r"\ngtr",
    **{
        f"\\{name}": sign
        for names, sign in (
            ("in", r"\notin"),
            ("ni", "∌"),
            ("subset", "⊄"),
            ("supset", "⊅"),
            ("subseteq", "⊈"),
            ("supseteq", "⊉"),
            ("equiv", "≢"),
            ("sim", "≁"),
            ("simeq", "≄"),
            ("approx", "≉"),
            ("cong", "≇"),
            ("mid", "∤"),
            ("parallel", "∦"),
            ("exists", "∄"),
            ("le leq", "≰"),
            ("ge geq", "≱"),
            ("to rightarrow", "↛"),
            ("leftarrow", "↚"),
            ("Rightarrow implies", "⇏"),
            ("Leftrightarrow iff", "⇎"),
            ("perp", r"\not\perp"),
        )
        for name in names.split()
    },
}
"""What a relation is called once it is crossed out."""

ALIASES = {
    "bm": r"\boldsymbol",
    "mathds": r"\mathbb",
    "textsc": r"\text",
    "textnormal": r"\text",
    "url": r"\texttt",
    "nolinkurl": r"\texttt",
    "mbox": r"\text",
    "hbox": r"\text",
    "newline": r"\\",
    "hfill": r"\quad ",
    "lbrack": "[",
    "rbrack": "]",
    "coloneqq": "≔",
    "coloneq": "≔",
    "eqqcolon": "≕",
    "overgroup": r"\overparen",
    "undergroup": r"\underparen",
    "colon": ":",
    "dotsc": r"\ldots ",
    "dotsb": r"\cdots ",
    "implies": r"\Longrightarrow ",
    "impliedby": r"\Longleftarrow ",
    "middle|": r"\mid ",
}

NOTHING = frozenset(
    (
        "nonumber",
        "notag",
        "allowbreak",
        "relax",
        "displaybreak",
        "noindent",
        "centering",
        "protect",
        "nobreak",
    )
) | frozenset(("null", "normalsize", "small", "footnotesize"))
"""Commands that change nothing in a picture of one formula."""

NOTHING_WITH_ARGUMENT = frozenset(("label", "vspace", "vspace*", "phantomsection", "require", "usepackage"))

ARGUMENT_ALONE = frozenset(
    (
        "mathop",
        "mathbin",
        "mathrel",
        "mathord",
        "mathopen",
        "mathclose",
        "mathpunct",
        "mathinner",
        "ensuremath",
    )
)

TEXT = frozenset(
    ("text", "textrm", "textbf", "textit", "textsf", "texttt", "textup", "textmd", "emph", "mbox", "hbox")
)
TEXT |= frozenset(("textnormal", "textsc", "url", "nolinkurl"))
