# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Diagrams as SVG documents that other programs draw."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image as Pictures
from PIL import ImageChops, ImageStat

from sidelight.api import Artifact, Context, Kind, Rendered
from sidelight_mermaid import renderer
from sidelight_mermaid.plain import plain
from sidelight_svg import renderer as svg_renderer

DIAGRAMS = {
    "flow": """flowchart LR
    A[Start here] --> B{Is it <b>so</b>?}
    B -->|yes| C[OK and a rather long label that has to be wrapped because it is so long]
    B -->|no| D[Look<br/>twice] --> E((End))""",
    "class": """classDiagram
    Animal : +int age
    class Duck{
        +String beakColour
        +swim()
    }""",
    "state": """stateDiagram-v2
    [*] --> Still
    Still --> Moving : go""",
    "entities": """erDiagram
    CUSTOMER ||--o{ ORDER : places""",
    "sequence": """sequenceDiagram
    Alice->>John: Hello""",
}


def drawn(text: str, **settings: object) -> Rendered:
    return renderer.render(Artifact(0, "mermaid", text, True), Context(settings=settings))


@pytest.mark.parametrize("name", DIAGRAMS)
def test_another_program_draws_the_document_as_the_picture_is(name: str) -> None:
    text = DIAGRAMS[name]
    picture, document = drawn(text), drawn(text, **{"as": "svg"})
    assert document.kind is Kind.SVG
    assert picture.image is not None
    assert document.image is not None
    svg = document.image.data.decode()
    assert "foreignObject" not in svg
    assert float(ET.fromstring(svg).attrib["width"]) == pytest.approx(picture.image.width, abs=0.01)
    other = svg_renderer.render(Artifact(0, "svg", svg, True), Context(width=4000))
    assert other.image is not None
    ours, theirs = (_on_white(one.data) for one in (picture.image, other.image))
    # Letters are set by two programs; a label that is missing or elsewhere makes more than ten times as much.
    assert ImageStat.Stat(ImageChops.difference(ours, theirs.resize(ours.size))).mean[0] < 4.0


def _on_white(data: bytes) -> Pictures.Image:
    pixels = Pictures.open(io.BytesIO(data)).convert("RGBA")
    ground = Pictures.new("RGBA", pixels.size, "white")
    return Pictures.alpha_composite(ground, pixels).convert("L")


def test_words_stay_words_whatever_is_in_them() -> None:
    inside = "<div><p>a &lt;b&gt; &amp; <b>c</b><br/>d</p></div>"
    label = f'<foreignObject width="90" height="48">{inside}</foreignObject>'
    made = plain(
        f'<svg width="100%" viewBox="0 0 9 9">{label}</svg>', (9, 9), lambda words, bold: 8.0 * len(words)
    )
    texts = ["".join(one.itertext()) for one in ET.fromstring(made).iter() if one.tag == "text"]
    assert texts == ["a <b> & c", "d"]
    assert 'font-weight="bold"' in made
