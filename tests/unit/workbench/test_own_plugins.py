# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The plugins that come along stand what every plugin must."""

from __future__ import annotations

from pathlib import Path

import pytest

from sidelight.domain.running import Level
from sidelight.registry.discovery import discover, from_project
from sidelight.sandbox import run as sandbox
from sidelight.workbench.plugin_check import check

PROJECTS = sorted(file.parent for file in (Path(__file__).parents[3] / "plugins").glob("*/pyproject.toml"))
SLOW = ("maths", "mermaid")
"""Their engines take their time over what is far too much, as long as they may."""

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


def test_all_that_come_along_are_installed_beside_the_program() -> None:
    there = {one.folder for one in discover().usable if one.where == "beside the program"}
    assert {from_project(project).folder for project in PROJECTS} <= there


@pytest.mark.parametrize(
    "project",
    [
        pytest.param(one, id=one.name, marks=[pytest.mark.slow] if one.name in SLOW else [])
        for one in PROJECTS
    ],
)
def test_each_passes_the_check(project: Path, tmp_path: Path) -> None:
    assert [(one.name, one.failures) for one in check(project, tmp_path) if not one.passed] == []
