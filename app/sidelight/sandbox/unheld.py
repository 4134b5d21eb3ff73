# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The child's entry where a person consented to a run that nothing holds: ``python -I -S unheld.py``.

A file of its own, so that nothing that the other entry is told could make it leave out a wall. The limits
that the system offers every process are set, and the supervisor watches as it always does.
"""

from __future__ import annotations

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib would cost the child 5 ms


def main() -> None:
    """Set the limits, say so, and become the program."""
    for name, folder in (("sidelight", os.path.dirname(_HERE)), ("sidelight.sandbox", _HERE)):  # noqa: PTH120
        package = type(sys)(name)
        package.__path__ = [folder]
        sys.modules[name] = package
    # Importable only now that the stand-ins are there.
    from sidelight.sandbox.child import plan as plans

    try:
        from sidelight.sandbox.child import program
        from sidelight.sandbox.child.seal import limit

        if 0 in (*os.getresuid(), *os.getresgid()):
            raise PermissionError("nobody runs a stranger's program as root")
        plan = plans.receive(plans.PLAN_FD)
        limit(plan)
        program.prepare(plan)
        os.write(plans.READY_FD, b"sealed 0")
        os.close(plans.READY_FD)
    except BaseException as error:
        os.write(plans.READY_FD, f"refused {type(error).__name__}: {error}".encode()[:4000])
        os._exit(plans.REFUSED_EXIT)
    program.run(plan)


if __name__ == "__main__":
    main()
