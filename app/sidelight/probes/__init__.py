# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pure algorithms that judge what a script showed, and count what such verdicts say of a model.

numpy and Pillow are imported where they are used: they take longer than a window may take to open.
"""
