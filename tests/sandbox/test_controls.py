# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What ordinary programs do works, at both levels."""

from __future__ import annotations

import errno

import pytest

from sidelight.domain.running import Limits, Policy
from sidelight.sandbox import policy
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program

PROGRAMS = {
    "numpy": """
import numpy as np
assert np.linalg.det(np.eye(50)) == 1
assert np.random.rand(3).shape == (3,)
""",
    "subprocess": """
import subprocess, sys
assert subprocess.run(["echo", "words"], capture_output=True, text=True).stdout == "words\\n"
assert subprocess.check_output([sys.executable, "-c", "import numpy; print(1)"], text=True) == "1\\n"
child = subprocess.Popen(["sleep", "60"])
child.terminate()
assert child.wait() == -15
assert subprocess.run("cat | tr a b", shell=True, input=b"a", capture_output=True).stdout == b"b"
""",
    "threads": """
import queue, threading
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    assert sum(pool.map(lambda n: n * n, range(100))) == 328350
""",
    "tempfile": """
import os, tempfile
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w+", dir=folder) as file:
    file.write("words"); file.seek(0)
    assert file.read() == "words"
with tempfile.TemporaryFile() as file:
    file.write(b"x")
""",
    "files": """
import os, pathlib, shutil
here = pathlib.Path.cwd()
(here / "a").mkdir(); (here / "a/b.txt").write_text("ü")
shutil.copytree("a", "c"); shutil.copy2("a/b.txt", "d.txt"); os.rename("d.txt", "a/e.txt")
os.symlink("a/b.txt", "link"); assert pathlib.Path("link").read_text() == "ü"
assert sorted(p.name for p in here.rglob("*.txt")) == ["b.txt", "b.txt", "e.txt", "script.py"][:3]
shutil.rmtree("a"); shutil.make_archive("z", "zip", "c"); assert os.path.getsize("z.zip") > 0
""",
    "matplotlib": """
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 3, 2]); axes.set_title("title")
figure.savefig("figure.png")
import os
assert os.path.getsize("figure.png") > 5000
""",
    "the standard library": """
import asyncio, csv, datetime, decimal, hashlib, io, json, random, re, sqlite3, statistics, uuid, zlib
import xml.etree.ElementTree as tree
assert tree.fromstring("<a><b>1</b></a>").find("b").text == "1"
assert json.loads(json.dumps({"a": [1]})) == {"a": [1]}
with sqlite3.connect("data.db") as store:
    store.execute("create table t (a)"); store.execute("insert into t values (1)")
    assert store.execute("select a from t").fetchall() == [(1,)]
store.close()
async def main():
    await asyncio.sleep(0.001)
    done = await asyncio.create_subprocess_exec("echo", "x", stdout=asyncio.subprocess.PIPE)
    assert (await done.communicate())[0] == b"x\\n"
    return await asyncio.to_thread(lambda: 5)
assert asyncio.run(main()) == 5
uuid.uuid4(); random.random(); datetime.datetime.now().astimezone()
""",
    "forking": """
import os
read, write = os.pipe()
if os.fork() == 0:
    os.write(write, b"from the child"); os._exit(3)
pid, status = os.wait()
assert os.waitstatus_to_exitcode(status) == 3 and os.read(read, 100) == b"from the child"
""",
    "signals of its own": """
import signal, time
heard = []
signal.signal(signal.SIGALRM, lambda *_: heard.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.pause()
signal.raise_signal(signal.SIGALRM)
assert len(heard) == 2
""",
    "exit and quit": "assert callable(exit)\nquit(0)",
    "its own name": """
import __main__, os, sys
assert __name__ == "__main__" and __main__.__file__ == __file__ == sys.argv[0]
assert os.path.basename(__file__) == "script.py" and sys.path[0] == os.getcwd()
import pickle
class Thing: pass
assert isinstance(pickle.loads(pickle.dumps(Thing())), Thing)
""",
    "nobody of Sidelight is there": """
import sys
assert not [name for name in sys.modules if name.startswith("sidelight")]
""",
}


@pytest.mark.parametrize("name", list(PROGRAMS))
def test_an_ordinary_program_works(finish, name):
    end = finish(PROGRAMS[name] + "\nprint('finished')" * (name != "exit and quit"))
    assert (end.outcome, end.exit_code, end.stderr) == ("exited", 0, "")
    assert end.stdout.endswith("finished\n") or name == "exit and quit"
    assert end.limit is None
    assert end.peak_memory_mb > 5


def test_what_it_prints_comes_apart_and_whole(finish):
    end = finish("import sys\nprint('ä' * 70000)\nprint('ö', file=sys.stderr)\nsys.exit(7)")
    assert (end.stdout, end.stderr, end.exit_code) == ("ä" * 70000 + "\n", "ö\n", 7)


def test_bytes_that_are_no_text_are_replaced(finish):
    end = finish("import os\nos.write(1, b'a\\xff\\xfeb\\xc3')")
    assert end.stdout == "a\ufffd\ufffdb\ufffd"


def test_a_traceback_begins_in_the_program(finish):
    end = finish("def broken():\n    return 1 / 0\n\nbroken()\n")
    assert end.exit_code == 1
    lines = end.stderr.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1].endswith('/script.py", line 4, in <module>')
    assert "    broken()" in lines
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert "sandbox/child" not in end.stderr


def test_a_program_that_cannot_be_read_says_where(finish):
    end = finish("def broken(:\n")
    assert end.exit_code == 1
    assert "SyntaxError" in end.stderr


def test_a_crash_says_where_it_was(finish):
    end = finish("import ctypes\ndef crash():\n    ctypes.string_at(0)\ncrash()")
    assert (end.outcome, end.exit_code) == ("exited", 128 + 11)
    assert "Segmentation fault" in end.stderr
    assert "in crash" in end.stderr


def test_input_is_empty(finish):
    end = finish("try:\n    input()\nexcept EOFError:\n    print('nobody there')")
    assert end.stdout == "nobody there\n"


def test_arguments_arrive(finish):
    end = finish("import sys\nprint(sys.argv[1:])", args=("-x", "two words", "ü"))
    assert end.stdout == "['-x', 'two words', 'ü']\n"


def test_a_folder_that_was_allowed_can_be_read_and_not_written(finish, tmp_path):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        Path(folder, "data.csv").write_text("1,2")
        end = finish(
            f"""
print(open({folder!r} + "/data.csv").read())
try:
    open({folder!r} + "/new", "w")
except OSError:
    print("not written")
""",
            readable=(folder,),
        )
    assert end.stdout == "1,2\nnot written\n"


def test_a_run_says_whether_a_graphics_card_was_within_reach(means, level, monkeypatch):
    """The node stands for one: any device will do to see that it can be opened, and by whom."""
    monkeypatch.setattr(policy, "_GRAPHICS_NODES", ("tty",))
    open_it = "import os\ntry: os.open('/dev/tty', os.O_RDWR)\nexcept OSError as e: print(e.errno)"
    said = {}
    for gpu in (False, True):
        with begin(Program(open_it), Policy(Limits(seconds=30), gpu=gpu), level, means) as running:
            end = running.wait(60)
        assert end.gpu is gpu
        said[gpu] = int(end.stdout)
    # Without a terminal of its own there is nothing behind this node; the way to it is open or not.
    assert said[True] == errno.ENXIO
    assert said[False] in (errno.EACCES, errno.ENOENT)
