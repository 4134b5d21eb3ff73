# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sidelight.text import inline
from sidelight.text.blocks import Kind
from sidelight.text.looks import looks, undressed
from sidelight.text.splitter import split

ANSWER = """# A heading

Some **bold words** and *others*, and __more__ with `code`.

- one
- two **very *bold* words**
  1. three

| a | b |
|---|---|
| 1 | **2** |

```python
# no heading
print("**no bold**")
```

> A quote.
"""


def test_looks_are_counted_without_code():
    characters, headings, items, bold = looks(ANSWER)
    assert (headings, items, bold) == (1, 3, 4)
    assert characters == len(
        "A heading"
        "Some **bold words** and *others*, and __more__ with `code`."
        "one"
        "two **very *bold* words**"
        "three"
        "| a | b |\n| 1 | **2** |"
        "A quote."
    )
    assert looks("") == (0, 0, 0, 0)
    assert looks("```\n# a\n```") == (0, 0, 0, 0)


def test_words_and_code_stay_and_looks_go():
    plain = undressed(ANSWER)
    assert [block.kind for block in split(plain)] == [Kind.PARAGRAPH] * 6 + [Kind.CODE, Kind.PARAGRAPH]
    said = " ".join(inline.parse(block.body).text for block in split(plain))
    for words in (
        "A heading",
        "Some bold words and others, and more with code.",
        "two very bold words",
        "1, 2",
    ):
        assert words in said.replace(inline.BREAK, "\n"), words
    (code,) = [block for block in split(plain) if block.kind is Kind.CODE]
    assert (code.info, code.body) == ("python", '# no heading\nprint("**no bold**")')


@given(st.text(st.sampled_from("ab *_#-`>|\n1.[]()<!&$~+=:\t\\"), max_size=120) | st.text(max_size=80))
def test_nothing_of_the_looks_survives(text):
    plain = undressed(text)
    headings, items, bold = looks(plain)[1:]
    assert (headings, items, bold) == (0, 0, 0)
    for block in split(plain):
        assert block.kind is Kind.PARAGRAPH or (block.kind is Kind.CODE and block.fenced), (block, plain)
        assert not block.containers
        if block.kind is Kind.PARAGRAPH:
            styles = [run.style & ~inline.Style.LINK for run in inline.parse(block.body).runs]
            assert not any(styles), plain


@given(st.lists(st.sampled_from(("plain words here", "two", "a_b c*d", "5 < 6 & 7", "x - y")), max_size=6))
def test_plain_words_stay_as_they_are(paragraphs):
    said = [inline.parse(block.body).text for block in split(undressed("\n\n".join(paragraphs)))]
    assert [re.sub(r"\s+", " ", one) for one in said] == paragraphs
