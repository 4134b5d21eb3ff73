# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The page on plugins: what each does, where it is from, how it is held, and how it fares."""
