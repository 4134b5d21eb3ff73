# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the files that ship with Sidelight lie: themes, icons, samples, data.

A wheel carries them inside the package; an editable install finds them in the repository beside ``app/``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """The folder of shipped files.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for place in (package / "resources_data", package.parent.parent / "resources"):
        if (place / "themes").is_dir():
            return place
    raise FileNotFoundError("Sidelight's resources are missing: the installation is incomplete.")


def path(*parts: str) -> Path:
    """The place of one shipped file, for example ``path("themes", "light.toml")``."""
    return folder().joinpath(*parts)
