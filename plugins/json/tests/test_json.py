# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest

from sidelight.api import Artifact, Context, Kind, RenderError, Severity
from sidelight_json import renderer
from sidelight_json.reading import complete
from sidelight_json.tree import MOST_NODES

CONTEXT = Context()


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
        ("[1,\n 2 @]", "comma or the closing bracket", 2),
        ('{"a": b c}', "a value is missing", 1),
        ("[1, 2] and so on", "behind the end", 1),
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
            "{a: True, b-c: None, 'd': undefined}",
            '{"a": true, "b-c": null, "d": null}',
            "2: a key without quotes",
            1,
        ),
        ('{"a": 1,', '{"a": 1}', "it ends where a key would stand", 1),
        ('{"a": [1, 2, ...], ...}', '{"a": [1, 2]}', "a value is missing", 1),
        ('{"a": "one\ntwo"}', '{"a": "one\\ntwo"}', "line break", 1),
        ('{"a": [1, {"b": "c', '{"a": [1, {"b": "c"}]}', "It breaks off", 1),
        ('{"a": 1, "b', '{"a": 1}', "It breaks off", 1),
        ('["abc', '["abc"]', "It breaks off", 1),
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


def test_json_lines_with_the_line_that_fails():
    rendered = shown('{"a": 1}\n\n{"a": 2}\n', "jsonl")
    assert [child.label for child in rendered.tree.children] == ["0", "1"]
    with pytest.raises(RenderError) as caught:
        shown('{"a": 1}\n{"a": }\n', "jsonl")
    assert caught.value.line == 2


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
