# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running the program itself, once the door is closed behind it."""

from __future__ import annotations

import os
import sys

from sidelight.sandbox.child import sharing
from sidelight.sandbox.child.plan import LINE_FD, STAGE_FD, TASKS_MEANWHILE, TEXT_FD, Plan

_PATIENCE_S = 0.3


def prepare(plan: Plan) -> None:
    """Make the interpreter look as it does to a script that is started by hand.

    It was started bare: without site-packages, ``exit`` and ``quit``, and with output that a killed program
    would lose.
    """
    # Each is imported where it is needed: a plain script should not wait for what only the stage uses.
    import faulthandler
    import site

    faulthandler.enable()
    site.setquit()
    site.setcopyright()
    sys.path[0:0] = [plan["scratch"]]
    sys.path += plan["site"]
    sys.argv = [plan["script"], *plan["arguments"]]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]
    sharing.install(f"{plan['scratch']}/tmp/{sharing.FOLDER}")
    os.chdir(plan["scratch"])


def run(plan: Plan) -> None:
    """Run the script as ``__main__``, on the stage when the plan says so."""
    if plan["page"]:
        import importlib

        _load_package(plan["package"])
        importlib.import_module("sidelight.stage.page.boot").main(plan["script"], plan["arguments"])
        return
    if plan["stage"]:
        import importlib

        _load_package(plan["package"])
        wait = (lambda: _await_program(plan["scratch"], enclosed=plan["enclosed"])) if plan["spare"] else None
        importlib.import_module("sidelight.stage.boot").main(plan["script"], plan["arguments"], wait)
        return
    if plan["worker"]:
        import importlib

        _load_package(plan["package"])
        importlib.import_module("sidelight.stage.worker").main(LINE_FD, plan["script"])
        return
    _forget_package()
    with open(plan["script"], "rb") as file:  # noqa: PTH123 - pathlib would cost the child 5 ms
        source = file.read()
    main = type(sys)("__main__")
    main.__file__ = plan["script"]
    main.__builtins__ = sys.modules["builtins"]  # type: ignore[attr-defined]
    sys.modules["__main__"] = main
    try:
        exec(compile(source, plan["script"], "exec", dont_inherit=True), main.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        # The traceback starts in the script, as if nobody had stood around it.
        trace = error.__traceback__.tb_next if error.__traceback__ is not None else None
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        sys.exit(1)


def _await_program(scratch: str, *, enclosed: bool) -> tuple[str, list[str]]:
    """Say that all is ready, and wait for a program: its name and arguments come as a message, then the text.

    Returns:
        Where the script lies now, and its arguments.
    """
    import json
    import resource
    import select
    import time

    os.write(STAGE_FD, b'{"t":"ready"}')
    come = select.poll()
    come.register(STAGE_FD, select.POLLIN)
    come.poll()
    told = os.read(STAGE_FD, 65536)
    if not told:
        # The application is gone, or needs no program run.
        os._exit(0)
    order = json.loads(told)
    until = time.monotonic() + _PATIENCE_S
    # The supervisor says anew how many processes there may be. It counts them too, should it be late.
    while not enclosed and time.monotonic() < until:
        if resource.getrlimit(resource.RLIMIT_NPROC)[1] <= TASKS_MEANWHILE:
            break
        time.sleep(0.0005)
    with os.fdopen(TEXT_FD, "rb") as text:
        source = text.read()
    script = f"{scratch}/{order['name']}"
    with open(script, "xb") as file:  # noqa: PTH123 - pathlib would cost the child 5 ms
        file.write(source)
    return script, order["args"]


def _forget_package() -> None:
    for name in [name for name in sys.modules if name == "sidelight" or name.startswith("sidelight.")]:
        del sys.modules[name]


def _load_package(folder: str) -> None:
    """Put the real package in the stand-in's place. The folder around it need not be readable for that."""
    import importlib.util

    _forget_package()
    spec = importlib.util.spec_from_file_location(
        "sidelight", f"{folder}/__init__.py", submodule_search_locations=[folder]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"The program's own package is not in {folder}.")
    package = importlib.util.module_from_spec(spec)
    sys.modules["sidelight"] = package
    spec.loader.exec_module(package)
