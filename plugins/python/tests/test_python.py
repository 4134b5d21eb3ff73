# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from sidelight.api import Artifact, Context, Kind
from sidelight_python import renderer


def test_a_whole_script_is_shown_live():
    script = Artifact(0, "python", "import turtle\nturtle.forward(10)\n", True)
    assert renderer.match(script) > 50
    rendered = renderer.render(script, Context())
    assert rendered.kind is Kind.LIVE
    assert rendered.alt_text == "A Python script of 2 lines"


def test_what_is_unfinished_empty_or_something_else_is_left_alone():
    assert renderer.match(Artifact(0, "python", "import x\n", False)) == 0
    assert renderer.match(Artifact(0, "python", "\n", True)) == 0
    assert renderer.match(Artifact(0, "javascript", "x\n", True)) == 0
