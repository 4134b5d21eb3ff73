# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.api import Artifact, Context, Kind, RenderError
from sidelight_diff import renderer
from sidelight_diff.reading import read
from sidelight_diff.words import compared

DIFF = """diff --git a/x.py b/x.py
--- a/x.py
+++ b/x.py
@@ -1,3 +1,4 @@ def f():
 same
-gone <b>
+here
+too
 end
\\ No newline at end of file
"""


def test_lines_have_their_numbers_on_both_sides():
    lines = read(DIFF.split("\n")).lines
    assert [line.what for line in lines] == [
        "head", "head", "head", "hunk", "same", "removed", "added", "added", "same", "remark",
    ]  # fmt: skip
    assert [(line.before, line.after) for line in lines[4:9]] == [(1, 1), (2, 0), (0, 2), (0, 3), (3, 4)]


def test_it_is_drawn_as_text_in_the_window_s_colours():
    colours = {"page": "#000000", "good": "#00ff00", "bad": "#ff0000"}
    rendered = renderer.render(Artifact(0, "diff", DIFF, True), Context(colours=colours))
    assert rendered.kind is Kind.HTML
    assert "gone &lt;b&gt;" in rendered.text
    assert "#002400" in rendered.text
    assert rendered.alt_text == "Changes: 2 lines added, 1 taken away"
    assert rendered.notes == ()


def test_a_part_that_is_too_short_is_pointed_out():
    rendered = renderer.render(Artifact(0, "diff", "@@ -1,9 +1,9 @@\n-a\n+b\n", True), Context())
    assert [note.line for note in rendered.notes] == [1]


def test_a_blank_line_at_the_end_of_a_part_is_one_of_its_lines():
    part = "@@ -1,4 +1,4 @@\n def main():\n-    a()\n+    b()\n     return 0\n"
    # With its space, without it, and without the line feed behind it: what editors and fences leave.
    for end in (" \n", "\n", " ", ""):
        found = read((part + end).split("\n"))
        assert found.wrong == ()
        assert found.lines[-1] == ("same", "", 4, 4, "")
    assert read((part.replace(",4", ",6") + "\n").split("\n")).wrong != ()
    assert read((part.replace("+1,4", "+1,5") + "\n").split("\n")).wrong != ()


def test_changed_lines_without_headers_are_shown():
    lines = read(["-a", "+b", " c"]).lines
    assert [(line.what, line.before, line.after) for line in lines] == [
        ("removed", 0, 0), ("added", 0, 0), ("same", 0, 0),
    ]  # fmt: skip


def test_a_letter_around_a_diff_is_no_change():
    letter = "From 1 Mon\nFrom: A <a@b>\n---\n f.c | 2 +-\n\n"
    letter += "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n-- \n2.40\n"
    found = read(letter.split("\n"))
    assert (found.added, found.removed) == (1, 1)
    assert [line.what for line in found.lines[-4:]] == ["removed", "added", "head", "head"]


def test_a_part_without_numbers_is_a_part():
    found = read(["--- a", "+++ b", "@@ ... @@", "-x", "+y", " z"])
    assert [line.what for line in found.lines] == ["head", "head", "hunk", "removed", "added", "same"]
    assert not any(line.before or line.after for line in found.lines)


FORMS = {
    "a merge": (
        "diff --cc f\n@@@ -1,2 -1,2 +1,3 @@@ int main\n  a\n- b\n -c\n++d\n +e\n",
        "head hunk same removed removed added added",
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 2, 3],
    ),
    "plain": (
        "2c2\n< old\n---\n> new\n5a6\n> more\n",
        "hunk removed head added hunk added",
        [0, 2, 0, 0, 0, 0],
        [0, 0, 0, 2, 0, 6],
    ),
    "with context": (
        "*** a\n--- b\n***************\n*** 1,2 ****\n  a\n! b\n--- 1,2 ----\n  a\n! B\n",
        "head head head hunk same removed hunk same added",
        [0, 0, 0, 0, 1, 2, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 1, 2],
    ),
    "blocks": (
        "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\nc\n",
        "head removed head added head same",
        [0] * 6,
        [0] * 6,
    ),
    "by words": ("@@ -1 +1 @@\nThe [-old-]{+new+} one\n", "hunk words", [0, 0], [0, 0]),
    "coloured": ("\x1b[31m-a\x1b[m\n\x1b[32m+b\x1b[m\n", "removed added", [0, 0], [0, 0]),
    "of Windows": ("@@ -1 +1 @@\r\n-a\r\n+b\r\n", "hunk removed added", [0, 1, 0], [0, 0, 1]),
}


@pytest.mark.parametrize("name", FORMS)
def test_other_forms_of_changes_are_read(name):
    text, kinds, before, after = FORMS[name]
    lines = read(text.split("\n")).lines
    assert [line.what for line in lines] == kinds.split()
    assert [line.before for line in lines] == before
    assert [line.after for line in lines] == after
    artifact = Artifact(0, "diff", text, True)
    assert renderer.match(artifact) > 50
    assert renderer.render(artifact, Context()).alt_text.startswith("Changes: ")


def test_the_words_that_changed_are_marked():
    first, second = compared("return total + tax", "return total - tax") or ([], [])
    assert [words for words, other in first if other] == ["+"]
    assert [words for words, other in second if other] == ["-"]
    assert compared("one line", "quite another") is None
    text = "@@ -1,2 +1,2 @@\n-\treturn <a>\n+\treturn <b>\n same\n"
    shown = renderer.render(Artifact(0, "diff", text, True), Context()).text
    assert shown.count("    return &lt;<span") == 2


def test_more_lines_than_the_header_says_are_lines_all_the_same():
    found = read(["@@ -1,1 +1,1 @@", "-a", "+b", "+c", "-d"])
    assert (found.added, found.removed) == (2, 2)


def test_files_that_are_only_moved_are_a_diff():
    text = "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n"
    assert renderer.match(Artifact(0, "diff", text, True)) > 50
    shown = renderer.render(Artifact(0, "diff", text, True), Context())
    assert shown.alt_text == "Changes: 0 lines added, 0 taken away"


def test_a_removed_line_that_looks_like_a_head_is_a_line():
    lines = read(["@@ -1,2 +1,1 @@", "--- x", " y"]).lines
    assert [(line.what, line.text) for line in lines[1:]] == [("removed", "-- x"), ("same", "y")]


def test_whole_lines_are_shown_while_it_is_written():
    whole = renderer.update(Artifact(0, "diff", DIFF[:80], False), Context())
    assert whole is not None
    assert renderer.update(Artifact(0, "diff", "--", False), Context()) is None


def test_what_is_no_diff():
    assert renderer.match(Artifact(0, "diff", "nothing\n", True)) == 0
    assert renderer.match(Artifact(0, "python", DIFF, True)) == 0
    with pytest.raises(RenderError):
        renderer.render(Artifact(0, "diff", "\n\n", True), Context())
