# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight render`` for all that is no script: each file by the plugin for it, or alive in the sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from sidelight.registry.discovery import discover
from sidelight.registry.standing import Standing
from sidelight.workbench.settings import Places
from support.plugins import install

PAGE = "<!doctype html><body style='margin:0;background:rgb(0,90,200)'><script>console.log(1)</script>"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60">'
    '<rect width="100" height="60" fill="red"/></svg>'
)


@pytest.fixture
def render(tmp_path):
    """Show a text in a file of this name: exit code, the object printed, and the folder of what was saved."""

    def run(name: str, text: str | bytes, *more: str):
        file, out = tmp_path / name, tmp_path / "out"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = subprocess.run(
            [sys.executable, "-m", "sidelight", "render", str(file), "--json", "--out", str(out), *more],
            env={**os.environ, "SIDELIGHT_DATA": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, json.loads(done.stdout) if done.stdout else {}, out, done.stderr

    return run


@pytest.mark.parametrize(
    ("name", "text", "renderer", "kind", "saved"),
    [
        ("a.svg", SVG, "svg", "png", "a.png"),
        ("a.mmd", "graph TD; A-->B", "mermaid", "png", "a.png"),
        ("a.tex", r"\int_0^1 x^2\,dx", "maths", "png", "a.png"),
        ("a.csv", "name,size\nant,3\n", "table", "table", "a.csv"),
        ("a.json", '{"ä": [1, {"b": null}]}', "json", "tree", "a.json"),
        ("a.diff", "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n", "diff", "html", "a.html"),
    ],
)
def test_a_file_is_shown_by_the_plugin_for_its_ending(render, name, text, renderer, kind, saved):
    code, told, out, stderr = render(name, text)
    assert code == 0, stderr
    assert (told["renderer"], told["outcome"], told["kind"]) == (renderer, "static", kind)
    assert told["images"] == [str(out / saved)]
    assert told["alt_text"]
    assert (out / saved).stat().st_size > 10


def test_what_is_saved_is_what_was_shown(render):
    _code, _told, out, _stderr = render("a.svg", SVG)
    with Image.open(out / "a.png") as picture:
        assert picture.convert("RGB").getpixel((50, 30)) == (255, 0, 0)
    render("a.csv", 'name,"a ""quote"""\nant,3\n')
    assert (out / "a.csv").read_text().splitlines() == ['name,"a ""quote"""', "ant,3"]
    render("a.json", '{"ä": [1]}')
    tree = json.loads((out / "a.json").read_text())
    assert [child["label"] for child in tree["children"]] == ["ä"]


def test_a_page_is_shown_alive_and_at_rest_where_that_is_asked_for(render):
    code, told, out, stderr = render("a.html", PAGE, "--size", "320x200")
    assert (code, told["renderer"]) == (0, "page"), stderr
    with Image.open(told["images"][-1]) as picture:
        assert picture.convert("RGB").getpixel((9, 9)) == (0, 90, 200)
    # Several can be saved into one folder.
    assert all(Path(image).name.startswith("a-0000") for image in told["images"])
    code, told, out, stderr = render("b.html", "<p>Hello", "--renderer", "html")
    assert (code, told["kind"], told["images"]) == (0, "html", [str(out / "b.html")]), stderr


MOVING = """<!doctype html><body style="margin:0"><h1>Moving</h1><script>
let n = 0;
(function frame() {
  document.body.style.background = `hsl(${n++ * 9}, 80%, 50%)`;
  requestAnimationFrame(frame);
})();
none.such();
</script>"""


def test_a_picture_that_moves_after_an_error_is_not_called_well(render, tmp_path):
    code, told, _out, stderr = render("a.html", MOVING, "--frames", "20")
    assert (code, told["outcome"], told["frames"]) == (0, "changing", 20), stderr
    assert told["error"] == "ReferenceError: none is not defined"
    done = subprocess.run(
        [sys.executable, "-m", "sidelight", "render", str(tmp_path / "a.html"), "--frames", "5"],
        env={**os.environ, "SIDELIGHT_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.startswith("changing, with an error: 5 frames")
    assert "none is not defined" in done.stderr


def test_an_error_has_its_line_and_the_status_says_so(render):
    code, told, out, _stderr = render("a.svg", "<svg>\n<rect</svg>")
    assert (code, told["outcome"], told["line"], told["images"]) == (1, "error", 2, [])
    assert told["error"]
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "text", "more", "says"),
    [
        ("a.xyz", "text", (), "--language"),
        ("a", "text", (), "--language"),
        ("a.svg", SVG, ("--renderer", "nobody"), "nobody"),
        ("a.svg", SVG, ("--language", "klingon"), "klingon"),
        ("a.svg", b"\xff\xfe\x00", (), "UTF-8"),
        ("a.svg", SVG, ("--size", "wide"), "640x480"),
    ],
)
def test_what_nothing_shows_is_refused_with_what_helps(render, name, text, more, says):
    code, _told, _out, stderr = render(name, text, *more)
    assert code == 2
    assert says in stderr


def test_a_folder_that_cannot_be_written_is_named(render, tmp_path: Path):
    (tmp_path / "out").write_text("a file")
    code, _told, _out, stderr = render("a.svg", SVG)
    assert code == 2
    assert "cannot be written" in stderr


def test_why_a_plugin_that_is_named_cannot_show_it_and_how_it_can_again(render, tmp_path):
    install(tmp_path / "data" / "plugins", "fell")
    install(tmp_path / "data" / "plugins", "judge", kind="verifier")
    standing = Standing(Places.of({"SIDELIGHT_DATA": str(tmp_path / "data")}).config / "plugins.toml")
    (fell,) = (one.info for one in discover(tmp_path / "data" / "plugins").usable if one.info.id == "fell")
    for _ in range(3):
        standing.crashed(fell, "it crashed")
    code, _told, _out, said = render("a.fell", "x", "--renderer", "fell")
    assert code == 2
    assert "fell is in quarantine: it crashed 3 times in a row." in said
    assert "sidelight plugin allow fell" in said
    code, _told, _out, said = render("a.fell", "x", "--renderer", "judge")
    assert code == 2
    assert "judge is a verifier, which shows nothing." in said
    assert "judge" not in said.partition("There are:")[2]
    line = [sys.executable, "-m", "sidelight", "plugin", "allow", "fell"]
    for words in ("fell is allowed again.\n", "fell is not in quarantine.\n"):
        done = subprocess.run(
            line,
            env={**os.environ, "SIDELIGHT_DATA": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, words, "")
    assert render("a.fell", "x", "--renderer", "fell")[0] == 0
