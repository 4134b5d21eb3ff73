# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What renderers give back, drawn by the window: pictures, tables, trees, pages, grids of characters."""
