# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The command line: parses, calls the workbench, prints."""

from __future__ import annotations
