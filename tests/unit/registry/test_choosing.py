# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which renderers may show an artifact, and in which order."""

from __future__ import annotations

import pytest

from sidelight.api import Artifact
from sidelight.registry.choosing import choose
from sidelight.registry.manifest import parse
from support.plugins import manifest

SVG = parse(manifest("svg", mime=["image/svg+xml"], extensions=[".svg"], sniff=["<svg"], languages=["svg"]))
HTML = parse(manifest("html", languages=["html"], priority=600))
LOW = parse(manifest("low", languages=["svg"], priority=100))
HIGH = parse(manifest("high", languages=["svg"], priority=900))


def ids(artifact: Artifact, *order: str) -> list[str]:
    return [info.id for info in choose([LOW, SVG, HTML, HIGH], artifact, order)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("svg", "", ["high", "svg", "low"]),
        ("image/svg+xml", "", ["svg"]),
        ("drawing.svg", "", ["svg"]),
        (".svg", "", ["svg"]),
        ("", "x <SVG width", ["svg"]),
        ("xml", "<svg>", ["svg"]),
        ("html", "<body><svg>", ["html", "svg"]),
        ("python", "'<svg>'", []),
        ("xml", " " * 400 + "<svg>", []),
        ("", "", []),
        ("sv", "", []),
    ],
)
def test_by_name_type_ending_and_first_words(language: str, text: str, expected: list[str]) -> None:
    assert ids(Artifact(0, language, text, True)) == expected


def test_the_persons_order_wins_over_every_priority() -> None:
    artifact = Artifact(0, "svg", "", True)
    assert ids(artifact, "low", "svg") == ["low", "svg", "high"]
    assert ids(artifact, "gone", "svg") == ["svg", "high", "low"]
    assert ids(Artifact(0, "html", "<svg>", True), "svg") == ["svg", "html"]
