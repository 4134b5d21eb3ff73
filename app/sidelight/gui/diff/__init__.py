# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Two answers beside each other: what they share, where they differ, and in which words."""
