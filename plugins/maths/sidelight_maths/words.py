# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
r"""Commands and environments of LaTeX that the engine does not have, and what stands for them."""

from __future__ import annotations

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
            "eqnarray",
            "eqnarray*",
        ),
        (r"\begin{align*}", r"\end{align*}"),
    ),
    **dict.fromkeys(
        ("gather", "gather*", "gathered", "multline", "multline*", "subarray"),
        (r"\begin{matrix}", r"\end{matrix}"),
    ),
    **dict.fromkeys(("equation", "equation*", "displaymath", "math"), ("{", "}")),
    "dcases": (r"\begin{cases}", r"\end{cases}"),
    "rcases": (r"\left.\begin{matrix}", r"\end{matrix}\right\}"),
}
"""By name: how it begins and how it ends for the engine."""

WITH_COLUMNS = frozenset(("alignat", "alignat*", "alignedat", "subarray"))
"""Environments whose argument the engine would show."""

ALIASES = {
    "bm": r"\boldsymbol",
    "mathds": r"\mathbb",
    "textsc": r"\text",
    "textnormal": r"\text",
    "mbox": r"\text",
    "hbox": r"\text",
    "newline": r"\\",
    "hfill": r"\quad ",
    "lbrack": "[",
    "rbrack": "]",
    "coloneqq": ":=",
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

NOTHING_WITH_ARGUMENT = frozenset(("label", "vspace", "vspace*", "phantomsection"))

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
TEXT |= frozenset(("textnormal", "textsc"))
