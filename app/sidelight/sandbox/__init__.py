# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running what models write: the levels, the supervisor, the shim, and the frames that come back."""

from __future__ import annotations
