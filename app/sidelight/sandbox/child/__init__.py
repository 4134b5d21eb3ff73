# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What runs inside the child before a stranger's program does: it takes the process's own rights away.

Only the standard library and ctypes are used here, and nothing else of Sidelight is imported, so that the
whole of it can be read in one sitting and starts in a few milliseconds. For the same reason ``typing``,
``dataclasses``, ``enum`` and ``pathlib`` are left out: they would take as long as all the rest.
"""

from __future__ import annotations
