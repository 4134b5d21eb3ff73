# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The pages for authors of plugins do what they say: the tutorial is carried out, each recipe cooked."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import build_plugin_api
from sidelight.api import Artifact, Context, Kind
from sidelight.domain.running import Level
from sidelight.sandbox import run as sandbox
from sidelight.workbench.plugin_check import check
from sidelight.workbench.rendering import Rendering
from sidelight.workbench.settings import Places
from support.plugins import manifest

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"(?:<!-- (?P<mark>[^>]*) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)```\n", re.DOTALL)

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


def blocks(page: str) -> list[tuple[str, str, str]]:
    """The fenced blocks of a page: the mark before it, its language, and its text."""
    text = (DOCS / page).read_text("utf-8")
    return [(found["mark"] or "", found["language"], found["body"]) for found in BLOCK.finditer(text)]


def test_the_tutorial_works_as_it_is_written(data_folder: Path, tmp_path: Path) -> None:
    programs = {"sidelight": [sys.executable, "-m", "sidelight"], "python": [sys.executable]}
    project = tmp_path / "sidelight-checklist"
    said = ""
    ran = 0
    for mark, _language, body in blocks("plugins.md"):
        if mark == "run":
            for line in body.strip().splitlines():
                program, *words = shlex.split(line)
                done = subprocess.run(
                    [*programs[program], *words],
                    cwd=project if project.exists() else tmp_path,
                    env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
                    capture_output=True,
                    text=True,
                    timeout=120,
                )
                said = done.stdout + done.stderr
                assert done.returncode == 0, f"{line}\n{said}"
                ran += 1
        elif mark.startswith("file: "):
            (project / mark.removeprefix("file: ")).write_text(body, "utf-8")
    assert ran >= 5
    assert "checklist    0.1.0     on           Shows lists of things to do as a table." in said
    assert "your plugins folder" in said

    shown = Rendering(Places.of(os.environ), {})
    try:
        assert shown.ready()
        artifact = Artifact(0, "", "[x] one\n[ ] two\n", True)
        assert "checklist" in [info.id for info in shown.choices(artifact)]
        job = shown.wait(shown.start(artifact, Context()))
        assert job.info.id == "checklist", "others that were asked before declined"
        assert job.rendered.table.rows == (("done", "one"), ("open", "two"))
    finally:
        shown.close()


def recipes() -> list[tuple[str, str, str, str, str]]:
    """Name, kind, fields of the manifest, code and example of each recipe."""
    found = blocks("plugin-cookbook.md")
    starts = [index for index, (mark, _language, _body) in enumerate(found) if mark.startswith("recipe: ")]
    made = []
    for index in starts:
        name, kind = found[index][0].removeprefix("recipe: ").split(" gives ")
        made.append((name, kind, found[index][2], found[index + 1][2], found[index + 2][2]))
    return made


def test_there_are_five_recipes() -> None:
    assert len(recipes()) == 5
    assert {kind for _name, kind, *_rest in recipes()} == {"tree", "table", "svg", "png", "html"}


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe[0])
def test_a_recipe_gives_what_it_says_and_passes_the_check(
    recipe: tuple[str, str, str, str, str], tmp_path: Path
) -> None:
    name, kind, fields, code, example = recipe
    project = tmp_path / name
    package = project / f"cookbook_{name}"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, "utf-8")
    (package / "sidelight-plugin.toml").write_text(manifest(name, **tomllib.loads(fields)), "utf-8")
    (project / "examples").mkdir()
    (project / "examples" / "one.txt").write_text(example, "utf-8")
    (project / "pyproject.toml").write_text(
        f'[project]\nname = "cookbook-{name}"\nversion = "1"\n'
        f'[project.entry-points."sidelight.renderers"]\n{name} = "cookbook_{name}:renderer"\n'
    )
    assert [(one.name, one.failures) for one in check(project, tmp_path) if not one.passed] == []

    shown = Rendering(Places(tmp_path, tmp_path), {"SIDELIGHT_PLUGIN_PROJECT": str(project)})
    try:
        assert shown.ready()
        artifact = Artifact(0, tomllib.loads(fields)["languages"][0], example, True)
        job = shown.wait(shown.start(artifact, Context()))
    finally:
        shown.close()
    assert job.failure == ""
    assert job.info.id == name
    # A drawing is made a picture by the plugin for SVG.
    assert job.rendered.kind is (Kind.PNG if kind == "svg" else Kind(kind))
    assert (job.source_svg is not None) == (kind == "svg")
    assert job.rendered.alt_text


def test_the_page_on_the_api_is_up_to_date() -> None:
    page = (DOCS / "plugin-api.md").read_text("utf-8")
    assert page == build_plugin_api.page()
    for name in ("Rendered.of_table(table: Table", "## RenderError", "`baseline`", "create_widget("):
        assert name in page
