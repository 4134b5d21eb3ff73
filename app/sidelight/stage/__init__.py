# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What runs inside a sandbox child: it gives a script its toolkits without a display, and hands out frames."""

from __future__ import annotations
