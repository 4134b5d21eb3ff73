# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The moment at which a moving drawing stands still."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight_svg import between
from sidelight_svg.motion import seconds
from sidelight_svg.reading import Document, read


def still(inside: str) -> Document:
    return read(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{inside}</svg>', finished=True
    )


def given_in(document: Document, name: str, element: str = "rect") -> list[str]:
    return [one.given(name) for one in document.root.all() if one.name == element]


def moment(document: Document) -> str:
    said = next(note.message for note in document.notes if "animation" in note.message)
    return said.partition("as it is after ")[2]


def test_what_begins_with_nothing_is_shown_later() -> None:
    document = still(
        '<rect width="9" height="9" opacity="0"><animate attributeName="opacity" values="0;1;0" dur="4s"'
        ' repeatCount="indefinite"/></rect>'
    )
    assert float(given_in(document, "opacity")[0]) > 0.9
    assert moment(document) == "2 seconds."


def test_what_can_be_seen_from_the_beginning_stands_there() -> None:
    document = still(
        '<rect width="9" height="9"><animateTransform attributeName="transform" type="rotate" from="0"'
        ' to="360" dur="5s" repeatCount="indefinite"/></rect>'
    )
    assert given_in(document, "transform") == ["rotate(0)"]
    assert moment(document) == ""


def test_what_follows_each_other_has_come_to_its_end() -> None:
    document = still(
        '<g opacity="0"><animate id="a" attributeName="opacity" to="1" begin=".5s" dur="1s"'
        ' fill="freeze"/></g>'
        '<g visibility="hidden"><set attributeName="visibility" to="visible" begin="b.end + 1s"/></g>'
        '<g opacity="0"><animate id="b" attributeName="opacity" to="1" begin="a.end" dur="1s"'
        ' fill="freeze"/></g>'
    )
    assert given_in(document, "opacity", "g") == ["1", "", "1"]
    assert given_in(document, "visibility", "g")[1] == "visible"
    assert moment(document) == "3.5 seconds."


def test_what_waits_for_a_click_has_not_begun() -> None:
    document = still('<rect fill="red"><set attributeName="fill" to="blue" begin="click"/></rect>')
    assert given_in(document, "fill") == ["red"]


def test_styles_are_followed_like_elements() -> None:
    document = still(
        "<style>.a{opacity:0;animation:in 2s ease-in-out infinite} @keyframes in{50%{opacity:1}}"
        ".b{animation:grow 1s .5s both} @keyframes grow{from{transform:scaleY(0)}to{transform:scaleY(1)}}"
        ".c{animation:x 1s} @keyframes x{from{fill:red}to{fill:blue}}</style>"
        '<rect class="a"/><rect class="b"/><rect class="c" fill="green"/>'
    )
    assert float(given_in(document, "opacity")[0]) > 0.9
    assert given_in(document, "transform")[1] == "scaleY(1)"
    assert given_in(document, "fill")[2] == "green"


def test_what_comes_from_outside_is_shown_inside() -> None:
    document = still(
        "<style>.a{animation:by 10s linear infinite} @keyframes by{from{transform:translateX(-200px)}"
        'to{transform:translateX(200px)}}</style><rect class="a" x="40" y="40" width="20" height="20"/>'
    )
    moved = given_in(document, "transform")[0]
    assert -50 <= float(moved.removeprefix("translate(").partition("px")[0]) <= 50


def test_what_follows_a_path_lies_on_it() -> None:
    document = still(
        '<path id="p" d="M10 20 H90"/><circle r="3"><animateMotion dur="2s" fill="freeze" rotate="auto">'
        '<mpath href="#p"/></animateMotion></circle>'
    )
    assert given_in(document, "transform", "circle") == ["translate(90 20) rotate(0)"]


@pytest.mark.parametrize(
    ("first", "second", "part", "value"),
    [
        ("0", "10", 0.25, "2.5"),
        ("#ff0000", "#0000ff", 0.5, "#800080"),
        ("M0 0L10 10", "M0 10L10 20", 0.5, "M0 5L10 15"),
        ("none", "rotate(90deg)", 0.5, "rotate(45deg)"),
        ("translateX(10px)", "translateX(20px) scale(3)", 0.5, "translate(15px, 0px) scale(2, 2)"),
        ("round", "butt", 0.4, "round"),
        ("0", "100%", 0.5, "50%"),
        ("1px", "2em", 0.6, "2em"),
    ],
)
def test_between_two_values_lies_another(first: str, second: str, part: float, value: str) -> None:
    assert between.between(first, second, part) == value


@pytest.mark.parametrize(
    ("timing", "share", "far"),
    [
        ("linear", 0.3, 0.3),
        ("ease-in-out", 0.5, 0.5),
        ("steps(4)", 0.6, 0.5),
        ("steps(4, start)", 0.6, 0.75),
        ("step-end", 0.99, 0.0),
        ("cubic-bezier(0, 0, 1, 1)", 0.4, 0.4),
    ],
)
def test_time_passes_as_it_is_said_to(timing: str, share: float, far: float) -> None:
    assert between.eased(share, timing) == pytest.approx(far, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2s", 2.0),
        ("500ms", 0.5),
        ("1:30", 90.0),
        (".5", 0.5),
        ("1min", 60.0),
        ("-1s", -1.0),
        ("a.end", None),
    ],
)
def test_times_are_read(text: str, time: float | None) -> None:
    assert seconds(text) == time


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    st.text("0123456789;.s-aen d+click", max_size=30),
    st.text("0123456789; .-none()rotate", max_size=40),
    st.sampled_from(["animate", "animateTransform", "animateMotion", "set"]),
)
def test_any_animation_stands_still(time: str, values: str, kind: str) -> None:
    document = still(
        f'<rect id="a"><{kind} id="e" attributeName="opacity" begin="{time}" dur="{time}" values="{values}"'
        f' keyTimes="{time}" from="{values}" to="{time}" repeatCount="{time}" keyPoints="{values}"/></rect>'
    )
    assert document.root.elements


def test_a_long_list_of_animations_takes_no_longer_than_its_length() -> None:
    # In all ways it could be taken apart, this would be minutes.
    for words in ("a," * 300_000, "1" * 300_000 + "x"):
        made = still(f'<rect width="9" height="9" style="animation: {words}"/>')
        assert given_in(made, "width") == ["9"]


def test_of_a_movement_in_thousands_of_steps_some_are_followed_and_the_last() -> None:
    steps = "".join(f"{place / 100}%{{opacity:{place / 10_000}}}" for place in range(10_000))
    many = '<rect class="a" width="9" height="9"/>' * 300
    document = still(
        f"<style>.a{{animation:in 2s both}} @keyframes in{{{steps} to{{opacity:1}}}}</style>{many}"
    )
    assert set(given_in(document, "opacity")) == {"1"}
