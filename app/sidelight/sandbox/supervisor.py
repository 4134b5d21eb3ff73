# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The process that stands between the application and one run: it starts it, watches it, and ends all of it.

It is a process of its own so that a run never outlives the application, however that ends: the
application's end of the channel closes, and everything below is killed. Started as ``python -I -S
supervisor.py``.
"""

from __future__ import annotations

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib would cost 5 ms at each run


def _stand_in(name: str, folder: str) -> None:
    """Let modules be imported from ``folder`` without running the package around them."""
    package = type(sys)(name)
    package.__path__ = [folder]
    sys.modules[name] = package


def main() -> None:
    """Carry out the order on one inherited descriptor, tell how it goes on the other, and end."""
    _stand_in("sidelight", os.path.dirname(_HERE))  # noqa: PTH120
    _stand_in("sidelight.sandbox", _HERE)
    # Importable only now that the stand-ins are there.
    from sidelight.sandbox import guard
    from sidelight.sandbox import order as orders
    from sidelight.sandbox.watch import Watch

    order = orders.receive(int(sys.argv[1]))
    channel = int(sys.argv[2])
    for descriptor in (channel, *order["channels"]):
        os.set_inheritable(descriptor, False)
    application = os.pidfd_open(os.getppid())
    others = (application, guard.divide(order["scratch"]))
    Watch(order, channel, others).run()
    # Nothing is left to tidy, and leaving so saves the application a wait.
    os._exit(0)


if __name__ == "__main__":
    main()
