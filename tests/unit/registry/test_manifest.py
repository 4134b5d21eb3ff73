# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a manifest may say, and the sentence for each that says it wrongly."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.api import Kind
from sidelight.domain.errors import PluginError
from sidelight.registry.manifest import FILE_NAME, Setting, parse, read
from support.plugins import manifest

WHOLE = """
api = 1
id = "dot"
name = "Graphs"
description = "Draws graphs."
version = "2.1"
languages = ["dot", "graphviz"]
mime = ["text/vnd.graphviz"]
extensions = [".dot", ".gv"]
sniff = ["digraph"]
priority = 700
streaming = "incremental"
isolation = "worker"
output = ["svg", "png"]
[needs]
network = false
gl = false
executables = ["dot"]
[limits]
seconds = 2.5
memory_mb = 300
[settings.engine]
type = "choice"
default = "neato"
label = "Layout"
choices = ["dot", "neato"]
[engine]
fetch = "sidelight_dot.engine:fetch"
"""


def test_everything_that_can_be_said_is_read() -> None:
    info = parse(WHOLE)
    assert (info.id, info.name, info.version, info.priority) == ("dot", "Graphs", "2.1", 700)
    assert info.languages == ("dot", "graphviz")
    assert info.output == (Kind.SVG, Kind.PNG)
    assert (info.seconds, info.memory_mb, info.executables) == (2.5, 300, ("dot",))
    assert info.settings == (Setting("engine", "choice", "neato", "Layout", ("dot", "neato")),)
    assert info.engine == "sidelight_dot.engine:fetch"
    assert info.values({"engine": "dot"}) == {"engine": "dot"}
    assert info.values({"engine": "circo", "other": 1}) == {"engine": "neato"}


def test_what_is_left_out_has_a_usual_value() -> None:
    info = parse(manifest("x"))
    assert (info.priority, info.streaming, info.isolation, info.engine) == (500, "final", "worker", "")
    assert (info.seconds, info.memory_mb) == (10.0, 512)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"api": "1"}, "“api” is wrong. It is the whole number"),
        ({"api": True}, "“api” is wrong"),
        ({"api": 2}, "made for version 2 of the plugin API; this Sidelight speaks 1"),
        ({"api": 0}, "version 0 of the plugin API, too old"),
        ({"id": "Dot"}, "“id” is wrong. It is a short name in lower case"),
        ({"id": "../x"}, "“id” is wrong"),
        ({"name": ""}, "“name” is wrong. It is one line of up to 60 characters"),
        ({"name": "two\\nlines"}, "“name” is wrong"),
        ({"description": "x" * 301}, "“description” is wrong. It is one line of up to 300"),
        ({"version": 1}, "“version” is wrong"),
        ({"languages": "dot"}, "“languages” is wrong. It is a list of words in quotation marks"),
        ({"languages": ["Dot"]}, "“languages” is wrong"),
        ({"languages": []}, "names nothing that the plugin could show"),
        ({"languages": ["x"] * 61}, "“languages” is wrong"),
        ({"mime": ["svg"]}, "“mime” is wrong. It is a list of words like image/svg+xml"),
        ({"extensions": ["svg"]}, "“extensions” is wrong. It is a list of words like .svg"),
        ({"sniff": ["<"]}, "“sniff” is wrong"),
        ({"priority": 1001}, "“priority” is wrong. It is a whole number from 0 to 1000"),
        ({"priority": 1.5}, "“priority” is wrong"),
        ({"streaming": "always"}, "“streaming” is “always”. It is one of “final”, “incremental”"),
        ({"isolation": "none"}, "“isolation” is “none”. It is one of “worker”, “inprocess”"),
        ({"output": ["pdf"]}, "“output” is wrong. It is a list of words out of png, svg, html"),
        ({"needs": {"network": True}}, "needs the network, and none gets it"),
        ({"needs": {"gl": "yes"}}, "“gl” in [needs] is wrong. It is true or false"),
        ({"needs": {"executables": ["/bin/sh; rm"]}}, "“executables” in [needs] is wrong"),
        ({"needs": {"speed": 1}}, "does not know “speed” in [needs]. Is it mistyped?"),
        ({"limits": {"seconds": 0}}, "“seconds” in [limits] is wrong. It is a number from 0.1 to 120"),
        ({"limits": {"memory_mb": 9999}}, "“memory_mb” in [limits] is wrong. It is a whole number from 64"),
        ({"limits": 3}, "“limits” is wrong. It is a table, [limits]"),
        ({"engine": {"fetch": "os.system('x')"}}, "“fetch” in [engine] is wrong. It is package.module:fun"),
        ({"settings": {"A": {"type": "bool"}}}, "“A” cannot be the name of a setting"),
        ({"settings": {"a": 1}}, "“a” in [settings] is wrong. It is a table"),
        ({"settings": {"a": {"type": "date"}}}, "“type” in [settings.a] is “date”. It is one of “bool”"),
        ({"settings": {"a": {"type": "bool", "label": "A"}}}, "has no “default” in [settings.a]"),
        (
            {"settings": {"a": {"type": "bool", "label": "A", "default": 1}}},
            "The default of the setting “a” is not one of its type bool",
        ),
        ({"colour": "red"}, "does not know “colour”. Is it mistyped?"),
    ],
)
def test_each_wrong_manifest_has_a_sentence(fields: dict[str, object], words: str) -> None:
    with pytest.raises(PluginError) as caught:
        parse(manifest("dot", **fields))
    assert words in caught.value.sentence


def test_a_verifier_says_what_it_judges_and_an_exporter_what_it_writes() -> None:
    assert parse(manifest("dot")).kind == "renderer"
    verifier = parse(manifest("sums", kind="verifier", prompts=["add", "sum of"]))
    assert (verifier.kind, verifier.prompts, verifier.languages) == ("verifier", ("add", "sum of"), ())
    exporter = parse(manifest("csv", kind="exporter", extensions=[".csv", ".tsv"]))
    assert (exporter.kind, exporter.extensions, exporter.records) == ("exporter", (".csv", ".tsv"), "battles")
    assert parse(manifest("chat", kind="exporter", records="comparisons")).records == "comparisons"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "theme"}, "“kind” is “theme”. It is one of “renderer”, “verifier”, “exporter”"),
        ({"kind": "verifier", "prompts": []}, "does not say which prompts the plugin judges"),
        ({"kind": "verifier", "prompts": ["x"]}, "“prompts” is wrong"),
        ({"kind": "verifier", "languages": ["x"]}, "does not know “languages”"),
        ({"kind": "verifier", "records": "battles"}, "does not know “records”"),
        ({"kind": "exporter", "extensions": []}, "does not say how its files are called"),
        (
            {"kind": "exporter", "extensions": ["csv"]},
            "“extensions” is wrong. It is a list of words like .svg",
        ),
        ({"kind": "exporter", "extensions": [".a/../b"]}, "“extensions” is wrong"),
        ({"kind": "exporter", "records": "votes"}, "“records” is “votes”. It is one of “battles”, “comp"),
        ({"kind": "exporter", "output": ["svg"]}, "does not know “output”"),
        ({"prompts": ["cube"]}, "does not know “prompts”"),
    ],
)
def test_what_another_kind_would_say_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(PluginError) as caught:
        parse(manifest("dot", **fields))
    assert words in caught.value.sentence


@pytest.mark.parametrize("missing", ["api", "id", "name", "description", "version"])
def test_what_must_be_said_is_asked_for(missing: str) -> None:
    text = "\n".join(line for line in manifest("dot").splitlines() if not line.startswith(f"{missing} "))
    with pytest.raises(PluginError, match=f"has no “{missing}”" if missing != "name" else "“name”"):
        parse(text)


def test_the_version_before_is_understood_too() -> None:
    assert parse(manifest("x", api=1), api=2).api == 1
    assert parse(manifest("x", api=2), api=2).api == 2
    for wrong in (1, 4):
        with pytest.raises(PluginError, match=f"version {wrong} of the plugin API"):
            parse(manifest("x", api=wrong), api=3)


def test_a_file_that_is_not_there_or_no_manifest_is_named(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    with pytest.raises(PluginError, match=r"There is no sidelight-plugin\.toml in"):
        read(file)
    for content, words in (
        (b"api = ", "not in TOML"),
        (b"\xff\xfe", "not a text in UTF-8"),
        (b"#" * 70_000, "larger than 64 KB"),
        (b"a = " + b"[" * 5000, "not in TOML"),
    ):
        file.write_bytes(content)
        with pytest.raises(PluginError) as caught:
            read(file)
        assert words in str(caught.value)
        assert str(file) in str(caught.value)


@given(
    st.dictionaries(
        st.sampled_from(["api", "id", "languages", "priority", "output", "limits", "settings", "engine"]),
        st.recursive(
            st.one_of(st.booleans(), st.integers(-9, 9999), st.text("ab\n.\\", max_size=5)),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=5,
        ),
        max_size=4,
    )
)
def test_no_manifest_raises_anything_else(fields: dict[str, object]) -> None:
    text = manifest("x", **{key: str(value) if value == "" else value for key, value in fields.items()})
    with suppress(PluginError):
        assert parse(text).api == 1


@pytest.mark.parametrize("version", ["newest", "1.0 final", "1..0", "2026-11-21", "v"])
def test_a_version_that_is_none_is_refused_in_words(version: str) -> None:
    with pytest.raises(PluginError, match=f"“version” is “{version}”, which is no version"):
        parse(manifest("one", version=version))


@pytest.mark.parametrize("version", ["1", "1.2.3", "0.1.dev3", "1.0rc1", "1.0.post2", "1!2.0", "1.0+local.1"])
def test_a_version_is_one_as_python_packages_have_it(version: str) -> None:
    assert parse(manifest("one", version=version)).version == version


@pytest.mark.parametrize("languages", [[], [""]])
def test_a_renderer_that_names_nothing_is_refused_in_words(languages: list[str]) -> None:
    with pytest.raises(PluginError, match="names nothing that the plugin could show"):
        parse(manifest("one", languages=languages))
    sniffed = parse(manifest("one", languages=languages, sniff=["@startuml"]))
    assert sniffed.sniff == ("@startuml",)
