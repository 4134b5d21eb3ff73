# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Giving a project's records out as a file: the forms there are, how it goes, and what came of it."""
