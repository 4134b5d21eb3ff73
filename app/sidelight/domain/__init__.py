# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The words of the field: frozen values, the standard library only, no input or output, no clock."""

from __future__ import annotations
