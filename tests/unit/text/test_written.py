# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.text.written import style_of


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("", (0, 0, 0, 0)),
        ("plain", (5, 0, 0, 0)),
        ("# One\n## Two\n#no", (16, 2, 0, 0)),
        ("- a\n* b\n 1. c\n2) d\n-e", (21, 0, 4, 0)),
        ("**a** __b__ **c d** a__b__c ** x **", (35, 0, 0, 3)),
        ("a\n```python\n# no heading\n- no item\n```\n# b", (6, 1, 0, 0)),
        ("~~~~\n**x**\n~~~~", (0, 0, 0, 0)),
        ("```\n# never closed\n- x", (0, 0, 0, 0)),
    ],
)
def test_what_is_counted(text: str, style: tuple[int, int, int, int]) -> None:
    assert style_of(text) == style


@given(st.text(alphabet="*_`~#- 1.\nab", max_size=300))
def test_any_text_has_a_style(text: str) -> None:
    characters, *marks = style_of(text)
    assert 0 <= characters <= len(text)
    assert all(0 <= mark <= len(text) for mark in marks)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["**", "__a", "```\n", "**a", "- ", "#"])
def test_long_hostile_text_comes_to_an_end(piece: str) -> None:
    assert style_of(piece * 30_000)[0] <= 30_000 * len(piece)
