# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Every artifact of a comparison side by side: across models, and across attempts as versions."""
