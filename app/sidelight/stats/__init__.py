# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Ranking models from votes: strengths with intervals, evidence, style, and what might change the order.

Numbers only: models are whole numbers from 0, votes are arrays. Needs numpy; knows no clock and no chance
but what it is given.
"""
