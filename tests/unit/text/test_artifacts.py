# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.artifact import Artifact
from sidelight.text.artifacts import artifacts, language


def test_fenced_blocks_are_artifacts_in_order() -> None:
    text = "a\n```py\nprint(1)\n```\n    indented\n\n- item\n  ~~~js\n  x\n  ~~~\n\n```\nopen"
    assert artifacts(text) == [
        Artifact(0, "python", "print(1)\n", True),
        Artifact(1, "javascript", "x\n", True),
        Artifact(2, "", "open\n", False),
    ]


def test_an_empty_fence_is_an_empty_artifact() -> None:
    assert artifacts("```\n```") == [Artifact(0, "", "", True)]


def test_a_line_longer_than_a_line_may_be_is_whole_again() -> None:
    long = "x = '" + "y" * 9000 + "'"
    assert artifacts(f"```python\n{long}\nz\n```")[0].text == f"{long}\nz\n"


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("Python", "python"),
        ("python3 title=x", "python"),
        ("{.python .numbers}", "python"),
        ("py:main.py", "python"),
        ("c++", "cpp"),
        ("", ""),
        ("JSON5", "json5"),
        ("{}", ""),
        ("  ts,linenos", "typescript"),
    ],
)
def test_languages_have_one_name(info: str, name: str) -> None:
    assert language(info) == name
