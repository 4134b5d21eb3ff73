# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Real plugins in real sandboxed workers, good ones and bad ones."""

from __future__ import annotations

import os
import select
import struct
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from sidelight.api import Artifact, Context, Kind
from sidelight.domain.errors import PluginError, SandboxRefused, UsageError
from sidelight.domain.running import Level
from sidelight.registry import discovery
from sidelight.sandbox import run as sandbox
from sidelight.workbench import showing, worker_process
from sidelight.workbench.rendering import Plugin, Rendering
from sidelight.workbench.settings import Places
from support.plugins import install, rendering

PATIENCE_S = 100.0


@pytest.fixture(autouse=True)
def own_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plugins that are imported here are found by nobody later."""
    monkeypatch.setattr(sys, "path", list(sys.path))


if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


class Desktop:
    """A user's folders and what is shown there."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder, folder / "config")
        self.opened: list[Rendering] = []

    def install(self, identifier: str, code: str, **fields: object) -> Path:
        return install(self.places.data / "plugins", identifier, code, **fields)

    def open(self, **environ: str) -> Rendering:
        self.opened.append(Rendering(self.places, environ))
        self.opened[-1].ready()
        return self.opened[-1]


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    desktop = Desktop(tmp_path)
    yield desktop
    for each in desktop.opened:
        each.close()


def text(language: str, text: str = "abc", *, complete: bool = True, index: int = 0) -> Artifact:
    return Artifact(index, language, text, complete)


def plugin(shown: Rendering, identifier: str) -> Plugin:
    return next(one for one in shown.plugins() if one.id == identifier)


def show(shown: Rendering, artifact: Artifact, **how: object):
    return shown.wait(shown.start(artifact, Context(), **how), PATIENCE_S)


def test_a_renderer_shows_an_artifact(desktop: Desktop) -> None:
    desktop.install("shout", "renderer = Plain()")
    shown = desktop.open()
    job = show(shown, text("shout"))
    assert job.rendered is not None
    assert job.rendered.text == "ABC"
    assert (job.rendered.kind, job.rendered.alt_text, job.failure) == (Kind.TEXT, "capitals", "")
    assert [info.id for info in shown.choices(text("shout"))] == ["shout"]
    assert shown.choices(text("whisper")) == ()


def test_the_same_again_comes_from_memory_and_is_told_all_the_same(desktop: Desktop) -> None:
    desktop.install("pid", rendering("import os\nreturn Rendered.of_text(str(os.getpid()), alt_text='p')"))
    shown = desktop.open()
    first = show(shown, text("pid"))
    again = shown.start(text("pid", index=3), Context())
    assert again.ended
    assert again.cached
    assert again.rendered == first.rendered
    assert again in shown.pump()
    assert not show(shown, text("pid", "other")).cached


def test_the_descriptor_wakes_who_waits_for_a_job(desktop: Desktop) -> None:
    desktop.install("shout", "renderer = Plain()")
    shown = desktop.open()
    shown.pump()
    job = shown.start(text("shout"), Context())
    ended = []
    until = time.monotonic() + PATIENCE_S
    while not ended and time.monotonic() < until:
        assert select.select([shown.fileno()], [], [], PATIENCE_S)[0]
        ended = shown.pump()
    assert ended == [job]
    assert not select.select([shown.fileno()], [], [], 0)[0]


ENDLESS = ("hangs", "floods")
BAD = {
    "raises": (rendering("raise ValueError('no such thing')"), "failed: ValueError: no such thing"),
    "exits": (rendering("sys.exit(3)"), "failed: SystemExit: 3"),
    "leaves": (rendering("import os\nos._exit(3)"), "crashed: it ended by itself with exit code 3"),
    "segfaults": (
        rendering("import ctypes\nctypes.string_at(0)"),
        "crashed: it ended with signal SIGSEGV",
    ),
    "hangs": (rendering("while True: pass"), "was ended: it took longer than 1 s"),
    "floods": (
        rendering("while True: sys.stdout.write('x' * 65536)"),
        "it printed too much|took longer than 1 s",
    ),
    "hoards": (
        rendering("a = []\nwhile True: a.append(bytearray(b'x' * 4000000))"),
        "it used more than 128 MB of memory|failed: MemoryError",
    ),
    "qt": (rendering("import PySide6.QtWidgets"), "a plugin uses no Qt"),
    "qt_at_once": ("import PySide6.QtCore\nrenderer = Plain()", "cannot be started: ImportError: PySide6"),
    "calls": (
        rendering("import socket\nsocket.create_connection(('127.0.0.1', 9))"),
        "failed: PermissionError",
    ),
    "broken": ("renderer = Plain(", "cannot be started: SyntaxError"),
    "nothing": ("thing = 1", "cannot be started: AttributeError"),
    "no_renderer": ("renderer = 17", "is no renderer: it has no method match"),
    "wrong": (rendering("return 'abc'"), "was ended|failed: it gave str, not a Rendered"),
    "too_deep": (
        rendering(
            "node = Node('leaf')\nfor _ in range(300): node = Node('x', children=(node,))\n"
            "return Rendered.of_tree(node, alt_text='deep')"
        ),
        "failed: it gave a tree that is deeper than 200",
    ),
    "too_wide": (
        rendering("return Rendered.of_table(Table(('a',), (('x',),) * 400_001), alt_text='wide')"),
        "failed: it gave a table of more than 400,000 cells",
    ),
    "numbers": (
        rendering("return Rendered.of_table(Table(('a',), ((1,),)), alt_text='n')"),
        "failed: it gave a cell of the table as int, not as text",
    ),
    "no_picture": (
        rendering("return Rendered.of_png(Image(b'GIF89a', 10, 10), alt_text='gif')"),
        "was ended: it gave a picture that is no PNG file",
    ),
    "forges": (
        rendering("import os\nos.write(8, b'\\0\\0\\0\\0r' * 3)\nreturn Rendered.of_text('x', alt_text='x')"),
        "was ended: it gave a message of an unknown kind|a result without a head",
    ),
    "babbles": (
        rendering("import os\nwhile True: os.write(8, b'\\xff' * 4096)"),
        "was ended: it said something that makes no sense",
    ),
    "pours": (
        rendering(
            "import os\nfrom sidelight.stage import wire\n"
            "head = {'kind': 'text', 'alt': '', 'grid': False, 'notes': [], 'links': []}\n"
            "os.write(8, wire.told(wire.HEAD, head))\nwhile True: os.write(8, wire.pack(wire.PIECE) * 999)"
        ),
        "was ended: it gave more than 32 MB",
    ),
    "too_sure": (
        rendering(
            "import os\nfrom sidelight.stage import wire\n"
            "os.write(8, wire.told(wire.SURE, {'sure': float('inf')}))\nwhile True: pass"
        ),
        "was ended: it said something that makes no sense",
    ),
    "declines_for_ever": (
        rendering(
            "import os\nfrom sidelight.stage import wire\nwhile True: os.write(8, wire.pack(wire.DECLINED))"
        ),
        "was ended: it said something that makes no sense",
    ),
    "too_low": (
        rendering("return Rendered.of_png(Image(b'', 10, 10, 10**400), alt_text='n')"),
        "was ended: it gave an image with a baseline that makes no sense",
    ),
    "half_a_character": (
        """
        import os
        from sidelight.stage import wire
        facts = {'job': 0, 'ours': False, 'message': chr(0xd800), 'trace': chr(0xdfff), 'line': None}
        os.write(8, wire.told(wire.FAULT, facts))
        os._exit(1)
        """,
        "cannot be started: ?",
    ),
    "not_a_size": (
        rendering("return Rendered.of_png(Image(b'', float('nan'), 10), alt_text='n')"),
        "was ended: it gave an image nan wide",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_plugin_is_named_and_keeps_nobody_else_from_their_work(desktop: Desktop, name: str) -> None:
    code, expected = BAD[name]
    desktop.install(name, code, limits={"seconds": 1 if name in ENDLESS else 60, "memory_mb": 128})
    desktop.install("shout", "renderer = Plain()")
    shown = desktop.open()
    job = show(shown, text(name))
    assert job.rendered is None
    assert f"The plugin “The {name}”" in job.failure
    assert any(words in job.failure for words in expected.split("|")), job.failure
    assert show(shown, text("shout")).rendered is not None
    assert plugin(shown, name).enabled
    assert not plugin(shown, name).quarantined


LEVELS = [level for level in (Level.A, Level.B) if level is Level.B or sandbox.probe().level is Level.A]


@pytest.fixture(params=LEVELS)
def level(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Level:
    """Each level that this machine holds, in turn."""
    report = replace(sandbox.probe(), level=request.param)
    backend = sandbox._examined(refresh=False)[1]
    monkeypatch.setattr(sandbox, "_examined", lambda *, refresh: (report, backend))
    return request.param


def test_plugins_that_come_along_work_at_each_level(desktop: Desktop, level: Level) -> None:
    """Editable ones, whose folders lie outside of where packages are; one of them forks a process."""
    shown = desktop.open()
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    )
    for artifact in (text("json", '{"a": 1}'), text("csv", "a,b\n1,2\n"), text("svg", drawing)):
        job = show(shown, artifact)
        assert job.failure == "", artifact.language
        assert plugin(shown, job.info.id).level is level


def test_a_worker_reads_no_file_of_the_users(desktop: Desktop, tmp_path: Path, level: Level) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the key")
    desktop.install("spy", rendering(f"return Rendered.of_text(open({str(secret)!r}).read(), alt_text='s')"))
    desktop.install("other", "renderer = Plain()")
    job = show(desktop.open(), text("spy"))
    assert job.rendered is None
    assert "failed: " in job.failure
    assert any(error in job.failure for error in ("PermissionError", "FileNotFoundError"))


def test_a_worker_reads_its_own_engine_and_not_anothers(desktop: Desktop, level: Level) -> None:
    for name in ("mine", "theirs"):
        folder = desktop.places.data / "engines" / name
        folder.mkdir(parents=True)
        (folder / "engine").write_text(f"{name}!")
    code = "import os, pathlib\nplace = pathlib.Path(os.environ['SIDELIGHT_ENGINES'])\n"
    read = "return Rendered.of_text((place / artifact.text / 'engine').read_text(), alt_text='e')"
    desktop.install("mine", rendering(code + read))
    shown = desktop.open()
    assert show(shown, text("mine", "mine")).rendered.text == "mine!"
    assert "failed: " in show(shown, text("mine", "theirs")).failure


def test_what_cannot_be_shown_is_said_with_its_line_and_is_no_fault_of_the_plugin(desktop: Desktop) -> None:
    desktop.install("strict", rendering("raise RenderError('The brace is never closed.', 7)"))
    shown = desktop.open(SIDELIGHT_RAISE_PLUGIN_ERRORS="1")
    job = show(shown, text("strict"))
    assert (job.failure, job.line, job.trace) == ("The brace is never closed.", 7, "")
    assert plugin(shown, "strict").last_error == ""


def test_three_crashes_put_a_version_into_quarantine_until_it_is_forgiven(desktop: Desktop) -> None:
    code = rendering(
        "if artifact.text.startswith('bad'):\n    import os\n    os._exit(9)\n"
        "return Rendered.of_text('fine', alt_text='f')"
    )
    desktop.install("shaky", code)
    shown = desktop.open()
    for number in range(2):
        assert "crashed" in show(shown, text("shaky", f"bad {number}")).failure
    assert show(shown, text("shaky", "good")).rendered is not None, "and what was before counts no more"
    for number in range(2, 4):
        assert "crashed" in show(shown, text("shaky", f"bad {number}")).failure
    assert shown.choices(text("shaky")) != ()
    again = show(shown, text("shaky", "bad 3"))
    assert "crashed" in again.failure
    assert plugin(shown, "shaky").crashes == 2, "the same text does not count twice"
    assert "crashed" in show(shown, text("shaky", "bad 4")).failure
    assert shown.choices(text("shaky")) == ()
    assert plugin(shown, "shaky").quarantined

    later = desktop.open()
    assert later.choices(text("shaky")) == (), "it is remembered"
    assert "exit code 9" in plugin(later, "shaky").last_error
    later.forgive("shaky")
    assert show(later, text("shaky", "good")).rendered is not None

    desktop.places.config.joinpath("plugins.toml").write_text(
        '[crashes.shaky]\nversion = "0.9"\ncount = 3\nlast = "it fell"\n'
    )
    assert desktop.open().choices(text("shaky")) != (), "another version gets another chance"


def test_a_text_is_not_blamed_for_a_worker_that_was_dying_when_it_came(desktop: Desktop) -> None:
    code = """
    served.append(artifact.text)
    if len(served) == 2 or artifact.text == "bad":
        import os
        os._exit(9)
    return Rendered.of_text(artifact.text, alt_text="x")
    """
    desktop.install("frail", "served = []\n" + rendering(code))
    shown = desktop.open()
    assert show(shown, text("frail", "one")).failure == ""
    assert show(shown, text("frail", "two")).failure == "", "another worker did it"
    assert plugin(shown, "frail").crashes == 0
    assert "crashed" in show(shown, text("frail", "bad")).failure, "but not for ever"
    assert plugin(shown, "frail").crashes == 1


def test_errors_of_plugins_are_raised_where_somebody_asks_for_that(desktop: Desktop) -> None:
    desktop.install("raises", rendering("raise ValueError('no such thing')"))
    shown = desktop.open(SIDELIGHT_RAISE_PLUGIN_ERRORS="1")
    with pytest.raises(PluginError, match=r"(?s)no such thing.*Traceback.*in render"):
        show(shown, text("raises"))


def test_in_safe_mode_there_are_no_plugins(desktop: Desktop) -> None:
    desktop.install("shout", "renderer = Plain()")
    shown = desktop.open(SIDELIGHT_SAFE_MODE="1")
    assert shown.safe_mode
    assert shown.plugins() == ()
    assert shown.choices(text("shout")) == ()
    assert show(shown, text("shout")).declined


def test_one_that_is_switched_off_is_not_asked(desktop: Desktop) -> None:
    desktop.install("shout", "renderer = Plain()")
    shown = desktop.open()
    before = shown.revision
    shown.set_enabled("shout", False)
    assert shown.revision > before
    assert shown.choices(text("shout")) == ()
    assert desktop.open().choices(text("shout")) == ()
    shown.set_enabled("shout", True)
    assert desktop.open().choices(text("shout")) != ()


def test_the_persons_order_wins_and_those_that_decline_are_passed_over(desktop: Desktop) -> None:
    never = "class No(Plain):\n    def match(self, artifact): return 0\n\nrenderer = No()"
    desktop.install("picky", never, languages=["x"], priority=900)
    desktop.install("easy", "renderer = Plain()", languages=["x"], priority=100)
    shown = desktop.open()
    assert [info.id for info in shown.choices(text("x"))] == ["picky", "easy"]
    job = show(shown, text("x"))
    assert job.info.id == "easy"
    assert job.rendered.text == "ABC"
    shown.set_order("x", ("easy",))
    assert [info.id for info in shown.choices(text("x"))] == ["easy", "picky"]
    assert [info.id for info in desktop.open().choices(text("x"))] == ["easy", "picky"]
    assert show(shown, text("x", "d"), renderer_id="picky").rendered is not None, "chosen by name: not asked"


def test_where_all_decline_nothing_failed(desktop: Desktop) -> None:
    never = "class No(Plain):\n    def match(self, artifact): return 0\n\nrenderer = No()"
    desktop.install("picky", never)
    job = show(desktop.open(), text("picky"))
    assert (job.declined, job.failure, job.rendered) == (True, "", None)


def png(width: int, height: int) -> bytes:
    """The code of a PNG file: one grey picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def no_own_svg(monkeypatch: pytest.MonkeyPatch) -> None:
    """The renderer for SVG that comes along counts as any other: one of the tests stands in for it."""
    monkeypatch.setattr(discovery, "ALONG", discovery.ALONG - {"svg"})


@pytest.mark.usefixtures("no_own_svg")
def test_a_drawing_becomes_a_picture_by_way_of_the_renderer_for_svg(desktop: Desktop) -> None:
    drawing = "Rendered.of_svg(Image(b'<svg/>', 12.5, 8.0, baseline=6.5), alt_text='a formula')"
    desktop.install("formula", rendering(f"return {drawing}"), output=["svg"])
    draw = (
        f"assert artifact.language == 'svg', artifact\nreturn Rendered.of_png(Image({png(25, 16)!r}, 1, 1),"
    )
    desktop.install("svg", rendering(draw + "alt_text='x')"), output=["png"])
    shown = desktop.open()
    job = show(shown, text("formula"))
    assert job.failure == ""
    assert job.rendered.kind is Kind.PNG
    image = job.rendered.image
    assert (image.width, image.height, image.baseline) == (12.5, 8.0, 6.5)
    assert image.data == png(25, 16)
    assert job.rendered.alt_text == "a formula"
    assert job.source_svg == b"<svg/>"
    assert job.info.id == "formula"
    again = show(shown, text("formula"))
    assert again.cached
    assert again.source_svg == b"<svg/>"
    shown.set_enabled("svg", False)
    assert "no plugin that draws SVG" in show(shown, text("formula", "other")).failure


@pytest.mark.usefixtures("no_own_svg")
def test_a_picture_depends_on_the_renderer_for_svg_and_its_settings_too(desktop: Desktop) -> None:
    desktop.install("formula", rendering("return Rendered.of_svg(Image(b'<svg/>', 9, 9), alt_text='f')"))
    draw = f"""
    import os
    if context.settings["fine"] == "crash":
        os._exit(9)
    data = {png(4, 4)!r} if context.settings["fine"] == "coarse" else {png(8, 8)!r}
    return Rendered.of_png(Image(data, 1, 1), alt_text="x")
    """
    settings = {"fine": {"type": "string", "default": "coarse", "label": "Fine"}}
    desktop.install("svg", rendering(draw), settings=settings)
    shown = desktop.open()
    assert show(shown, text("formula")).rendered.image.data == png(4, 4)
    shown.set_setting("svg", "fine", "fine")
    assert show(shown, text("formula")).rendered.image.data == png(8, 8)
    shown.set_setting("svg", "fine", "crash")
    for number in range(3):
        assert "The svg” crashed" in show(shown, text("formula", f"bad {number}")).failure
    assert plugin(shown, "svg").quarantined
    assert "exit code 9" in plugin(shown, "svg").last_error
    assert plugin(shown, "formula").last_error == "", "it was not its fault"
    assert "“The svg” draws it, and is in quarantine" in show(shown, text("formula", "more")).failure
    shown.set_setting("svg", "fine", "coarse")
    shown.forgive("svg")
    assert show(shown, text("formula", "bad 0")).failure == ""


def test_a_newer_job_for_the_same_place_ends_the_older_one(desktop: Desktop) -> None:
    slow = "import time\nwhile not context.cancelled(): time.sleep(0.01)\nraise RenderError('left')"
    fast = "if artifact.text == 'fast': return Rendered.of_text('fast', alt_text='f')\n"
    desktop.install("slow", rendering(fast + slow), limits={"seconds": 60})
    shown = desktop.open()
    show(shown, text("slow", "fast"))
    (worker,) = workers()
    older = shown.start(text("slow", "slow 1"), Context(), place="here")
    waiting = shown.start(text("slow", "slow 2"), Context(), place="here")
    newer = shown.start(text("slow", "fast", index=5), Context(width=100), place="here")
    assert shown.wait(newer, PATIENCE_S).rendered.text == "fast"
    for job in (older, waiting):
        assert shown.wait(job, PATIENCE_S).superseded
        assert job.rendered is None
        assert job.failure == ""
    assert workers() == [worker], "a renderer that listens keeps its process"


def test_a_cancelled_job_that_does_not_stop_costs_its_worker_and_nothing_else(desktop: Desktop) -> None:
    stuck = (
        "if artifact.text == 'stuck':\n    while True: pass\nreturn Rendered.of_text('fine', alt_text='f')"
    )
    desktop.install("stuck", rendering(stuck), limits={"seconds": 60})
    shown = desktop.open()
    job = shown.start(text("stuck", "stuck"), Context())
    job.cancel()
    assert shown.wait(job, PATIENCE_S).superseded
    assert show(shown, text("stuck", "free")).rendered.text == "fine"
    assert plugin(shown, "stuck").crashes == 0


UPDATING = """
class Own(Plain):
    def update(self, artifact, context):
        return Rendered.of_text(f"{len(artifact.text)} so far", alt_text="u") if artifact.text else None

renderer = Own()
"""


def test_what_is_still_being_written_is_updated_not_too_often_and_the_newest_counts(desktop: Desktop) -> None:
    desktop.install("grows", UPDATING, streaming="incremental")
    shown = desktop.open()
    assert show(shown, text("grows", "", complete=False), place="here").unchanged
    began = time.monotonic()
    jobs = [
        shown.start(text("grows", "x" * n, complete=False), Context(), place="here") for n in range(1, 30)
    ]
    last = shown.wait(jobs[-1], PATIENCE_S)
    assert last.rendered.text == "29 so far"
    assert all(job.superseded for job in jobs[:-1] if shown.wait(job).rendered is None)
    assert sum(job.rendered is not None for job in jobs) <= 2 + (time.monotonic() - began) / 0.1
    assert show(shown, text("grows", "done", complete=True), place="here").rendered.text == "DONE"


def workers() -> list[int]:
    """The supervisors of workers that this process has."""
    return [
        child.pid
        for child in psutil.Process().children()
        if child.status() != psutil.STATUS_ZOMBIE and any("supervisor.py" in word for word in child.cmdline())
    ]


def test_nothing_is_left_when_it_is_closed_even_in_the_middle(desktop: Desktop) -> None:
    desktop.install("hangs", rendering("while True: pass"), limits={"seconds": 100})
    shown = desktop.open()
    job = shown.start(text("hangs"), Context())
    until = time.monotonic() + PATIENCE_S
    while not workers() and time.monotonic() < until:
        time.sleep(0.01)
    shown.close()
    shown.close()
    assert workers() == []
    assert not job.ended


def test_a_worker_that_nobody_needs_is_ended(tmp_path: Path) -> None:
    install(tmp_path / "plugins", "shout")
    shown = Rendering(Places(tmp_path, tmp_path / "config"), {}, keep_warm_s=0.2)
    try:
        assert shown.ready()
        show(shown, text("shout"))
        until = time.monotonic() + PATIENCE_S
        while workers() and time.monotonic() < until:
            time.sleep(0.01)
        assert workers() == []
        assert show(shown, text("shout", "again")).rendered is not None
    finally:
        shown.close()


def test_where_nothing_can_hold_a_worker_none_is_started_and_a_sentence_says_so(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise SandboxRefused("This machine cannot hold a stranger's program.", "It needs Linux 5.13.")

    desktop.install("shout", "renderer = Plain()")
    monkeypatch.setattr(sandbox, "start", refuse)
    shown = desktop.open()
    job = show(shown, text("shout"))
    assert job.failure == (
        "“The shout” was not started, because nothing here could hold it. The text itself can be read. "
        "It needs Linux 5.13."
    )
    assert workers() == []


def test_widgets_need_the_persons_consent_to_this_version(desktop: Desktop) -> None:
    desktop.install("widget", "renderer = Plain()", isolation="inprocess")
    shown = desktop.open()
    assert shown.choices(text("widget")) == ()
    with pytest.raises(PluginError, match="nobody consented"):
        shown.widgets("widget")
    shown.consent("widget")
    assert [info.id for info in shown.choices(text("widget"))] == ["widget"]
    assert type(shown.widgets("widget")).__name__ == "Plain"
    desktop.install("widget", "renderer = Plain()", isolation="inprocess", version="1.1")
    assert desktop.open().choices(text("widget")) == ()


def test_settings_reach_the_renderer_and_wrong_ones_do_not(desktop: Desktop) -> None:
    desktop.install(
        "sized",
        rendering("return Rendered.of_text(repr(sorted(context.settings.items())), alt_text='s')"),
        settings={
            "size": {"type": "integer", "default": 4, "label": "Size"},
            "mood": {"type": "choice", "default": "calm", "label": "Mood", "choices": ["calm", "wild"]},
        },
    )
    shown = desktop.open()
    assert show(shown, text("sized")).rendered.text == "[('mood', 'calm'), ('size', 4)]"
    shown.set_setting("sized", "mood", "wild")
    assert show(shown, text("sized")).rendered.text == "[('mood', 'wild'), ('size', 4)]"
    with pytest.raises(PluginError, match="does not take"):
        shown.set_setting("sized", "mood", "sad")
    with pytest.raises(PluginError, match="does not take"):
        shown.set_setting("sized", "weight", 3)


def test_a_plugin_under_development_is_loaded_anew_when_it_is_saved(tmp_path: Path) -> None:
    project = tmp_path / "project"
    package = install(
        tmp_path / "elsewhere", "fresh", rendering("return Rendered.of_text('one', alt_text='1')")
    )
    project.mkdir()
    package.rename(project / package.name)
    package = project / package.name
    (project / "pyproject.toml").write_text(
        '[project]\nname = "testing-fresh"\nversion = "1"\n'
        '[project.entry-points."sidelight.renderers"]\nfresh = "testing_fresh:renderer"\n'
    )
    shown = Rendering(Places(tmp_path, tmp_path / "config"), {"SIDELIGHT_PLUGIN_PROJECT": str(project)})
    try:
        assert shown.ready()
        assert show(shown, text("fresh")).rendered.text == "one"
        before = shown.revision
        file = package / "__init__.py"
        file.write_text(file.read_text().replace("'one'", "'two, anew'"))
        until = time.monotonic() + PATIENCE_S
        while shown.revision == before and time.monotonic() < until:
            select.select([shown.fileno()], [], [], 1)
            shown.pump()
        assert show(shown, text("fresh")).rendered.text == "two, anew"
    finally:
        shown.close()


def test_no_code_of_a_plugin_runs_before_it_is_asked(desktop: Desktop) -> None:
    mark = desktop.places.data / "ran"
    desktop.install("eager", f"open({str(mark)!r}, 'w').close()\nrenderer = Plain()")
    shown = desktop.open()
    shown.choices(text("eager"))
    shown.plugins()
    assert not mark.exists()
    assert not any(name.startswith("testing_eager") for name in list(sys.modules))


def test_a_long_text_arrives_whole_and_so_does_a_large_table(desktop: Desktop) -> None:
    desktop.install("count", rendering("return Rendered.of_text(str(len(artifact.text)), alt_text='n')"))
    rows = "tuple((str(n), 'ü' * 20) for n in range(50_000))"
    desktop.install("rows", rendering(f"return Rendered.of_table(Table(('n', 'u'), {rows}), alt_text='t')"))
    tree = "Node('root', children=tuple(Node(str(n), children=(Node('leaf'),)) for n in range(9000)))"
    desktop.install("tree", rendering(f"return Rendered.of_tree({tree}, alt_text='t')"))
    shown = desktop.open()
    assert show(shown, text("count", "ä" * 3_000_000)).rendered.text == "3000000"
    table = show(shown, text("rows")).rendered.table
    assert len(table.rows) == 50_000
    assert table.rows[-1] == ("49999", "ü" * 20)
    root = show(shown, text("tree")).rendered.tree
    assert [root.children[0].label, root.children[-1].label] == ["0", "8999"]
    assert root.children[7].children[0].label == "leaf"


def test_a_text_that_nobody_could_show_is_not_even_looked_up(desktop: Desktop) -> None:
    desktop.install("shout", "renderer = Plain()")
    shown = desktop.open()
    job = shown.start(text("shout", "x" * ((8 << 20) + 1)), Context())
    assert job.ended
    assert "longer than 8 million characters" in job.failure
    assert shown.pump() == [job]
    assert shown.start(text("other", "x" * ((8 << 20) + 1)), Context()).declined


def test_more_plugins_than_there_is_room_for_take_turns(desktop: Desktop) -> None:
    names = [f"many{n}" for n in range(7)]
    for name in names:
        desktop.install(name, "renderer = Plain()")
    shown = desktop.open()
    jobs = [shown.start(text(name), Context()) for name in names]
    assert [shown.wait(job, PATIENCE_S).failure for job in jobs] == [""] * 7
    until = time.monotonic() + PATIENCE_S
    while len(workers()) > 4 and time.monotonic() < until:
        time.sleep(0.01)
    assert len(workers()) <= 4


def test_workers_know_nothing_of_the_application(desktop: Desktop) -> None:
    os.environ["SIDELIGHT_TEST_SECRET"] = "a key"
    try:
        desktop.install(
            "env", rendering("import os\nreturn Rendered.of_text(repr(os.environ), alt_text='e')")
        )
        shown = show(desktop.open(), text("env")).rendered.text
    finally:
        del os.environ["SIDELIGHT_TEST_SECRET"]
    assert "a key" not in shown
    assert "SIDELIGHT_TEST_SESSION" not in shown


def at_work(mb: int) -> list[psutil.Process]:
    """The workers' processes that hold so much memory: they are in the midst of something."""
    found = []
    for one in psutil.Process().children(recursive=True):
        try:
            if one.memory_info().rss > mb << 20:
                found.append(one)
        except psutil.Error:
            continue
    return found


def kill_at_work(shown: Rendering, job, times: int) -> None:
    """Kill the worker of a job as often as this, each time once it is at work."""
    until = time.monotonic() + PATIENCE_S
    killed: set[int] = set()
    while len(killed) < times and not job.ended:
        assert time.monotonic() < until
        for one in at_work(90):
            if one.pid not in killed:
                killed.add(one.pid)
                one.kill()
        shown.pump()
        select.select([shown.fileno()], [], [], 0.02)


def test_a_worker_that_others_kill_once_or_twice_is_not_held_against_anybody(desktop: Desktop) -> None:
    code = "held = bytearray(b'x' * (100 << 20))\nsum(i * i for i in range(12_000_000))\n"
    code += "return Rendered.of_text('there', alt_text='t')"
    desktop.install("slow", rendering(code), limits={"memory_mb": 500, "seconds": 30})
    shown = desktop.open()
    job = shown.start(text("slow"), Context())
    kill_at_work(shown, job, 1)
    assert shown.wait(job, PATIENCE_S).rendered is not None, (
        job.failure,
        job.declined,
        job.superseded,
        job.trace,
    )
    assert plugin(shown, "slow").crashes == 0

    job = shown.start(text("slow", "twice"), Context())
    kill_at_work(shown, job, 2)
    assert "was killed while it worked, twice" in shown.wait(job, PATIENCE_S).failure
    assert not plugin(shown, "slow").quarantined
    assert show(shown, text("slow", "twice")).rendered is not None, "nothing is held against the text"
    assert plugin(shown, "slow").crashes == 0, "nor against the plugin, once it has worked"


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_one_that_kills_itself_is_put_aside_at_the_third_death(desktop: Desktop, name: str) -> None:
    code = f"import os, signal\nos.kill(os.getpid(), signal.{name})\nwhile True: pass"
    desktop.install("grim", rendering(code))
    shown = desktop.open()
    assert "was killed while it worked, twice" in show(shown, text("grim", "one")).failure
    assert plugin(shown, "grim").crashes == 2, "each death counts, that of the second attempt as well"
    assert not plugin(shown, "grim").quarantined
    last = show(shown, text("grim", "two"))
    assert last.failure == (
        "The plugin “The grim” was killed while it worked: by itself, by somebody, or by the system."
    ), "it is not tried a second time"
    assert plugin(shown, "grim").quarantined
    assert shown.choices(text("grim")) == ()
    assert shown.aside(text("grim")) is not None


def test_one_that_kills_itself_is_put_aside_for_one_text_shown_again_too(desktop: Desktop) -> None:
    desktop.install("grim", rendering("import os\nos.kill(os.getpid(), 9)\nwhile True: pass"))
    shown = desktop.open()
    for _attempt in range(2):
        show(shown, text("grim", "the same"))
    assert plugin(shown, "grim").quarantined


def test_a_worker_that_fell_while_the_system_lacked_memory_is_no_crash(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counted = tmp_path / "vmstat"
    counted.write_text("nr_free_pages 1\noom_kill 4\n")
    monkeypatch.setattr(worker_process, "_VMSTAT", counted)
    real = worker_process.WorkerProcess.start

    def start(*args: object, **how: object) -> object:
        made = real(*args, **how)
        counted.write_text(f"oom_kill {5 + len(started)}\n")
        started.append(made)
        return made

    started: list[object] = []
    monkeypatch.setattr(worker_process.WorkerProcess, "start", start)
    desktop.install("grim", rendering("import os\nos.kill(os.getpid(), 9)\nwhile True: pass"))
    shown = desktop.open()
    for number in range(3):
        failure = show(shown, text("grim", f"{number}")).failure
        assert "was ended by the system, twice, because memory ran short" in failure
    assert plugin(shown, "grim").crashes == 0
    assert len(started) == 6


def test_what_is_put_aside_is_named_for_its_language_alone(desktop: Desktop) -> None:
    desktop.install("shaky", rendering("import os\nos._exit(9)"))
    shown = desktop.open()
    assert shown.aside(text("shaky")) is None
    for number in range(3):
        show(shown, text("shaky", f"bad {number}"))
    aside = shown.aside(text("shaky"))
    assert aside is not None
    assert aside.id == "shaky"
    assert shown.aside(text("other")) is None
    shown.set_enabled("shaky", False)
    assert shown.aside(text("shaky")) is None, "who switched it off knows why nothing is drawn"


def test_what_only_runs_stands_in_the_way_of_none_that_draws(desktop: Desktop) -> None:
    desktop.install("alive", "renderer = Plain()", languages=["page"], output=["live"])
    desktop.install("still", "renderer = Plain()", languages=["page"], output=["text"])
    shown = desktop.open()
    shown.set_order("page", ("alive", "still"))
    assert [info.id for info in shown.choices(text("page"))] == ["alive", "still"]
    job = show(shown, text("page"))
    assert job.info.id == "still"
    assert job.rendered is not None
    shown.set_enabled("still", False)
    assert [info.id for info in shown.choices(text("page"))] == ["alive"]


def test_without_a_window_it_is_said_that_its_plugin_was_put_aside(desktop: Desktop) -> None:
    desktop.install("shaky", rendering("import os\nos._exit(9)"))
    shown = desktop.open()
    for number in range(3):
        show(shown, text("shaky", f"bad {number}"))
    with pytest.raises(UsageError, match="shaky is in quarantine") as caught:
        showing.show("x", "shaky", shown)
    assert "sidelight plugin allow shaky" in caught.value.advice
    with pytest.raises(UsageError, match="No plugin shows other"):
        showing.show("x", "other", shown)
