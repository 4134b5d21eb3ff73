# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The live view: a script's picture in the answer's flow, its output, its errors, and how it is steered."""

from __future__ import annotations
