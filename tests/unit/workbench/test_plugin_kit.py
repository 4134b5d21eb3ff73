# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""An author's way with a plugin: made, tested, checked, built, installed, and used."""

from __future__ import annotations

import dataclasses
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import PIL.Image
import pytest

from sidelight.api import Artifact, Context, Kind
from sidelight.domain.errors import PluginError, UsageError
from sidelight.domain.running import Level
from sidelight.registry.discovery import Found, discover
from sidelight.registry.standing import Standing
from sidelight.sandbox import run as sandbox
from sidelight.workbench.plugin_advice import advice_for
from sidelight.workbench.plugin_check import as_json, check
from sidelight.workbench.plugin_corpus import HOSTILE, truncated
from sidelight.workbench.plugin_install import fetch_engine, install, remove
from sidelight.workbench.plugin_new import make
from sidelight.workbench.rendering import Rendering
from sidelight.workbench.settings import Places
from sidelight.workbench.svg_drawer import drawer_of
from support.plugins import PLAIN, rendering
from support.plugins import install as lay

PATIENCE_S = 100.0


@pytest.fixture(autouse=True)
def own_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plugins that are imported here are found by nobody later."""
    monkeypatch.setattr(sys, "path", list(sys.path))


if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that ``plugin new dot`` makes."""
    return make("dot", tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def wheel(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    line = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run(
        [*line, "--no-build-isolation", "--wheel-dir", str(folder), str(made)], check=True, timeout=120
    )
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "config")


def project(folder: Path, identifier: str, code: str, **fields: object) -> Path:
    """A source folder with this renderer."""
    package = lay(folder / "laid", identifier, code, **fields)
    target = folder / identifier
    target.mkdir()
    package.rename(target / package.name)
    (target / "pyproject.toml").write_text(
        f'[project]\nname = "testing-{identifier}"\nversion = "1"\n'
        f'[project.entry-points."sidelight.renderers"]\n{identifier} = "{package.name}:renderer"\n'
    )
    return target


def wheel_of(folder: Path, identifier: str, code: str = PLAIN, **fields: object) -> Path:
    """A wheel with this renderer."""
    package = lay(folder / "wheels", identifier, code, **fields)
    told = package.parent / f"testing_{identifier}-1.0.dist-info"
    (told / "WHEEL").write_text("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    (told / "RECORD").write_text("")
    target = folder / f"testing_{identifier}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as file:
        for one in (*package.rglob("*"), *told.rglob("*")):
            if one.is_file() and one.suffix != ".pyc":
                file.write(one, str(one.relative_to(package.parent)))
    return target


def test_a_new_plugin_passes_its_own_tests(made: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(made)],
        cwd=made,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout


def test_a_new_plugin_passes_the_check(made: Path, places: Places) -> None:
    seen: list[tuple[int, int]] = []
    checks = check(made, places.data, lambda done, of: seen.append((done, of)))
    assert [one.name for one in checks if not one.passed] == []
    assert [one.name for one in checks] == [
        *("manifest", "import", "Qt", "API", "match", "corpus", "same again", "pictures"),
        *("words", "dark", "memory", "network"),
    ]
    assert seen[-1] == (len(HOSTILE) + 8, len(HOSTILE) + 8)
    assert all(one["passed"] and one["failures"] == [] for one in as_json(checks))


def test_what_a_new_plugin_draws_lies_on_no_paper_in_a_dark_window(made: Path, places: Places) -> None:
    lay_out = Rendering(places, {"SIDELIGHT_PLUGIN_PROJECT": str(made)})
    try:
        assert lay_out.ready()
        dark = Context(dark=True, colours={"text": "#e8eaed", "page": "#15181c"})
        job = lay_out.wait(lay_out.start(Artifact(0, "dot", "apples: 3\n", True), dark))
        assert job.rendered is not None, job.failure
        assert job.rendered.image is not None
        corner = PIL.Image.open(io.BytesIO(job.rendered.image.data)).convert("RGBA").getpixel((0, 0))
        assert corner[3] == 0
    finally:
        lay_out.close()


def test_there_are_enough_hostile_artifacts_and_an_example_is_cut_in_several_places() -> None:
    assert len(HOSTILE) >= 40
    cut = truncated([("a", "0123456789" * 10)])
    assert {len(text) for text in cut.values()} == {10, 35, 60, 85, 97, 100, 200}


def test_a_name_that_cannot_be_used_and_a_folder_that_is_there_are_refused(tmp_path: Path) -> None:
    for name in ("", "Dot", "9lives", "a b", "../a", "-a", "class", "x" * 31):
        with pytest.raises(UsageError, match="cannot be the name of a plugin"):
            make(name, tmp_path)
    assert list(tmp_path.iterdir()) == []
    made = make("sheet-music", tmp_path)
    assert (made / "sidelight_sheet_music" / "__init__.py").is_file()
    with pytest.raises(UsageError, match="is there already"):
        make("sheet-music", tmp_path)


BAD = {
    "raises": (rendering("return {}[artifact.text]"), "corpus", "KeyError"),
    "hangs": (
        rendering("while len(artifact.text) == 1: pass\nraise RenderError('x')"),
        "corpus",
        "took longer",
    ),
    "slow_import": (
        (
            "import time\nend = time.process_time() + 1.2\nwhile time.process_time() < end: pass\n"
            "renderer = Plain()"
        ),
        "import",
        "more than 1000 ms",
    ),
    "no_import": ("import nothing_of_this_name\nrenderer = Plain()", "import", "ModuleNotFoundError"),
    "qt": ("import PySide6.QtCore\nrenderer = Plain()", "Qt", "imports PySide6.QtCore"),
    "qt_later": (rendering("__import__('PySide6.QtGui')"), "Qt", "uses no Qt"),
    "inner": ("from sidelight.text import blocks\nrenderer = Plain()", "API", "imports sidelight.text"),
    "moody": (
        """
        import itertools
        count = itertools.count()
        class Own(Plain):
            def match(self, artifact): return next(count) % 2
        renderer = Own()
        """,
        "match",
        "0, then 1",
    ),
    "sleepy": (
        """
        import time
        class Own(Plain):
            def match(self, artifact):
                until = time.process_time() + (0.06 if artifact.text == "x" else 0)
                while time.process_time() < until: pass
                return 9
            def render(self, artifact, context): raise RenderError('no')
        renderer = Own()
        """,
        "match",
        "at most 50",
    ),
    "random": (
        rendering("import os\nreturn Rendered.of_text(os.urandom(4).hex(), alt_text='r')"),
        "same again",
        "two results",
    ),
    "pale": (
        rendering(
            "ink = '#eee' if context.dark else '#111'\n"
            "svg = f\"<svg xmlns='http://www.w3.org/2000/svg'><text y='9' fill='{ink}'>x</text></svg>\"\n"
            "return Rendered.of_svg(Image(svg.encode(), 9, 9), alt_text='x')"
        ),
        "dark",
        "color-scheme: light dark",
    ),
    "mute": (rendering("return Rendered.of_text('x', alt_text='')"), "words", "alternative text is empty"),
    "hoards": (
        rendering(
            "if artifact.text == 'x':\n    a = [bytearray(b'x' * 1000000) for _ in range(400)]\n"
            "raise RenderError('no')"
        ),
        "memory",
        "of memory|MemoryError",
    ),
    "sockets": (
        rendering("try:\n    __import__('socket').socket()\nexcept OSError: pass\nraise RenderError('no')"),
        "network",
        "socket.__new__",
    ),
    "requests": ("import urllib.request\nrenderer = Plain()", "network", "imports urllib.request"),
    "starts": (
        rendering("try:\n    __import__('os').system('true')\nexcept OSError: pass\nraise RenderError('no')"),
        "network",
        "start a program",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_found_and_named(name: str, tmp_path: Path, places: Places) -> None:
    code, failing, words = BAD[name]
    seconds = 1 if name == "hangs" else 30
    made = project(tmp_path, name, code, limits={"seconds": seconds, "memory_mb": 128})
    failed = {one.name: " ".join(one.failures) for one in check(made, places.data) if not one.passed}
    assert failing in failed
    assert any(word in failed[failing] for word in words.split("|")), failed[failing]


def test_each_check_that_fails_says_what_to_do_and_an_exception_where_it_was(
    tmp_path: Path, places: Places
) -> None:
    code = "import urllib.request\n" + rendering("import os\nreturn {}[artifact.text]")
    checks = check(project(tmp_path, "wrong", code), places.data)
    failed = {one.name: one for one in checks if not one.passed}
    assert set(failed) == {"corpus", "network"}
    assert "(__init__.py:" in failed["corpus"].failures[0]
    assert "Raise RenderError" in failed["corpus"].advice
    assert "reaches no network" in failed["network"].advice
    assert all(not one.advice for one in checks if one.passed)
    for kind in ("renderer", "verifier", "exporter"):
        assert all(advice_for(one.name, kind) for one in checks)


def test_a_manifest_that_is_wrong_fails_the_check_before_anything_runs(
    tmp_path: Path, places: Places
) -> None:
    (one,) = check(project(tmp_path, "x", "renderer = 1", priority=5000), places.data)
    assert not one.passed
    assert "“priority” is wrong" in one.failures[0]


def test_a_wheel_is_installed_used_replaced_and_removed(wheel: Path, places: Places) -> None:
    said: list[str] = []
    plugin = install(str(wheel), places, said.append)
    assert plugin.info.id == "dot"
    assert plugin.folder == str(places.data / "plugins" / "dot" / "sidelight_dot")
    assert said == [f"Installing {wheel}"]
    again = install(str(wheel), places, said.append)
    # The files are the same, but for when they were written.
    assert dataclasses.replace(again, stamp=plugin.stamp) == plugin
    assert [folder.name for folder in (places.data / "plugins").iterdir()] == ["dot"]

    shown = Rendering(places, {})
    try:
        assert shown.ready()
        (found,) = (one for one in shown.plugins() if one.id == "dot")
        assert (found.package, found.where, found.state) == ("sidelight-dot", "your plugins folder", "on")
        job = shown.wait(
            shown.start(Artifact(0, "dot", "apples: 3\npears: 4\n", True), Context()), PATIENCE_S
        )
    finally:
        shown.close()
    assert job.failure == ""
    assert job.rendered.kind is Kind.PNG, "by way of the plugin for SVG"
    assert job.rendered.alt_text == "Bar chart of 2 values: apples 3, pears 4"

    remove("dot", places)
    assert list((places.data / "plugins").iterdir()) == []
    with pytest.raises(PluginError, match="no plugin “dot”"):
        remove("dot", places)
    with pytest.raises(PluginError, match="no plugin"):
        remove("../..", places)


def test_what_is_no_plugin_is_not_installed_and_what_was_there_stays(
    wheel: Path, places: Places, tmp_path: Path
) -> None:
    install(str(wheel), places, lambda _words: None)
    broken = tmp_path / "broken-1.0-py3-none-any.whl"
    broken.write_bytes(b"not a wheel")
    with pytest.raises(PluginError, match="pip could not install"):
        install(str(broken), places, lambda _words: None)
    for wrong in ("a; rm -rf /", "--index-url=x", "nowhere/there", ""):
        with pytest.raises(UsageError, match="neither a package's name nor a file"):
            install(wrong, places, lambda _words: None)
    assert [folder.name for folder in (places.data / "plugins").iterdir()] == ["dot"]
    assert [one.info.id for one in discover(places.data / "plugins").usable if one.search] == ["dot"]


FETCHING = """
def fetch(folder, say):
    say("fetching")
    (folder / "engine").write_text("brrm")

def fail(folder, say):
    raise OSError("The disk is full.")

renderer = Plain()
"""


def test_an_engine_is_fetched_by_the_plugins_own_function_into_its_folder(places: Places) -> None:
    folder = places.data / "plugins"
    lay(folder, "engined", FETCHING, engine={"fetch": "testing_engined:fetch"})
    lay(folder, "failing", FETCHING, engine={"fetch": "testing_failing:fail"})
    lay(folder, "plain")
    said: list[str] = []
    assert fetch_engine("engined", places, said.append) == places.data / "engines" / "engined"
    assert (places.data / "engines" / "engined" / "engine").read_text() == "brrm"
    assert said == ["fetching"]
    with pytest.raises(PluginError, match="could not be fetched: The disk is full"):
        fetch_engine("failing", places, said.append)
    with pytest.raises(PluginError, match="needs no engine"):
        fetch_engine("plain", places, said.append)
    with pytest.raises(PluginError, match="no plugin “nobody”"):
        fetch_engine("nobody", places, said.append)


FIXTURES = """
import pytest

from sidelight.api import Image, Rendered, Table


def test_render_takes_in_what_a_worker_would(render):
    assert render("a").text == "A"
    assert render("b", language="other").text == "B"
    with pytest.raises(Exception, match="is deeper than 200"):
        render("deep")


def test_stream_without_changes(stream):
    assert [None if one is None else one.text for one in stream("abcdef", step=2)] == [None, "4", "ABCDEF"]


def picture(colour, size=(40, 30)):
    import io
    from PIL import Image as Pictures
    file = io.BytesIO()
    Pictures.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def test_golden(golden_image, request):
    golden_image(picture("red"), "red")
    golden_image(Rendered.of_png(Image(picture("red"), 40, 30), alt_text="red"), "red")
    if request.config.getoption("--update-golden"):
        return
    golden_image(picture((250, 4, 4)), "red")
    with pytest.raises(pytest.fail.Exception, match="100.0% of the picture differs"):
        golden_image(picture("blue"), "red")
    with pytest.raises(pytest.fail.Exception, match="differs"):
        golden_image(picture("red", (44, 30)), "red")
    with pytest.raises(pytest.fail.Exception, match="There is no"):
        golden_image(picture("red"), "missing")
    with pytest.raises(pytest.fail.Exception, match="table, not a picture"):
        golden_image(Rendered.of_table(Table((), ()), alt_text=""), "red")
"""


def test_the_fixtures_do_what_they_say(tmp_path: Path) -> None:
    code = """
class Own(Plain):
    def render(self, artifact, context):
        if artifact.text == "deep":
            node = Node("x")
            for _ in range(300):
                node = Node("x", children=(node,))
            return Rendered.of_tree(node, alt_text="deep")
        return super().render(artifact, context)

    def update(self, artifact, context):
        return Rendered.of_text(str(len(artifact.text)), alt_text="n") if len(artifact.text) > 3 else None

renderer = Own()
"""
    made = project(tmp_path, "fixtured", code)
    (made / "tests").mkdir()
    (made / "tests" / "test_it.py").write_text(FIXTURES)
    for more in (["--update-golden"], []):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *more, str(made)],
            cwd=made,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "3 passed" in done.stdout


def test_the_id_of_one_that_comes_along_is_refused_everywhere(tmp_path: Path, places: Places) -> None:
    mine = project(tmp_path, "mine", PLAIN, id="svg")
    with pytest.raises(PluginError, match="called “svg”, as Sidelight's own plugin"):
        install(str(wheel_of(tmp_path, "mine", id="svg")), places, lambda _words: None)
    assert not (places.data / "plugins" / "svg").exists()
    failures = {one.name: one.failures for one in check(mine, tmp_path)}
    assert failures["manifest"][0].startswith("It is called “svg”, as Sidelight's own plugin")
    with pytest.raises(UsageError, match="own plugin is called “svg”"):
        make("svg", tmp_path)


def test_a_later_one_of_the_same_id_says_what_it_replaces(tmp_path: Path, places: Places) -> None:
    said: list[str] = []
    for number in (1, 2):
        install(str(wheel_of(tmp_path, "twice", version=f"{number}.0")), places, said.append)
    assert [one for one in said if "takes the place" in one] == [
        "It takes the place of The twice 1.0 (testing-twice): 1.0 → 2.0."
    ]


def test_drawings_are_made_pictures_by_what_gives_pictures(tmp_path: Path) -> None:
    lay(tmp_path, "first", languages=["svg"], output=["svg"])
    lay(tmp_path, "other", languages=["svg"], output=["png"], priority=1000)
    lay(tmp_path, "vague", languages=["svg"])
    drawer = drawer_of(discover(tmp_path))
    assert drawer is not None
    assert drawer.package == "sidelight-svg"
    stranger = drawer_of(Found(tuple(one for one in discover(tmp_path).usable if one.search)))
    assert stranger is not None
    assert stranger.info.id == "other"


def test_a_golden_image_of_a_drawing_is_made_beside_other_plugins_for_svg(made: Path) -> None:
    test = made / "tests" / "test_golden.py"
    test.write_text(
        "def test_it(render, golden_image):\n    golden_image(render('apples: 3\\n'), 'one')\n", "utf-8"
    )
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)]
    for more in (["--update-golden"], []):
        done = subprocess.run([*line, *more], cwd=made, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (made / "tests" / "golden" / "one.png").read_bytes().startswith(b"\x89PNG")
    test.unlink()


def test_what_went_wrong_before_a_repair_is_forgotten_with_it(tmp_path: Path, places: Places) -> None:
    wheel = str(wheel_of(tmp_path, "fell"))
    info = install(wheel, places, lambda _words: None).info
    standing = Standing(places.config / "plugins.toml")
    for _ in range(3):
        standing.crashed(info, "it crashed")
    assert standing.quarantined(info)
    install(wheel, places, lambda _words: None)
    again = Standing(places.config / "plugins.toml")
    assert not again.quarantined(info)
    assert again.crashes(info).last == ""


@pytest.mark.parametrize(
    ("image", "says"),
    [
        ('Image(b"<svg><", 20, 20)', "its drawing cannot be drawn: "),
        ("Image(b\"<svg xmlns='http://www.w3.org/2000/svg'/>\", 99999, 20)", "it is 99999 wide and 20 high"),
    ],
)
def test_a_drawing_that_nothing_can_show_fails_the_check(tmp_path: Path, image: str, says: str) -> None:
    code = rendering(f'return Rendered(Kind.SVG, image={image}, alt_text="a drawing")')
    failures = {one.name: one.failures for one in check(project(tmp_path, "odd", code), tmp_path)}
    assert says in failures["pictures"][0]
    assert [name for name, sentences in failures.items() if sentences] == ["pictures"]


def test_what_is_wrong_with_a_plugin_is_told_by_the_authors_file(tmp_path: Path, places: Places) -> None:
    wheel = wheel_of(tmp_path, "wrong", text="api = 7\n")
    with pytest.raises(PluginError) as told:
        install(str(wheel), places, lambda _words: None)
    assert str(told.value).startswith(f"testing_wrong/sidelight-plugin.toml (in {wheel}): ")
    assert str(places.data) not in str(told.value)


@pytest.mark.parametrize("kind", ["renderer", "verifier", "exporter"])
def test_one_that_cannot_be_imported_is_not_installed(tmp_path: Path, places: Places, kind: str) -> None:
    wheel = str(wheel_of(tmp_path, "wrong", "import nowhere_to_be_found\n", kind=kind))
    with pytest.raises(
        PluginError, match=r"cannot be started: .*No module named 'nowhere_to_be_found'"
    ) as told:
        install(wheel, places, lambda _words: None)
    assert told.value.sentence.endswith("It was not installed.")
    assert not (places.data / "plugins" / "wrong").exists()


def test_one_whose_engine_is_missing_is_installed_though_it_cannot_be_imported(
    tmp_path: Path, places: Places
) -> None:
    said: list[str] = []
    fields = {"engine": {"fetch": "testing_later.engine:fetch"}}
    install(str(wheel_of(tmp_path, "later", "import nowhere_to_be_found\n", **fields)), places, said.append)
    assert any("Perhaps it needs its engine for that." in one for one in said)
    assert (places.data / "plugins" / "later").is_dir()
