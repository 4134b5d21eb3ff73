# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Texts that are hard to split, and a hypothesis strategy that makes more of them."""

from __future__ import annotations

from hypothesis import strategies as st

TRICKY = (
    "",
    "\n",
    "one\ntwo\n\nthree",
    "# Title\ntext\n## Two ##\n#no heading\n####### seven\n#",
    "Setext\n===\nand\ntwo lines\n---\n",
    "```python\nx = 1\n```\nafter",
    "```\nunclosed\n\n# not a heading",
    "~~~js title=a\n```\n~~~~\nend",
    "````\n```\ninner\n```\n````",
    "- a\n- b\n  - c\n\n    ```py\n    x\n\n      y\n    ```\n  back\n\n\nout",
    "1. one\n2. two\n\n   more\n10. ten\n- bullet",
    "-\n- \n- x\n-\n\ny",
    "- - a\n  - b\n* [ ] open\n* [x] done",
    "> quote\nlazy\n> - item\n>   in item\n>\n> more\n\n> another",
    "> ```\n> code\nnot code",
    "| a | b |\n|---|:-:|\n| 1 | 2 |\n| `x|y` | \\| |\nend",
    "text\n| a | b |\n|--|--|\n| 1 |",
    "| a | b |\n| not a table |",
    "$$\nx \\\\ y\n$$\nafter",
    "$$ one line $$\n\\[ two \\]\n\\[\nthree\n\\]",
    "$$\nunclosed\n\nparagraph",
    "<div>\n*not emphasis*\n</div>\n\n<b>inline</b> text\n<custom-tag>\nx",
    "    indented\n\n    code\n  text",
    "***\n- - -\n___\n--\n",
    "[a]: http://x.example 'T'\n[b]: <y>\ntext [a] and [c][b]",
    "a\r\nb\r\n\r\n- c\r\n",
    "\t- tab\n\t\tcode?\n-\ttab item\n\n\tstill in it",
    "e\u0301 \U0001f468\u200d\U0001f680 中文 שלום\n- \U0001f3b2 item\n",
    "x" * 4321 + "\n" + "word " * 900 + "\nend",
    "\n".join(f"line {i} of a long paragraph that goes on and on" for i in range(200)),
    "| h |\n|--|\n" + "\n".join(f"| {i} |" for i in range(95)),
    ">" * 60 + " deep\n" + "- " * 40 + "deep",
    "```\n" + "y" * 5000 + "\n```",
    "# " + "h" * 4500 + "\nnext",
    "\u2028\x0b\x0c\x85 odd line ends\n\x00\x1b",
)

_PLACES = (
    "{}",
    "> {}",
    "- {}",
    "1. > {}",
    "text\n{}",
    "```\n{}\n```\n{}",
    "| a | b |\n|---|---|\n{}",
)
"""Where a document can stand within another; a line of a quote or an item has its mark or indentation."""


def _within(place: str, text: str) -> str:
    mark = {"> {}": "> ", "- {}": "  ", "1. > {}": "   > "}.get(place, "")
    return place.format(*([text.replace("\n", f"\n{mark}")] * place.count("{}")))


ADVERSARIAL = tuple(
    dict.fromkeys(
        variant
        for place in _PLACES
        for text in TRICKY
        for variant in (_within(place, text), _within(place, text).replace("\n", "\r\n"))
        if len(text) < 2000 or (place == "{}" and variant == text)
    )
)
"""All of ``TRICKY``: alone, within quotes and items, behind text, code and tables; with either line end."""

_PIECES = st.sampled_from(
    [
        "\n",
        "\n",
        "\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "\t",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        ">",
        "# ",
        "### ",
        "```",
        "````",
        "~~~",
        "```py",
        "`",
        "``",
        "**",
        "*",
        "_",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "](http://x)",
        "![",
        "|",
        " | ",
        "|---|--:|",
        "| a | b |",
        "$$",
        "$",
        "\\[",
        "\\]",
        "\\(",
        "\\)",
        "\\",
        "<div>",
        "</div>",
        "<b>",
        "<!--",
        "&amp;",
        "&#x41;",
        "http://a.example/b",
        "---",
        "===",
        "***",
        "[a]: /u",
        "[a]",
        "[x] ",
        "\r\n",
        "\r",
        "word",
        "two words",
        "x",
        "é",
        "中",
        "\U0001f3b2",
        "\u200d",
        "ש",
        "0",
        ".",
        "!",
        "a" * 2100,
    ]
)

markdown = st.lists(_PIECES, max_size=60).map("".join)
