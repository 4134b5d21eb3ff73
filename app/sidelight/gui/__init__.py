# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The window. The only place, beside the composition root, that knows Qt."""

from __future__ import annotations
