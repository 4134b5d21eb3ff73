# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running what models write: the levels, the supervisor, the shim, and the frames that come back.

The public names are in ``run`` (start, probe, the events) and ``frames``. This file imports nothing,
because the supervisor and the child pass through here on their way to the few modules that they need.
"""

from __future__ import annotations
