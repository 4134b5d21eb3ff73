# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor

from sidelight import resources
from sidelight.gui.icons import icon, pixmap
from sidelight.gui.style import style_sheet
from sidelight.gui.theme import Theme

DRAWINGS = sorted(path.stem for path in resources.path("icons").glob("*.svg"))


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "rail", "raised", "code"])
@pytest.mark.parametrize("ink", ["text", "quiet"])
def test_text_stands_out(qapp, name, ground, ink):
    theme = Theme.load(name)
    assert contrast(theme.colour(ink), theme.colour(ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("text", "accent_quiet"),
        ("text", "press"),
        ("quiet", "press"),
        ("quiet", "accent_quiet"),
        ("text", "bad_quiet"),
        ("text", "warn_quiet"),
        ("on_accent", "accent"),
        ("on_accent", "accent_strong"),
        ("accent", "page"),
        ("accent", "raised"),
        ("bad", "page"),
        ("warn", "page"),
        ("bad", "raised"),
    ],
)
def test_coloured_text_stands_out(qapp, name, ink, ground):
    theme = Theme.load(name)
    assert contrast(theme.colour(ink), theme.colour(ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_shapes_and_edges_stand_out(qapp, name):
    theme = Theme.load(name)
    for colour in (*theme.hues, theme.colour("good"), theme.colour("warn"), theme.colour("bad")):
        assert contrast(colour, theme.colour("page")) >= 3


def test_both_themes_have_the_same_tokens(qapp):
    light, dark = Theme.load("light"), Theme.load("dark")
    assert light.syntax.keys() == dark.syntax.keys()
    assert style_sheet(light) != style_sheet(dark)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_style_sheet_has_every_colour_filled_in(qapp, name):
    assert "$" not in style_sheet(Theme.load(name))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_tinted_and_stays_on_its_grid(qapp, name):
    source = resources.path("icons", f"{name}.svg").read_text()
    assert 'viewBox="0 0 16 16"' in source
    assert 'stroke-width="1.5"' in source
    assert not re.search(r"#[0-9a-fA-F]{3,8}|rgb\(|<image|href|<text", source)
    picture = pixmap(name, "#2F6FDE", 16, 2.0)
    assert (picture.width(), picture.height()) == (32, 32)
    image = picture.toImage()
    drawn = [
        image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250
    ]
    assert len(drawn) >= 12
    assert all(abs(colour.red() - 0x2F) < 3 and abs(colour.blue() - 0xDE) < 3 for colour in drawn)
    border = [
        image.pixelColor(x, y).alpha() for x in range(32) for y in range(32) if x in (0, 31) or y in (0, 31)
    ]
    assert max(border) < 60, "it touches the edge of its grid"


def test_an_icon_that_does_not_exist_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icon("unicorn", Theme.load("light"))
