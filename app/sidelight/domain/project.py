# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a project is called on a disk."""

from __future__ import annotations

SUFFIX = ".sidelight"
"""How the name of a project file ends."""
