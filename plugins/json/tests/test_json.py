# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.api import Artifact, Context, Kind, RenderError, Severity
from sidelight_json import reading, renderer
from sidelight_json.reading import complete
from sidelight_json.tolerant import Nearly
from sidelight_json.tree import MOST_NODES

CONTEXT = Context()


def _nested(children):
    return st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3)


def shown(text, language="json"):
    return renderer.render(Artifact(0, language, text, True), CONTEXT)


def test_types_sizes_and_numbers_as_written():
    root = shown('{"a": 1.50, "b": [true, null, "x\\n"], "c": 100000000000000000000}').tree
    assert (root.kind, root.value) == ("object", "3 keys")
    a, b, c = root.children
    assert (a.label, a.kind, a.value) == ("a", "number", "1.50")
    assert c.value == "100000000000000000000"
    assert [(n.label, n.kind, n.value) for n in b.children] == [
        ("0", "boolean", "true"),
        ("1", "null", "null"),
        ("2", "string", '"x\\n"'),
    ]


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("name: x\nlist:\n  - a", "a value is missing", 1),
        ("int main() { return 0; }", "a value is missing", 1),
        ('{"a" 1}', "colon", 1),
        ("", "missing", 1),
        ("[" * 100_000, "", None),
    ],
)
def test_what_is_not_json_is_said_with_its_line(text, words, line):
    with pytest.raises(RenderError) as caught:
        shown(text)
    assert words in str(caught.value)
    if line is not None:
        assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "like", "words", "line"),
    [
        ('{\n "a": 1,\n}', '{"a": 1}', "before the closing brace", None),
        ("[1,\n 2 3]", "[1, 2, 3]", "comma or the closing bracket", 2),
        ("{'a': 'it\\'s'}", '{"a": "it\'s"}', "double quotes", 1),
        ('{\n // why\n "a": 1 /* so */, # and\n "b": 2}', '{"a": 1, "b": 2}', "no comments", 2),
        ('{"a":\n NaN, "b": [-Infinity, .5, +1, 0xFF]}', None, "NaN", 2),
        (
            "{a: True, b-c: None, 'd': (1, {2})}",
            '{"a": true, "b-c": null, "d": [1, [2]]}',
            "2: a key without quotes",
            1,
        ),
        ('{"a": 1,', '{"a": 1}', "it ends where a key would stand", 1),
        ('{"a": [1, 2, ...], ...}', '{"a": [1, 2]}', "a value is missing", 1),
        ('{"a": "one\ntwo"}', '{"a": "one\\ntwo"}', "line break", 1),
        ('{"a": [1, {"b": "c', '{"a": [1, {"b": "c"}]}', "It breaks off", 1),
        ('{"a": 1, "b', '{"a": 1}', "It breaks off", 1),
        ('["abc', '["abc"]', "It breaks off", 1),
        ('{"a": "He said "hi" to me", "b": 1}', '{"a": "He said \\"hi\\" to me", "b": 1}', "comma", 1),
        ('{"a": "\\d+", "b": "C:\\U"}', '{"a": "\\\\d+", "b": "C:\\\\U"}', "a backslash", 1),
        ('{“a”: “b”; c = "d"}', '{"a": "b", "c": "d"}', "a key without quotes", 1),
        ('{"a": 1}{"b": 2},\n[3]', '[{"a": 1}, {"b": 2}, [3]]', "behind the end", 1),
        ('{\n"a": 1\n}\n{\n"b": 2\n}', '[{"a": 1}, {"b": 2}]', "behind the end", 4),
        ('{"a": 007}', None, "begins with a zero", 1),
        ("const x = {a: 1};", '{"a": 1}', "a value is missing", 1),
    ],
)
def test_what_is_nearly_json_is_shown_as_it_was_meant(text, like, words, line):
    rendered = shown(text)
    if like is not None:
        assert rendered.tree == shown(like).tree
    assert words in rendered.notes[0].message
    assert rendered.notes[0].severity is Severity.WARNING
    if line is not None:
        assert rendered.notes[0].line == line


def test_what_other_kinds_of_json_allow_is_no_fault():
    assert shown("{a: 1,}", "json5").notes[0].severity is Severity.INFO


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"a": new Date("2020"), "b": 2}', ['new Date("2020")']),
        ('{"a": hello world, // so\n "b": 2024-01-05}', ["hello world", "2024-01-05"]),
        ('{"a": {{x}}, "b": <value>, "c": 12 kg}', ["{{x}}", "<value>", "12 kg"]),
        ("[1, 2 @, 1_000, undefined]", ["2 @", "1_000", "undefined"]),
        ('{"a": , "b": 1}', [""]),
    ],
)
def test_what_is_no_value_is_shown_as_it_is_written_and_named(text, values):
    rendered = shown(text)
    assert [node.value for node in rendered.tree.children if node.kind == "as written"] == values
    said = [note.message for note in rendered.notes if "as it is written" in note.message]
    assert [words.split("”")[0][1:] for words in said] == values


@pytest.mark.parametrize(
    "text",
    [
        "[" + "1" * 300_000 + "x]",
        "[a" + " " * 300_000 + "b]",
        "[" + '"a"[]' * 60_000 + "x]",
        "{" + "".join(f"k{number}: 1, " for number in range(60_000)) + "}",
    ],
    ids=["digits", "spaces", "quotes", "keys"],
)
def test_a_long_text_that_is_none_takes_no_longer_than_its_length(text):
    # In all ways it could be taken apart, this would be many minutes.
    assert shown(text).tree.kind in ("array", "object")


def test_keys_given_twice_are_counted_however_many_there_are():
    others = "".join(f"k{number}: 1, " for number in range(3_000))
    notes = shown("{" + others + "a: 1, a: 2}").notes
    assert "An object holds the key “a” 2 times." in [note.message for note in notes]


def test_what_stands_around_a_value_is_named_with_its_line():
    rendered = shown('Here it is:\n{"a": 1}\nHope it helps')
    assert rendered.tree == shown('{"a": 1}').tree
    assert [(note.line, note.message) for note in rendered.notes[1:]] == [
        (1, "Before it stands “Here it is:”; that is not shown."),
        (3, "Behind it stands “Hope it helps”; that is not shown."),
    ]


def test_json_lines_with_the_lines_that_fail():
    rendered = shown('{"a": 1}\n\n{"a": 2}\n', "jsonl")
    assert [child.label for child in rendered.tree.children] == ["0", "1"]
    for language in ("json", "jsonl"):
        rendered = shown('{"a": 1}\n{"a": 2,}\noops\n{"a": 3}\n{"a": 4}\n{"a":', language)
        assert [child.kind for child in rendered.tree.children] == ["object"] * 2 + ["as written"] + [
            "object"
        ] * 3
        assert [note.line for note in rendered.notes if note.severity is Severity.WARNING] == [2, 3, 6]


def test_half_a_letter_is_written_as_its_escape():
    first, second = shown('["\\ud83d\\ude00", "\\ud83d"]').tree.children
    assert (first.value, second.value) == ('"😀"', '"\\ud83d"')


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), _nested, max_leaves=8))
def test_what_is_json_is_the_same_by_both_ways(value):
    for text in (json.dumps([value]), json.dumps([value], ensure_ascii=False, indent=1)):
        strict, tolerant = reading._Reader().value(text), Nearly(text)
        assert (tolerant.value, tolerant.end, tolerant.unread) == (strict, len(text), [])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text("{}[]()\":,\\\n'`“” atrue1-.#/"))
def test_any_text_is_shown_or_refused(text):
    try:
        assert shown(text).kind is Kind.TREE
    except RenderError as refused:
        assert str(refused).endswith(".")  # noqa: PT017


def test_several_values_under_the_name_of_json_are_taken_for_json_lines():
    rendered = shown('{"a": 1}\n{"a": 2}\n')
    assert rendered.tree.value == "2 items"
    assert "JSON Lines" in rendered.notes[0].message


def test_a_key_given_twice_is_pointed_out_where_it_stands_again():
    rendered = shown('{"a": 1,\n "b": 2,\n "a": 3}')
    assert [(n.severity, n.line) for n in rendered.notes] == [(Severity.WARNING, 3)]
    assert len(rendered.tree.children) == 3


def test_long_lists_come_in_groups_and_huge_ones_are_cut():
    root = shown(json.dumps(list(range(2500)))).tree
    assert [group.label for group in root.children] == ["0 – 999", "1,000 – 1,999", "2,000 – 2,499"]
    assert root.children[2].children[-1].label == "2499"
    huge = shown(json.dumps(list(range(3 * MOST_NODES))))
    assert "first" in huge.notes[0].message
    assert huge.tree.value == f"{3 * MOST_NODES:,} items"


def test_deep_values_are_shown_as_far_as_they_can_be():
    rendered = shown("[" * 500 + "]" * 500)
    assert "deeper" in rendered.notes[0].message


@pytest.mark.parametrize("size", range(1, 60))
def test_every_beginning_of_a_text_is_shown_or_left_alone(size):
    text = '{"a": [1, 2, {"b": "x, y]"}], "c": {"d": [true, null]}, "e": 5}'
    part = complete(text[:size])
    if part:
        json.loads(part)
    rendered = renderer.update(Artifact(0, "json", text[:size], False), CONTEXT)
    assert (rendered is not None) == bool(part)
    assert rendered is None or rendered.kind is Kind.TREE


def test_it_leaves_other_languages_alone():
    assert renderer.match(Artifact(0, "python", "{}", True)) == 0
    assert renderer.match(Artifact(0, "json", " \n", True)) == 0
