# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A tree as commands that draw it, once TeX has said how large its nodes are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import cos, radians, sin

from sidelight_tikz.brackets import Node, Tree
from sidelight_tikz.placing import FOLDER, Box, Spot, grow, place

_OURS = frozenset(
    (
        *(
            "l",
            "l sep",
            "l sep+",
            "l+",
            "s sep",
            "s sep+",
            "s",
            "grow",
            "grow'",
            "edge",
            "edge+",
            "edge label",
        ),
        *(
            "edge path",
            "edge path'",
            "parent anchor",
            "child anchor",
            "calign",
            "name",
            "phantom",
            "tier",
            "roof",
        ),
        *("triangle", "forked edges", "forked edge", "fork sep", "folder", "folder indent", "no edge", "fit"),
        *("content", "reversed", "tikz", "sn edges", "nice empty nodes", "alias", "baseline", "calign child"),
        *("calign primary child", "calign primary angle", "calign secondary angle", "calign secondary child"),
        *(
            "s sep'",
            "l sep'",
            "l'",
            "edge label'",
            "edge'",
            "growth parent anchor",
            "ignore",
            "content format",
        ),
        *(
            "edges",
            "draw tree stage",
            "afterthought",
            "if",
            "where",
            "x",
            "y",
            "tempcounta",
            "l-",
            "s-",
            "s+",
        ),
    )
)
_SIZE = re.compile(r"^sidelight-size: (\d+) (\d+) (\S+)pt (\S+)pt (\S+)pt (\S+)pt$", re.MULTILINE)


def sizes(said: str) -> dict[tuple[int, int], Box]:
    """The boxes of nodes that TeX told of, by the numbers of their tree and of the node."""
    made: dict[tuple[int, int], Box] = {}
    for found in _SIZE.finditer(said):
        left, lower, right, upper = (float(number) for number in found.groups()[2:])
        made[int(found[1]), int(found[2])] = left, lower, right, upper
    return made


def measuring(number: int, tree: Tree) -> str:
    """What has TeX tell how large the nodes of the tree ``number`` are."""
    lines = [
        f"{_node(place, node, tree)}\\sidelightsize{{{number}}}{{{place}}}{{{_name(place, node)}}}%"
        for place, node in enumerate(tree.root.walk())
    ]
    return _picture(tree, lines)


def planted(number: int, tree: Tree, boxes: Mapping[tuple[int, int], Box]) -> str:
    """The drawing of the tree ``number``."""
    nodes = list(tree.root.walk())
    spots = {
        id(node): Spot(node, boxes.get((number, place), (0.0, 0.0, 0.0, 0.0)), place)
        for place, node in enumerate(nodes)
    }
    root = spots[id(tree.root)]
    for node in nodes:
        spots[id(node)].children = [spots[id(child)] for child in node.children]
        for child in node.children:
            spots[id(child)].parent = spots[id(node)]
    grow(root)
    place(root, 0.0, 0.0)
    lines: list[str] = []
    for spot in spots.values():
        if not spot.has("phantom"):
            where = f"at ({spot.x:.3f}pt,{spot.y:.3f}pt)"
            lines.append(_node(spot.place, spot.node, tree, where) + "%")
        elif spot.node.name:
            lines.append(rf"\coordinate ({spot.node.name}) at ({spot.x:.3f}pt,{spot.y:.3f}pt);%")
        lines += [value + "%" for key, value in spot.node.keys if key == "tikz" and value]
    lines += [f"{edge}%" for spot in spots.values() if (edge := _edge(spot, qtree=tree.qtree))]
    return _picture(tree, [*lines, tree.after])


def _picture(tree: Tree, lines: list[str]) -> str:
    kind = "scope" if tree.inside else "tikzpicture"
    return "\n".join([rf"\begin{{{kind}}}%", *lines, rf"\end{{{kind}}}%", ""])


def _name(place: int, node: Node) -> str:
    return node.name or f"sidelight tree node {place}"


def _node(place: int, node: Node, tree: Tree, where: str = "") -> str:
    options = ["anchor=base"] if not tree.qtree else ["anchor=north"]
    content = node.content
    for key, value in node.keys:
        if key in ("node options", "node format") and value:
            options.append(value)
        elif key == "content format" and value:
            content = value.replace(r"\forestoption{content}", content).replace(
                r"\forestove{content}", content
            )
        elif key == "math content":
            content = f"${content}$"
        elif key == "plain content":
            pass
        elif key not in _OURS and not key.startswith(("for ", "where ", "if ", "delay", "before ")):
            options.append(key if value is None else f"{key}={{{value}}}")
    if "\\\\" in content and not any(option.startswith(("align", "text width")) for option in options):
        options.append("align=center")
    return rf"\node[{','.join(options)}] ({_name(place, node)}) {where} {{{content}}};"


def _edge(spot: Spot, *, qtree: bool) -> str:
    """The line from a node's parent to it."""
    parent = spot.parent
    if parent is None or spot.has("no edge") or spot.has("phantom") or parent.has("phantom"):
        return ""
    angle, _ = parent.way
    up, here = _name(parent.place, parent.node), _name(spot.place, spot.node)
    styles = ["draw", *(value for key, value in spot.node.keys if key in ("edge", "edge+") and value)]
    label = spot.last("edge label", "edge label'") or ""
    if spot.has("roof") or spot.has("triangle"):
        return rf"\draw ({up}.south) -- ({here}.north west) -- ({here}.north east) -- cycle;"
    away = _compass(angle)
    start, end = parent.last("parent anchor"), spot.last("child anchor")
    if qtree or spot.has("sn edges") or spot.has("linguistics"):
        start, end = start or "south", end or "north"
    if parent.has("folder") and not spot.last("edge path", "edge path'"):
        path = f"([xshift={min(7.5, FOLDER / 2)}pt]{up}.south west) |- ({here}.west)"
        return rf"\path[{','.join(styles)}] {path} {label};"
    if spot.has("forked edges") or spot.has("forked edge"):
        gap = spot.length("fork sep", 5.0)
        start, end = start or away, end or _compass(angle + 180)
        dx, dy = gap * cos(radians(angle)), gap * sin(radians(angle))
        turn = "|-" if abs(dx) > abs(dy) else "-|"
        begin, stop = f"{up}.{_sided(start, angle)}", f"{here}.{_sided(end, angle + 180)}"
        path = f"({begin}) -- ++({dx:.2f}pt,{dy:.2f}pt) {turn} ({stop})"
        return rf"\path[{','.join(styles)}] {path} {label};"
    own = spot.last("edge path", "edge path'")
    from_, to = (
        (f"{up}.{_sided(start, angle)}" if start else up),
        (f"{here}.{_sided(end, angle + 180)}" if end else here),
    )
    if own:
        return _written(own, styles, label, up=up, here=here, start=from_, end=to)
    return rf"\path[{','.join(styles)}] ({from_}) -- ({to}) {label};"


def _compass(angle: float) -> str:
    return ("east", "north", "west", "south")[round(angle / 90) % 4]


def _sided(anchor: str, angle: float) -> str:
    """An anchor, with forest's words for those on the side of the children or of the parent."""
    return _compass(angle) if anchor in ("children", "parent", "parent'", "children'", "") else anchor


def _written(path: str, styles: list[str], label: str, *, up: str, here: str, start: str, end: str) -> str:
    """A path that says itself how it runs."""
    text = path.replace(r"\noexpand", "").replace("!u.parent anchor", start)
    text = re.sub(r"\(\s*\.child anchor\s*\)", lambda _: f"({end})", text)
    text = re.sub(r"!u\.", lambda _: f"{up}.", text)
    text = re.sub(r"\(\s*!u\s*\)", lambda _: f"({up})", text)
    text = re.sub(r"\(\s*\.([a-z])", lambda found: f"({here}.{found[1]}", text)
    text = re.sub(r"\(\s*\)", lambda _: f"({here})", text)
    for name, value in (("edge label", label), ("edge", ",".join(styles[1:]) or "draw")):
        asked = rf"\\(?:forestoption|forestove|foresteoption|forestOve)\{{{name}\}}"
        text = value.join(re.split(asked, text))
    if not text.lstrip().startswith("\\"):
        text = rf"\path[{','.join(styles)}] {text} {label}"
    return text if text.rstrip().endswith(";") else text + ";"
