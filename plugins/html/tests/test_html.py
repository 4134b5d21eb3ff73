# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.api import Artifact, Context, RenderError
from sidelight_html import renderer


def shown(html):
    return renderer.render(Artifact(0, "html", html, True), Context())


def test_text_lists_tables_and_links_are_kept():
    rendered = shown(
        '<!doctype html><title>Hi</title><h1 style="color:red; position:fixed">A</h1><ul><li>b</ul>'
        '<table><tr><td colspan="2">c</table><a href="https://example.org/x">d</a>'
    )
    assert '<h1 style="color:red">A</h1>' in rendered.text
    assert '<td colspan="2">c</td>' in rendered.text
    assert rendered.links == ("https://example.org/x",)
    assert "Hi" in rendered.alt_text
    assert "Hi" not in rendered.text


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<img src="file:///etc/passwd">',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<a href="//evil.example/x">x</a>',
        "<iframe src=https://evil.example></iframe>",
        '<div style="background:url(https://evil.example/a.png)">x</div>',
        '<div style="background-image:url(file:///x)">x</div>',
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<style>@import url(https://evil.example/x.css)</style>",
        '<svg><script>alert(1)</script><image href="file:///x"/></svg>',
        "<object data=file:///x></object><embed src=file:///x>",
        '<form action="https://evil.example"><input name=p><button>Go</button></form>',
        '<meta http-equiv=refresh content="0;url=https://evil.example">',
        '<base href="https://evil.example/">',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        '<p onclick="alert(1)" onmouseover=alert(2)>x</p>',
    ],
)
def test_nothing_that_runs_or_loads_is_left(attack):
    text = shown(f"<p>before</p>{attack}<p>after</p>").text.lower()
    assert "before" in text
    for word in ("script", "alert", "evil", "file:", "<img", "url(", "onerror", "onclick", "iframe", "<form"):
        assert word not in text


def test_what_is_left_out_is_named():
    note = shown("<p onclick=f()>x</p><script>f</script><script>g</script><img src=a>").notes[0].message
    assert note == "Not shown: 1 event handler, 2 scripts, 1 picture."
    assert shown("<p>x</p>").notes == ()


def test_a_page_that_only_its_scripts_fill_says_so():
    with pytest.raises(RenderError, match="without its scripts"):
        shown("<html><body><div id=app></div><script>render()</script></body></html>")


def test_nesting_and_size_have_bounds():
    with pytest.raises(RenderError, match="deep"):
        shown("<div>" * 200_000)
    with pytest.raises(RenderError, match="longer"):
        shown("x" * 2_000_001)
    assert "99999" not in shown('<table><tr><td colspan="99999">x</table>').text


def test_by_language_or_by_its_beginning():
    assert renderer.match(Artifact(0, "html", "<p>x", True)) > 50
    assert renderer.match(Artifact(0, "", "\n<!DOCTYPE html><p>x", True)) > 50
    assert renderer.match(Artifact(0, "xml", "<note/>", True)) == 0
    assert renderer.match(Artifact(0, "html", " ", True)) == 0


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<table><tr><td>" * 20 + "x", "6 tables inside of each other"),
        ("<ul>" + "<li>x" * 20_000, "1,500 entries"),
        ("<pre>" + "x\n" * 20_000 + "</pre>", "8,000 lines"),
        ("<pre>" + "x\n" * 20_000, "8,000 lines"),
        ("<pre>" + "<b>x</b>\n" * 20_000, "8,000 lines"),
        ("<p>" + "x<br>" * 20_000, "8,000 lines"),
        ("x<hr>" * 20_000, "8,000 lines"),
        ("<b>x</b>" * 20_000, "a word of more than 10,000 characters"),
    ],
)
def test_what_would_hold_the_window_up_is_not_shown_and_said_why(html, why):
    with pytest.raises(RenderError, match=why):
        shown(html)
