# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The inspector of one answer: rating, figures, notes, runs, and the exact record behind it."""

from __future__ import annotations
