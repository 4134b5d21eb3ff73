# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Trees in brackets: how they are read, which keys a node gets, and where the nodes come to stand."""

from __future__ import annotations

import itertools

import pytest

from sidelight_tikz.document import document
from sidelight_tikz.planting import measuring, planted, sizes
from sidelight_tikz.trees import BadTree, found, styles_of
from sidelight_tikz.typesetter import Failed, Typesetter

BOX = (-10.0, -3.0, 10.0, 7.0)


def forest(inside: str) -> str:
    return f"\\begin{{forest}}{inside}\\end{{forest}}"


def test_a_tree_is_replaced_and_lines_stay() -> None:
    text = "a\n" + forest("\n[x % [y]\n [{b, [c]}, red] [$d_1$]\n]") + "\nz"
    made, (tree,) = found(text, {})
    assert made == "a\n\\input{sidelight-tree-0.tex}\n\n\n\nz"
    assert [(node.content.strip(), node.line, node.level) for node in tree.root.walk()] == [
        ("x", 2, 0),
        ("b, [c]", 3, 1),
        ("$d_1$", 3, 1),
    ]
    assert tree.root.children[0].keys == [("red", None)]


def test_keys_reach_the_nodes_that_they_are_for() -> None:
    wide = "for tree={draw, where n children=0{blue}{}}, for children={red}"
    _, (tree,) = found(forest(wide + " [a, for descendants={bold} [b [c]] [d, green]]"), {})
    keys = {node.content.strip(): {key for key, _ in node.keys} for node in tree.root.walk()}
    assert keys == {
        "a": {"draw"},
        "b": {"draw", "red", "bold"},
        "c": {"draw", "blue", "bold"},
        "d": {"draw", "blue", "red", "bold", "green"},
    }


@pytest.mark.parametrize(
    "text",
    [
        forest("[" * 5_000 + "]" * 5_000),
        "\\Tree " + "[" * 5_000 + " ]" * 5_000,
        "\\forestset{a/.style={" + "a," * 30 + "}}" + forest("[x, a]"),
    ],
    ids=["forest", "qtree", "styles"],
)
def test_a_tree_that_would_not_come_to_an_end_is_refused(text: str) -> None:
    with pytest.raises(BadTree):
        found(text, {})


def test_styles_of_the_document_stand_for_their_keys() -> None:
    styles = styles_of(r"\forestset{leaf/.style={green, font=#1}, default preamble={for tree={circle}}}")
    _, (tree,) = found(forest(r"[a, leaf=\tiny]"), styles)
    assert tree.root.keys == [("circle", None), ("green", None), ("font", r"\tiny")]


def test_a_tree_of_qtree_has_words_and_groups_for_leaves() -> None:
    made, (tree,) = found(
        "\\begin{tikzpicture}\\Tree [.S [.NP the dog ] \\edge[roof]; {a b} ] \\end{tikzpicture}", {}
    )
    assert made == "\\begin{tikzpicture}\\input{sidelight-tree-0.tex} \\end{tikzpicture}"
    assert [node.content for node in tree.root.walk()] == ["S", "NP", "the", "dog", "a b"]
    assert tree.inside
    assert tree.root.children[1].keys == [("roof", None)]


@pytest.mark.parametrize("inside", ["no brackets", "[a [b]", "[" * 300])
def test_brackets_that_do_not_fit_are_an_error(inside: str) -> None:
    with pytest.raises(BadTree):
        found(forest(inside), {})


def test_trees_side_by_side_do_not_meet_and_parents_stand_in_the_middle() -> None:
    _, (tree,) = found(forest("[a [b [c][d][e]] [f [g][h]] [i]]"), {})
    nodes = list(tree.root.walk())
    text = planted(0, tree, {(0, place): BOX for place in range(len(nodes))})
    at = {
        line[line.rindex("{") + 1 : line.rindex("}")].strip(): tuple(
            float(number.removesuffix("pt"))
            for number in line[line.index("at (") + 4 :].partition(")")[0].split(",")
        )
        for line in text.splitlines()
        if line.startswith(r"\node")
    }
    assert len({y for _, y in at.values()}) == 3
    for level in ("cdegh", "bfi"):
        row = sorted(at[name][0] for name in level)
        assert all(right - left >= 20 + 6 for left, right in itertools.pairwise(row))
    assert at["b"][0] == pytest.approx((at["c"][0] + at["e"][0]) / 2, abs=0.01)
    assert at["a"][0] == pytest.approx((at["b"][0] + at["i"][0]) / 2, abs=0.01)


def test_what_tex_says_of_sizes_is_read() -> None:
    assert sizes("x\nsidelight-size: 0 3 -1.5pt -2.0pt 4.0pt 5.25pt\n") == {(0, 3): (-1.5, -2.0, 4.0, 5.25)}
    _, (tree,) = found(forest("[a [b]]"), {})
    assert measuring(0, tree).count("\\sidelightsize{0}") == 2


def test_an_error_in_a_node_is_in_its_line(typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter, "_searched", True)
    monkeypatch.setattr(typesetter, "_native", None)
    with pytest.raises(Failed, match=r"Undefined control sequence \\nonsense") as caught:
        typesetter.typeset(document("\\usepackage{forest}\n" + forest("\n[a\n [b]\n [\\nonsense]\n]")))
    assert caught.value.line == 5
    with pytest.raises(Failed, match="brackets of this tree") as caught:
        typesetter.typeset(document("\\usepackage{forest}\n\n" + forest("[a [b]")))
    assert caught.value.line == 3
