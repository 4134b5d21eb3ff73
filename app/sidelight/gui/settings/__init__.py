# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the user sets for all projects: the servers that are asked."""

from __future__ import annotations
