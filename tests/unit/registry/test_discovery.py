# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Plugins are found by their metadata, broken ones are told as broken, and none of their code runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.domain.errors import PluginError
from sidelight.registry.discovery import ALONG, Found, discover, from_project, reference
from support.plugins import install, manifest


def of_tests(found: Found) -> tuple[list[str], dict[str, str]]:
    """What tests installed: ids that can be used, and problems by package."""
    return (
        [one.info.id for one in found.usable if one.package.startswith("testing-")],
        {one.package: one.problem for one in found.unusable},
    )


def test_each_is_found_with_where_it_is_from(tmp_path: Path) -> None:
    package = install(tmp_path, "one")
    install(tmp_path, "two")
    found = discover(tmp_path)
    assert of_tests(found) == (["one", "two"], {})
    (one,) = (each for each in found.usable if each.info.id == "one")
    assert (one.package, one.package_version) == ("testing-one", "1.0")
    assert (one.module, one.attribute, one.folder) == ("testing_one", "renderer", str(package))
    assert one.search == (str(package.parent),)
    assert one.where == "your plugins folder"


def test_a_broken_one_keeps_nobody_else_from_being_found(tmp_path: Path) -> None:
    install(tmp_path, "good")
    install(tmp_path, "wrong", text="api = 99\n")
    shutil.rmtree(install(tmp_path, "gone"))
    (install(tmp_path, "bare") / "sidelight-plugin.toml").unlink()
    install(tmp_path, "odd")
    (tmp_path / "odd" / "testing_odd-1.0.dist-info" / "entry_points.txt").write_text(
        "[sidelight.renderers]\nodd = ../evil\n"
    )
    install(tmp_path, "binary")
    (tmp_path / "binary" / "testing_binary-1.0.dist-info" / "entry_points.txt").write_bytes(b"\xff\xfe\0")
    usable, problems = of_tests(discover(tmp_path))
    assert usable == ["good"]
    assert "version 99" in problems["testing-wrong"]
    assert "no package testing_gone" in problems["testing-gone"]
    assert "no sidelight-plugin.toml" in problems["testing-bare"]
    assert "names nothing of a plugin" in problems["testing-odd"]


def test_a_plugin_of_each_kind_is_found_by_its_group_of_entry_points(tmp_path: Path) -> None:
    for kind in ("renderer", "verifier", "exporter"):
        install(tmp_path, f"a-{kind}".replace("-", "_"), kind=kind)
    found = [one for one in discover(tmp_path).usable if one.package.startswith("testing-")]
    assert [(one.info.kind, one.attribute) for one in found] == [
        ("exporter", "exporter"),
        ("renderer", "renderer"),
        ("verifier", "verifier"),
    ]


def test_a_manifest_of_another_kind_than_its_entry_point_is_refused(tmp_path: Path) -> None:
    package = install(tmp_path, "odd", kind="exporter")
    told = package.parent / "testing_odd-1.0.dist-info" / "entry_points.txt"
    told.write_text("[sidelight.renderers]\nodd = testing_odd:renderer\n")
    _, problems = of_tests(discover(tmp_path))
    assert "says exporter in its manifest and renderer by its entry point" in problems["testing-odd"]


def test_of_two_with_one_id_the_first_counts_and_the_other_is_told(tmp_path: Path) -> None:
    install(tmp_path, "first", id="same")
    install(tmp_path, "second", id="same")
    usable, problems = of_tests(discover(tmp_path))
    assert usable == ["same"]
    assert "Another plugin is called “same” too: testing-first" in problems["testing-second"]


def test_sidelights_own_plugin_is_not_replaced_by_one_of_its_id(tmp_path: Path) -> None:
    install(tmp_path, "mine", id="svg")
    found = discover(tmp_path)
    (svg,) = (one for one in found.usable if one.info.id == "svg")
    assert svg.package == "sidelight-svg"
    (hidden,) = (one for one in found.unusable if one.package == "testing-mine")
    assert hidden.id == "svg"
    assert hidden.problem.startswith("It is called “svg”, as Sidelight's own plugin “")


def test_a_project_with_the_id_of_sidelights_own_plugin_is_not_used_and_its_own_source_is(
    tmp_path: Path,
) -> None:
    laid = install(tmp_path, "mine", id="svg").parent
    (laid / "pyproject.toml").write_text(
        '[project]\nname = "sidelight-svg"\n[project.entry-points."sidelight.renderers"]\n'
        'svg = "testing_mine:renderer"\n'
    )
    found = discover(None, [laid])
    assert str(laid) in [one.where for one in found.unusable]
    own = Path(__file__).parents[3] / "plugins" / "svg"
    (svg,) = (one for one in discover(None, [own]).usable if one.info.id == "svg")
    assert svg.where == str(own)


def test_the_ids_of_all_that_come_along_are_known() -> None:
    plugins = Path(__file__).parents[3] / "plugins"
    assert {from_project(file.parent).info.id for file in plugins.glob("*/pyproject.toml")} == ALONG


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert of_tests(discover(tmp_path / "nowhere")) == ([], {})
    assert of_tests(discover(None)) == ([], {})


def project(folder: Path, entries: str = 'x = "testing_x:renderer"', layout: str = ".") -> Path:
    package = install(folder / "made", "x")
    target = folder / "project" / layout
    target.mkdir(parents=True)
    package.rename(target / package.name)
    (folder / "project" / "pyproject.toml").write_text(
        '[project]\nname = "testing-x"\nversion = "3"\n'
        f'[project.entry-points."sidelight.renderers"]\n{entries}\n'
    )
    return folder / "project"


@pytest.mark.parametrize("layout", [".", "src"])
def test_a_source_folder_holds_a_plugin(tmp_path: Path, layout: str) -> None:
    made = project(tmp_path, layout=layout)
    plugin = from_project(made)
    assert (plugin.info.id, plugin.package, plugin.package_version) == ("x", "testing-x", "3")
    assert plugin.folder == str(made / layout / "testing_x")
    found = discover(None, [made])
    assert found.usable[0] == plugin


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ("", "names no plugin"),
        ('x = "testing_x:renderer"\ny = "testing_x:other"', "names 2 plugins"),
        ("x = 3", "names nothing of a plugin"),
        ('x = "missing:renderer"', "no package missing"),
        ("[[", "cannot be understood"),
    ],
)
def test_a_source_folder_that_holds_none_says_why(tmp_path: Path, entries: str, words: str) -> None:
    made = project(tmp_path, entries)
    with pytest.raises(PluginError) as caught:
        from_project(made)
    assert words in str(caught.value)
    assert of_tests(discover(None, [made]))[1]["project"]


def test_without_a_project_file_it_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=r"no pyproject\.toml"):
        from_project(tmp_path)


@pytest.mark.parametrize("text", ["a", "a:", ":b", "a b:c", "a:b [extra]", "../a:b", "a:b()"])
def test_only_a_module_and_a_name_are_a_reference(text: str) -> None:
    with pytest.raises(PluginError):
        reference(text)
    assert reference(" a.b : c.d ") == ("a.b", "c.d")


START = """
import json, os, sys
from pathlib import Path
from sidelight.workbench.desk import Desk
from sidelight.workbench import opening
from sidelight.workbench.settings import Places

places = Places.of(os.environ)
desk = Desk.on(opening.open_project(Path(sys.argv[1]), places), places)
at_start = sorted(sys.modules)
assert desk.rendering.ready()
plugins = [one.id for one in desk.rendering.plugins() if one.package.startswith("testing-")]
from sidelight.api import Artifact
for language in plugins:
    assert desk.rendering.choices(Artifact(0, language, "x", True))
desk.close()
print(json.dumps([at_start, sorted(sys.modules), len(plugins)]))
"""


def test_fifty_plugins_change_nothing_of_a_start_and_none_is_imported(tmp_path: Path) -> None:
    """Half of them in an environment, half in the user's folder."""
    environment = tmp_path / "environment"
    told = []
    for count in (0, 25):
        data = tmp_path / f"data-{count}"
        (data / "plugins").mkdir(parents=True)
        for number in range(count):
            eager = "raise SystemExit('imported')\n"
            install(data / "plugins", f"own{number}", eager)
            folder = tmp_path / "made" / f"there{number}"
            install(tmp_path / "made", f"there{number}", eager)
            shutil.copytree(folder, environment, dirs_exist_ok=True)
        environ = os.environ | {"SIDELIGHT_DATA": str(data), "PYTHONPATH": str(environment)}
        done = subprocess.run(
            [sys.executable, "-c", START, str(data / "a.sidelight")],
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        told.append(json.loads(done.stdout))
    (start_without, after_without, none), (start_with, after_with, fifty) = told
    assert (none, fifty) == (0, 50)
    assert start_with == start_without
    assert after_with == after_without
    assert not any(name.startswith(("sidelight.registry", "importlib.metadata")) for name in start_with)


def test_a_manifest_is_not_looked_for_by_importing(tmp_path: Path) -> None:
    package = install(tmp_path, "x", text=manifest("x"))
    (package / "__init__.py").write_text("raise SystemExit('imported')\n")
    assert of_tests(discover(tmp_path))[0] == ["x"]
