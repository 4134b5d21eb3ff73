# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How much of a page's own text leaves it."""

from __future__ import annotations

LONGEST = 100_000
"""Characters that are copied out of a page at once."""

TOLD = 4000
"""Characters of what a page shows that a screen reader is told."""
