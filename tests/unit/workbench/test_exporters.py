# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Exporters of plugins in real sandboxed workers, good ones and bad ones, on real projects."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.domain.battle import LogEvent
from sidelight.domain.comparison import Comparison
from sidelight.domain.errors import ExchangeError, PluginError, UsageError
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.identity import ComparisonId, GenerationId, RecordId, RunId, uuid7
from sidelight.domain.message import Conversation, Part
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.domain.running import Level
from sidelight.domain.verdict import Judgement, Verdict
from sidelight.registry import exporting as bounds
from sidelight.registry.standing import Standing
from sidelight.sandbox import run as sandbox
from sidelight.store.project import ProjectFile
from sidelight.workbench.exporters import OWN, Exporters, GivenUp
from sidelight.workbench.exporting import NO_ANSWER, NOT_OPENED, Exporting
from sidelight.workbench.importing import import_battles
from sidelight.workbench.settings import Places
from support.plugins import install
from unit.exchange.making import arena, lines

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)

LINES = """
import json
from sidelight.api import ExportError
class Lines:
    def export(self, records, job):
        for one in records:
            texts = [answer.text for turn in one.turns for answer in turn.answers]
            yield json.dumps([one.id, one.choice, texts])
            yield "\\n"
    def close(self): pass
exporter = Lines()
"""


def exporting(body: str) -> str:
    """The code of an exporter whose ``export`` does this."""
    inside = textwrap.indent(textwrap.dedent(body).strip(), " " * 8)
    return f"{LINES}\nclass Own(Lines):\n    def export(self, records, job):\n{inside}\n\nexporter = Own()\n"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "config")


@pytest.fixture
def lay(places: Places):
    """Lays an exporter into the user's plugins folder."""

    def do(code: str = LINES, identifier: str = "own", **fields: object) -> Path:
        fields = {"kind": "exporter", "extensions": [".txt"]} | fields
        return install(places.data / "plugins", identifier, code, **fields)

    return do


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    with ProjectFile.create(tmp_path / "one.sidelight") as made:
        yield made


def fill(project: ProjectFile, many: int, folder: Path, **changes: object) -> None:
    rows = [arena(n, winner="model_a" if n % 3 else "tie", **changes) for n in range(many)]
    import_battles(project, lines(folder / "in.jsonl", rows), 1_800_000_000_000)


def export(project: ProjectFile, places: Places, out: Path, name: str = "own", **how: object):
    exporters = Exporters(places, {})
    return Exporting(project, exporters).export(exporters.form(name), out, **how)


def left_behind(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_every_battle_goes_out_in_order_and_in_portions(project, places, lay, tmp_path) -> None:
    fill(
        project,
        700,
        tmp_path,
        conversation_a=[{"role": "user", "content": "Q"}, {"role": "assistant", "content": "long " * 400}],
        conversation_b=[{"role": "user", "content": "Q"}, {"role": "assistant", "content": "b"}],
    )
    lay()
    seen: list[int] = []
    done = export(project, places, tmp_path / "out.txt", progress=seen.append)
    assert (done.written, done.what, done.left_out) == (700, "battles", ())
    assert seen == [200, 400, 600]
    rows = [json.loads(line) for line in (tmp_path / "out.txt").read_text("utf-8").splitlines()]
    assert [row[0] for row in rows] == sorted(battle.id for battle in project.battles())
    assert rows[0][1:] == ["tie", ["long " * 400, "b"]]


def test_comparisons_go_out_with_every_answer_that_has_ended(project, places, lay, tmp_path) -> None:
    models = (ModelRef("local", "x"), ModelRef("local", "y", "warm"))

    def name(n: int) -> str:
        return uuid7(1_700_000_000_000 + n, n.to_bytes(10, "big"))

    def answer(n: int, position: int, attempt: int, **rest: object) -> Generation:
        made = Generation(
            GenerationId(name(n)),
            ComparisonId(name(0)),
            models[position],
            GenerationConfig(),
            position,
            attempt,
            n,
        )
        return replace(made, **{"text": f"answer {n}", "stop_reason": StopReason.LENGTH, **rest})

    asked = Conversation.asking("Which? \ud800", "Be brief.", [Part("data", "attachment", "a.csv")])
    project.add_comparison(Comparison(ComparisonId(name(0)), asked, models, 5))
    project.add_comparison(Comparison(ComparisonId(name(9)), Conversation.asking("Nothing came"), models, 6))
    for one in (answer(1, 0, 1), answer(2, 1, 1, reasoning="hm"), answer(3, 0, 2)):
        project.begin(one)
        project.finish(one, None)
    project.begin(answer(4, 1, 2, text="", stop_reason=None))
    project.add_judgement(
        Judgement(RecordId(name(20)), GenerationId(name(2)), RunId(""), "v 1", Verdict.FAIL, ("No.",), 7)
    )
    lay(
        exporting("""
        import dataclasses
        for one in records:
            yield json.dumps(dataclasses.asdict(one))
    """),
        records="comparisons",
    )
    done = export(project, places, tmp_path / "out.txt")
    assert (done.written, done.what, dict(done.left_out)) == (1, "comparisons", {NO_ANSWER: 1})
    record = json.loads((tmp_path / "out.txt").read_text("utf-8"))
    assert (record["prompt"], record["system"], record["attachments"]) == (
        "Which? ?",
        "Be brief.",
        [["a.csv", "data"]],
    )
    told = [
        (one["model"], one["position"], one["attempt"], one["text"], one["reasoning"])
        for one in record["answers"]
    ]
    assert told == [
        ("local/x", 0, 1, "answer 1", ""),
        ("local/x", 0, 2, "answer 3", ""),
        ("local/y@warm", 1, 1, "answer 2", "hm"),
    ]
    assert [one["verdict"] for one in record["answers"]] == ["", "", "fail"]
    assert {one["stop_reason"] for one in record["answers"]} == {"length"}


@pytest.mark.parametrize("records", ["battles", "comparisons"])
def test_names_that_nobody_may_know_yet_stay_in_the_project(project, places, lay, tmp_path, records) -> None:
    fill(project, 2, tmp_path)
    hidden = project.battles()[0]
    project.chain_append(LogEvent("drawn", hidden.id, hidden.comparison_id, "{}", 5))
    lay(exporting("for one in records: yield one.id + '\\n'"), records=records)
    done = export(project, places, tmp_path / "out.txt")
    assert done.written == 1
    assert dict(done.left_out) == ({NOT_OPENED: 1} if records == "battles" else {})
    said = (tmp_path / "out.txt").read_text()
    assert hidden.id not in said
    assert hidden.comparison_id not in said


def test_it_is_told_its_settings_and_the_ending_of_the_file_and_may_give_bytes(
    project, places, lay, tmp_path
) -> None:
    fill(project, 3, tmp_path)
    settings = {"head": {"type": "string", "default": "none", "label": "Head"}}
    lay(
        exporting("yield b'\\xff' + job.suffix.encode()\nyield job.settings['head']"),
        settings=settings,
        extensions=[".txt", ".bin"],
    )
    Standing(places.config / "plugins.toml").set_setting("own", "head", "mine")
    done = export(project, places, tmp_path / "out.BIN")
    assert (tmp_path / "out.BIN").read_bytes() == b"\xff.binmine"
    assert done.written == 0, "it never asked for any"


FORGED = """
import os, json
body = json.dumps({'ours': [], 'message': chr(0xd800), 'trace': 3}).encode()
os.write(8, len(body).to_bytes(4, 'little') + b'x' + body)
yield ''
"""
BAD = {
    "raises": (
        "raise ValueError('no such thing')",
        PluginError,
        "The plugin “The own” failed: ValueError: no such",
    ),
    "raises_later": (
        "yield 'x' * 200000\nfor one in records:\n    yield 'half'\nraise KeyError('k')",
        PluginError,
        "KeyError: 'k'",
    ),
    "refuses": ("raise ExportError('These have no dates.')", ExchangeError, "^These have no dates.$"),
    "leaves": (
        "yield 'x' * 200000\nimport os\nos._exit(3)",
        PluginError,
        "crashed: it ended by itself with exit code 3",
    ),
    "segfaults": (
        "yield 'x' * 200000\nimport ctypes\nctypes.string_at(0)",
        PluginError,
        "crashed: it ended with signal SIGSEGV",
    ),
    "hangs": (
        "yield 'x' * 200000\nwhile True: pass",
        PluginError,
        "took longer than 1 s for a portion of records",
    ),
    "drips": (
        "import time\nwhile True:\n    yield 'x' * 66000\n    time.sleep(0.1)",
        PluginError,
        "longer than 1 s for a portion",
    ),
    "floods": (
        "while True: yield b'x' * 1000000",
        PluginError,
        "it wrote more than 1 MB and 8 times|longer than 1 s",
    ),
    "hoards": (
        "a = []\nwhile True: a.append(bytearray(b'x' * 4000000))",
        PluginError,
        "more than 128 MB of memory|MemoryError",
    ),
    "qt": ("import PySide6.QtWidgets\nyield ''", PluginError, "a plugin uses no Qt"),
    "calls": (
        "import socket\nsocket.create_connection(('127.0.0.1', 9))\nyield ''",
        PluginError,
        "PermissionError",
    ),
    "reads": ("yield open('/etc/shadow').read()", PluginError, "PermissionError|FileNotFoundError"),
    "babbles": (
        "import os\nwhile True: os.write(8, b'\\xff' * 4096)\nyield",
        PluginError,
        "said something that makes no sense",
    ),
    "asks_twice": (
        "import os\nwhile True: os.write(8, b'\\0\\0\\0\\0m' * 9)\nyield",
        PluginError,
        "makes no sense|longer than 1 s",
    ),
    "nothing_forever": (
        "import os\nwhile True: os.write(8, b'\\0\\0\\0\\0b' * 999)\nyield",
        PluginError,
        "it wrote more than 1 MB|longer than 1 s",
    ),
    "forges": (FORGED, PluginError, "failed: [?]$"),
    "gives_numbers": ("yield 3", PluginError, "it gave int as a piece of the file, not text or bytes"),
    "gives_a_text": ("return 'whole'", PluginError, "it gave str, not pieces of a file"),
    "gives_nothing": ("return None", PluginError, "it gave NoneType, not pieces of a file"),
}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad)
def test_one_that_fails_is_named_and_leaves_what_was_there(
    project, places, lay, tmp_path, monkeypatch, bad
) -> None:
    monkeypatch.setattr(bounds, "FREE_MB", 1)
    body, kind, words = BAD[bad]
    fill(project, 20, tmp_path)
    lay(exporting(body), limits={"seconds": 1, "memory_mb": 128})
    (tmp_path / "to").mkdir()
    out = tmp_path / "to" / "out.txt"
    out.write_text("before")
    with pytest.raises(kind) as caught:
        export(project, places, out)
    assert re.search(words, str(caught.value)), str(caught.value)
    assert left_behind(out.parent) == ["out.txt"]
    assert out.read_text() == "before"


@pytest.mark.parametrize(
    "code", ["import nothing_of_this_name", "exporter = 17", "import PySide6.QtCore", "x = ("]
)
def test_one_that_cannot_be_imported_is_named(project, places, lay, tmp_path, code) -> None:
    fill(project, 3, tmp_path)
    lay(code)
    with pytest.raises(
        PluginError, match=r"“The own” cannot be started: (ModuleNotFound|ImportError|SyntaxError|TypeError)"
    ):
        export(project, places, tmp_path / "out.txt")
    assert not (tmp_path / "out.txt").exists()


def test_three_crashes_put_it_aside_until_it_is_forgiven(project, places, lay, tmp_path) -> None:
    fill(project, 3, tmp_path)
    lay(exporting("import os\nos._exit(1)"))
    for _ in range(3):
        with pytest.raises(PluginError, match="crashed"):
            export(project, places, tmp_path / "out.txt")
    with pytest.raises(UsageError, match="“own” is no known form to export in"):
        export(project, places, tmp_path / "out.txt")
    Standing(places.config / "plugins.toml").forgive("own")
    assert [form.name for form in Exporters(places, {}).forms()] == ["arena", "fastchat", "own"]


def test_one_that_is_off_is_no_form_and_in_safe_mode_none_is(places, lay) -> None:
    lay()
    assert Exporters(places, {"SIDELIGHT_SAFE_MODE": "1"}).forms() == OWN
    Standing(places.config / "plugins.toml").set_enabled("own", False)
    assert Exporters(places, {}).forms() == OWN


def test_one_that_calls_itself_like_a_form_of_the_program_does_not_take_its_place(places, lay) -> None:
    lay(identifier="arena")
    assert Exporters(places, {}).forms() == OWN


def test_an_export_that_is_given_up_leaves_no_file(project, places, lay, tmp_path) -> None:
    fill(project, 700, tmp_path)
    lay()
    for name in ("own", "arena"):
        (tmp_path / "to").mkdir(exist_ok=True)
        out = tmp_path / "to" / ("out.txt" if name == "own" else "out.json")
        read: list[int] = []
        with pytest.raises(GivenUp):
            export(project, places, out, name, progress=read.append, given_up=lambda read=read: bool(read))
        assert left_behind(out.parent) == []


def test_a_name_that_does_not_fit_and_nothing_to_write_are_said(project, places, lay, tmp_path) -> None:
    lay()
    with pytest.raises(UsageError, match="is no name for a file of the form own"):
        export(project, places, tmp_path / "out.csv")
    with pytest.raises(UsageError, match="There is no battle that can be written"):
        export(project, places, tmp_path / "out.txt")
    assert not (tmp_path / "out.txt").exists()


def test_a_folder_that_is_not_there_is_said_and_no_worker_stays(project, places, lay, tmp_path) -> None:
    fill(project, 3, tmp_path)
    lay()
    with pytest.raises(ExchangeError, match="cannot be written: No such file"):
        export(project, places, tmp_path / "no" / "out.txt")
