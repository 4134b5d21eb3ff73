# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles in the files of other programs: read with care, and written so that nothing is lost."""

from __future__ import annotations
