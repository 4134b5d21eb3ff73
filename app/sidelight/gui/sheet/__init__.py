# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The contact sheet: every attempt of every model as a small picture that lives, with its verdict."""
