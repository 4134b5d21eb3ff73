# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Run every attack at one level, as the user who runs this, and print what came of each as JSON.

``python battery.py A|B|B1…B9|plain [spare]``: a digit after B is the newest Landlock to use; ``plain`` holds
nothing. With ``spare`` the attacks are made from a sandbox that waited for them, on its stage.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "app"))

from sidelight.domain.running import Level, Limits, Policy  # noqa: E402
from sidelight.sandbox.held import begin  # noqa: E402
from sidelight.sandbox.launch import Means  # noqa: E402
from sidelight.sandbox.program import Program  # noqa: E402
from sidelight.sandbox.spare import Spare  # noqa: E402

SECRET = "the canary sings"
VICTIM = """
import ctypes, os, signal, sys
heard = []
for number in (signal.SIGUSR1, signal.SIGIO, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda *_: heard.append(1))
secret = ctypes.create_string_buffer(b"the canary sings")
print(ctypes.addressof(secret), flush=True)
sys.stdin.readline()
print(len(heard), os.getpriority(os.PRIO_PROCESS, 0), len(os.sched_getaffinity(0)), flush=True)
"""


def listen(stack, folder):
    tcp, udp = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    unix, datagram, abstract = (
        socket.socket(socket.AF_UNIX, kind)
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_STREAM)
    )
    everyone = [stack.enter_context(one) for one in (tcp, udp, unix, datagram, abstract)]
    tcp.bind(("127.0.0.1", 0))
    udp.bind(("127.0.0.1", 0))
    unix.bind(f"{folder}/unix")
    datagram.bind(f"{folder}/datagram")
    abstract.bind(f"\0sidelight-battery-{os.getpid()}")
    for one in (tcp, unix, abstract):
        one.listen(64)
    return everyone, {
        "tcp": tcp.getsockname()[1],
        "udp": udp.getsockname()[1],
        "unix": f"{folder}/unix",
        "datagram": f"{folder}/datagram",
        "abstract": f"sidelight-battery-{os.getpid()}",
    }


def snapshot(folder):
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        known = path.lstat()
        attributes = {}
        if path.is_file() and not path.is_symlink():
            attributes = {name: os.getxattr(path, name).hex() for name in os.listxattr(path)}
        content = path.read_bytes().hex() if path.is_file() and not path.is_symlink() else ""
        found[str(path)] = (
            known.st_mode,
            known.st_mtime_ns,
            known.st_uid,
            known.st_nlink,
            content,
            attributes,
        )
    return found


def plain(source, arguments, folder):
    script = Path(folder, "attacks.py")
    script.write_text(source)
    work = Path(folder, "work")
    work.mkdir()
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        cwd=work,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    ).stdout


def begun(program, policy, level, means, *, spare):
    if not spare:
        return begin(program, policy, level, means)
    return Spare(policy, level, means).take(replace(program, stage=True))


def main(level, *, spare=False):
    sys.path.insert(0, str(HERE))
    import arsenal

    attacks = arsenal.table()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sidelight-battery-"))
        shown = stack.enter_context(tempfile.TemporaryDirectory(prefix="sidelight-shown-"))
        Path(shown).chmod(0o755)
        Path(shown, "file.txt").write_text("for everybody to read")
        outside = Path(folder, "outside")
        for name in attacks:
            mine = outside / name
            mine.mkdir(parents=True)
            precious = mine / "precious.txt"
            precious.write_text(SECRET)
            precious.chmod(0o600)
            os.setxattr(precious, "user.sidelight", b"kept")
            (mine / "canary_module.py").write_text("NAME = 'found'\n")
        everyone, targets = listen(stack, folder)
        secret = {"SIDELIGHT_CANARY": SECRET, "PATH": os.environ.get("PATH", "")}
        victim = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-S", "-c", VICTIM, "victim"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=secret,
                start_new_session=True,
            )
        )
        # A descriptor that the application leaves open for everybody to inherit.
        leaked = os.open(outside / "read_a_private_file" / "precious.txt", os.O_RDONLY)
        os.set_inheritable(leaked, True)
        os.environ["SIDELIGHT_CANARY"] = SECRET
        targets |= {
            "outside": str(outside),
            "home": str(Path.home()),
            "tests": str(HERE),
            "victim": victim.pid,
            "address": int(victim.stdout.readline()),
            "shown": f"{shown}/file.txt",
            # The ring of frames, its mapping, and the way to and from the stage.
            "given": [3, 4, 5, 6] if spare else [],
        }
        before = {name: snapshot(outside / name) for name in attacks}
        shown_before = snapshot(shown)
        source = arsenal.source()
        survivors = 0
        if level == "plain":
            text, errors = plain(source, [json.dumps(targets)], folder), ""
        else:
            means = Means.find(os.environ)
            if level[1:]:
                means = replace(means, abi_ceiling=int(level[1:]))
            policy = Policy(Limits(seconds=60, cpu_seconds=60), readable=(shown,))
            program = Program(source, args=(json.dumps(targets),))
            with begun(program, policy, Level(level[0]), means, spare=spare) as run:
                end = run.wait(90)
            text, errors, survivors = end.stdout, end.stderr, end.survivors
        results = {told["name"]: told for told in map(json.loads, text.splitlines())}
        for name in attacks:
            if name in results and snapshot(outside / name) != before[name]:
                results[name] |= {"done": True, "detail": "something outside was changed"}
        if snapshot(shown) != shown_before:
            results["shown"] = {"name": "shown", "done": True, "detail": "a readable file was changed"}
        victim.stdin.write("\n")
        victim.stdin.flush()
        heard = victim.stdout.readline().split()
        arrived = [one.getsockname() for one in everyone if select.select([one], [], [], 0)[0]]
        os.close(leaked)
        print(
            json.dumps(
                {
                    "results": results,
                    "finished": "end" in results,
                    "errors": errors,
                    "survivors": survivors,
                    "signals": heard[0] if heard else "the victim died",
                    "nice": heard[1] if heard else "",
                    "processors": heard[2] if heard else "",
                    "arrived": [str(one) for one in arrived],
                }
            )
        )


if __name__ == "__main__":
    main(sys.argv[1], spare="spare" in sys.argv)
