# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""All attacks as one program, and as one table."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
_PARTS = ("attacks", "attacks_in_depth")
_FUTURE = "from __future__ import annotations\n"


def source():
    """One program: the parts are one module for each other, and the runner comes last."""
    first, *others = [Path(HERE, f"{part}.py").read_text(encoding="utf-8") for part in _PARTS]
    body, _, end = first.rpartition('\n\nif __name__ == "__main__":\n')
    assert body
    joined = [part.replace(_FUTURE, "") for part in others]
    return "\n".join((body, 'sys.modules["attacks"] = sys.modules["__main__"]', *joined, end.strip())) + "\n"


def table():
    """Every attack by its name."""
    for part in _PARTS:
        if part not in sys.modules:
            spec = importlib.util.spec_from_file_location(part, HERE / f"{part}.py")
            sys.modules[part] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(sys.modules[part])
    return sys.modules["attacks"].ATTACKS
