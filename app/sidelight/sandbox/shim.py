# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The child's entry: ``python -I -S shim.py``, with a plan on one inherited pipe and an answer on another.

It seals itself and runs the program in the same process. If anything fails before the program's first line,
the process ends with exit code 126 and says why.
"""

from __future__ import annotations

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib would cost the child 5 ms


def _stand_in(name: str, folder: str) -> None:
    """Let modules be imported from ``folder`` without running the package around them."""
    package = type(sys)(name)
    package.__path__ = [folder]
    sys.modules[name] = package


def main() -> None:
    """Seal this process, say so, and become the program."""
    _stand_in("sidelight", os.path.dirname(_HERE))  # noqa: PTH120
    _stand_in("sidelight.sandbox", _HERE)
    # Importable only now that the stand-ins are there.
    from sidelight.sandbox.child import plan as plans

    try:
        from sidelight.sandbox.child import program
        from sidelight.sandbox.child.seal import seal

        plan = plans.receive(plans.PLAN_FD)
        if plan["lay"] is not None:
            from sidelight.sandbox.child import laying

            laying.lay(plan["scratch"], plan["lay"])
        abi = seal(plan)
        program.prepare(plan)
        os.write(plans.READY_FD, b"sealed %d" % abi)
        os.close(plans.READY_FD)
    except BaseException as error:
        os.write(plans.READY_FD, f"refused {type(error).__name__}: {error}".encode()[:4000])
        os._exit(plans.REFUSED_EXIT)
    program.run(plan)


if __name__ == "__main__":
    main()
