# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.api import Artifact, Context, Kind
from sidelight_page import renderer

PAGE = "<!doctype html><p>Hello"


@pytest.mark.parametrize("language", ["html", "htm", "xhtml", "svg"])
def test_a_whole_page_or_drawing_can_be_shown_live(language):
    artifact = Artifact(0, language, PAGE, True)
    assert renderer.match(artifact) > 0
    assert renderer.render(artifact, Context()).kind is Kind.LIVE


@pytest.mark.parametrize(
    "artifact",
    [
        Artifact(0, "html", PAGE, False),
        Artifact(0, "html", " \n", True),
        Artifact(0, "python", "print()", True),
    ],
)
def test_what_is_unfinished_empty_or_something_else_is_left_alone(artifact):
    assert renderer.match(artifact) == 0
