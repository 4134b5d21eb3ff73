# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""An author's plugin in the window: one that was made, built and installed; and one that is being written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.table import TableBody
from sidelight.workbench.plugin_install import install
from sidelight.workbench.plugin_new import make
from sidelight.workbench.rendering import PROJECT_VARIABLE, Rendering
from sidelight.workbench.settings import Places

PATIENCE_MS = 100_000
BARS = "Some words.\n\n```dot\napples: 3\npears: 12\n```\n\nMore words.\n"

OTHER = """
from sidelight.api import Rendered, Table

class Own:
    def match(self, artifact):
        return 9

    def render(self, artifact, context):
        return Rendered.of_table(Table(("saved",), (("anew",),)), alt_text="saved")

    def close(self):
        pass

renderer = Own()
"""


@pytest.fixture
def opened(tmp_path):
    made = []

    def begin(**environ):
        made.append(Rendering(Places(tmp_path / "data", tmp_path / "config"), environ))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def test_a_new_plugin_built_and_installed_draws_in_an_answer(tmp_path, opened, open_answer, drawn):
    project = make("dot", tmp_path)
    line = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    line += ["--no-build-isolation", "--wheel-dir", str(tmp_path), str(project)]
    subprocess.run(line, check=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    install(str(wheel), Places(tmp_path / "data", tmp_path / "config"), lambda _words: None)

    _view, drawings = open_answer(opened(), BARS)

    assert isinstance(drawn(drawings, 0).body, ImageBody)
    job = drawings.seat(0).result.job
    assert job.info.name == "Dot"
    assert job.rendered.alt_text == "Bar chart of 2 values: apples 3, pears 12"
    assert job.source_svg.count(b"<rect") == 2


def test_saving_a_file_of_a_plugin_draws_what_it_shows_anew(tmp_path, opened, open_answer, drawn, qtbot):
    project = make("dot", tmp_path)
    rendering = opened(**{PROJECT_VARIABLE: str(project)})
    _view, drawings = open_answer(rendering, BARS)
    assert isinstance(drawn(drawings, 0).body, ImageBody)

    code = project / "sidelight_dot" / "__init__.py"
    told = (project / "sidelight_dot" / "sidelight-plugin.toml").read_text("utf-8")
    code.write_text(OTHER, "utf-8")
    (project / "sidelight_dot" / "sidelight-plugin.toml").write_text(
        told.replace('output = ["svg"]', 'output = ["table"]'), "utf-8"
    )

    def is_a_table():
        shown = drawings.drawing(0)
        return shown is not None and isinstance(shown.body, TableBody)

    qtbot.waitUntil(is_a_table, timeout=PATIENCE_MS)
    assert drawings.drawing(0).body.model.cell(0, 0) == "anew"
