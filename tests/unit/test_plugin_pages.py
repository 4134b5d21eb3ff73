# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The pages for authors of plugins do what they say: the tutorial is carried out, each recipe cooked."""

from __future__ import annotations

import json
import os
import queue
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import build_plugin_api
from sidelight.api import Artifact, Attempt, Context, Kind
from sidelight.domain.running import Level
from sidelight.registry.discovery import Installed, from_project
from sidelight.registry.pool import Pool
from sidelight.registry.task import Outcome, Task
from sidelight.sandbox import run as sandbox
from sidelight.store.project import ProjectFile
from sidelight.workbench.exporters import Exporters
from sidelight.workbench.exporting import Exporting
from sidelight.workbench.importing import import_battles
from sidelight.workbench.plugin_check import check
from sidelight.workbench.rendering import Rendering
from sidelight.workbench.settings import Places
from sidelight.workbench.worker_process import WorkerProcess
from support.plugins import manifest
from unit.exchange.making import arena, lines

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"(?:<!-- (?P<mark>[^>]*) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)```\n", re.DOTALL)

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


def blocks(page: str) -> list[tuple[str, str, str]]:
    """The fenced blocks of a page: the mark before it, its language, and its text."""
    text = (DOCS / page).read_text("utf-8")
    return [(found["mark"] or "", found["language"], found["body"]) for found in BLOCK.finditer(text)]


def carried_out(page: str, project: Path) -> list[str]:
    """What each command of a tutorial said, carried out beside and then in the project that it makes."""
    programs = {"sidelight": [sys.executable, "-m", "sidelight"], "python": [sys.executable]}
    said = []
    for mark, _language, body in blocks(page):
        if mark == "run":
            for line in body.strip().splitlines():
                program, *words = shlex.split(line)
                done = subprocess.run(
                    [*programs[program], *words],
                    cwd=project if project.exists() else project.parent,
                    env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
                    capture_output=True,
                    text=True,
                    timeout=120,
                )
                said.append(done.stdout + done.stderr)
                assert done.returncode == 0, f"{line}\n{said[-1]}"
        elif mark.startswith("file: "):
            (project / mark.removeprefix("file: ")).write_text(body, "utf-8")
    return said


def test_the_tutorial_works_as_it_is_written(data_folder: Path, tmp_path: Path) -> None:
    told = carried_out("plugins.md", tmp_path / "sidelight-checklist")
    said, ran = told[-1], len(told)
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


def test_the_page_on_exporters_works_as_it_is_written(data_folder: Path, tmp_path: Path) -> None:
    project = tmp_path / "sidelight-pairs"
    said = carried_out("plugin-exporters.md", project)
    assert "3 passed" in said[1]
    assert "Writes votes as pairs for preference training" in said[4]
    pairs = [json.loads(line) for line in (project / "pairs.jsonl").read_text("utf-8").splitlines()]
    assert [(one["chosen"], one["rejected"]) for one in pairs] == [("Four.", "Twenty-two, or four.")]


def test_the_page_on_verifiers_works_as_it_is_written(data_folder: Path, tmp_path: Path) -> None:
    said = carried_out("plugin-verifiers.md", tmp_path / "sidelight-words")
    assert "4 passed" in said[1]
    assert "Installed Number of words 0.1.0: it judges answers to prompts with words." in said[3]


def recipe_of(mark: str) -> list[tuple[str, str, list[str]]]:
    """Name, fields of the manifest, and the blocks after it, of each recipe with such a mark."""
    found = blocks("plugin-cookbook.md")
    return [
        (one[0].removeprefix(mark), one[2], [block[2] for block in found[at + 1 : at + 3]])
        for at, one in enumerate(found)
        if one[0].startswith(mark)
    ]


def cooked(folder: Path, kind: str, name: str, fields: str, code: str) -> Installed:
    """A recipe's project; it passes the check."""
    package = folder / name / f"cookbook_{name}"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, "utf-8")
    (package / "sidelight-plugin.toml").write_text(
        manifest(name, kind=kind, **tomllib.loads(fields)), "utf-8"
    )
    (folder / name / "pyproject.toml").write_text(
        f'[project]\nname = "cookbook-{name}"\nversion = "1"\n'
        f'[project.entry-points."sidelight.{kind}s"]\n{name} = "cookbook_{name}:{kind}"\n'
    )
    checks = check(folder / name, folder)
    assert [(one.name, one.failures) for one in checks if not one.passed] == []
    return from_project(folder / name)


def test_the_verifier_of_the_cookbook_judges_as_it_says(tmp_path: Path) -> None:
    ((name, fields, (code, example)),) = recipe_of("verifier: ")
    plugin = cooked(tmp_path, "verifier", name, fields, code)
    come: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    pool = Pool(lambda installed: WorkerProcess.start(installed, tmp_path))
    try:
        found = []
        for answer in (example, "It is 41.", "No idea.", "42, or is it 43?"):
            attempt = Attempt("What is 17 + 25?", answer)
            pool.submit(Task(plugin, Artifact(0, "", "", True), Context(), come.put, attempt=attempt))
            found.append(come.get(timeout=60).finding)
    finally:
        pool.close()
    assert [one.verdict.value for one in found] == ["pass", "fail", "fail", "unsure"]
    assert found[0].evidence == ("It ends with 42, which is right.",)
    assert found[0].verifier == "sums 1.0"


def test_the_exporter_of_the_cookbook_writes_a_report(tmp_path: Path) -> None:
    ((name, fields, (code, *_rest)),) = recipe_of("exporter: ")
    cooked(tmp_path, "exporter", name, fields, code)
    exporters = Exporters(Places(tmp_path, tmp_path), {"SIDELIGHT_PLUGIN_PROJECT": str(tmp_path / name)})
    with ProjectFile.create(tmp_path / "one.sidelight") as project:
        import_battles(project, lines(tmp_path / "in.jsonl", [arena(n) for n in range(3)]), 5)
        done = Exporting(project, exporters).export(exporters.form(name), tmp_path / "report.md")
    assert (done.written, done.what) == (3, "comparisons")
    said = (tmp_path / "report.md").read_text("utf-8")
    assert said.count("## What is two and two?\n") == 3
    assert "### imported/blue-13b, attempt 1\n\n> # Answer\n> - five\n" in said


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
    for name in (
        "Rendered.of_table(table: Table",
        "## RenderError",
        "## BattleRecord",
        "verify(attempt: Attempt",
        "`baseline`",
        "create_widget(",
    ):
        assert name in page
