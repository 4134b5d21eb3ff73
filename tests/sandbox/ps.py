# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What ``ps`` would list, for the machines on which it is not installed: a small Debian, not any Mac."""

from __future__ import annotations

import os

import psutil

STATES = {psutil.STATUS_ZOMBIE: "Z", psutil.STATUS_STOPPED: "T", psutil.STATUS_RUNNING: "R"}

for process in psutil.process_iter():
    try:
        spent = sum(process.cpu_times()[:2])
        time = f"{int(spent) // 3600:02d}:{int(spent) // 60 % 60:02d}:{int(spent) % 60:02d}"
        print(
            process.pid,
            process.ppid(),
            os.getpgid(process.pid),
            process.memory_info().rss // 1024,
            time,
            STATES.get(process.status(), "S"),
        )
    except (psutil.Error, ProcessLookupError):
        continue
