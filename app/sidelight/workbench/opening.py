# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which project to open, and what to do when it cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sidelight import resources
from sidelight.domain.errors import ProjectError, ReadOnlyProject, UsageError
from sidelight.domain.project import SUFFIX
from sidelight.store.project import ProjectFile
from sidelight.workbench.moment import Moment
from sidelight.workbench.sample_project import build_sample_project
from sidelight.workbench.settings import Places, last_project

if TYPE_CHECKING:
    from sidelight.store.rescue import SalvageReport


def default_path(places: Places) -> Path:
    """What a start without a name opens: the last project, else the sample project, made if need be.

    Raises:
        ProjectError: the sample project cannot be made.
    """
    return last_project(places) or sample_project(places)


def open_project(path: Path | None, places: Places, *, read_only: bool = False) -> ProjectFile:
    """Open a project; without a path, the one of ``default_path``.

    A path that does not exist yet becomes a new project if its name ends in ``.sidelight``. A file that may
    only be read is opened for reading.

    Raises:
        UsageError: there is no such file, and its name is not one of a project.
        ProjectError: it cannot be opened; the file was not touched.
    """
    if path is None:
        path = default_path(places)
    if not path.exists():
        if path.suffix != SUFFIX:
            raise UsageError(f"There is no file {path}.", f"A new project's name ends in {SUFFIX}.")
        return ProjectFile.create(path)
    try:
        return ProjectFile.open(path, read_only=read_only)
    except ReadOnlyProject:
        return ProjectFile.open(path, read_only=True)


def open_to_read(path: Path | None, places: Places) -> ProjectFile:
    """Open a project that is there, for reading; without a path, the one of ``default_path``.

    Raises:
        UsageError: there is no such file.
        ProjectError: it cannot be opened.
    """
    if path is not None and not path.exists():
        raise UsageError(f"There is no file {path}.", "Check the name.")
    return ProjectFile.open(path or default_path(places), read_only=True)


def sample_project(places: Places) -> Path:
    """The sample project, made on the first call.

    Raises:
        ProjectError: it cannot be made.
    """
    target = places.sample_project
    try:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_name(f"Sample.new{SUFFIX}")
            fresh.unlink(missing_ok=True)
            build_sample_project(fresh, resources.path("samples", "recorded.json"), Moment.real())
            fresh.replace(target)
    except OSError as error:
        raise ProjectError(
            f"The sample project could not be made in {target.parent}: {error.strerror}.",
            "Make room there, or open a project of your own.",
        ) from error
    return target


def new_project(path: Path) -> ProjectFile:
    """Begin a project where nothing is yet.

    Raises:
        ProjectError: there is a file already, or it cannot be written.
    """
    return ProjectFile.create(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))


def rescue(damaged: Path, target: Path) -> SalvageReport:
    """Save what can be read of a damaged project as a new one; the damaged file is not touched.

    Raises:
        ProjectError: the new project cannot be written.
    """
    if target.exists():
        raise ProjectError(f"{target} exists already.", "Choose another name.")
    from sidelight.store.salvage import salvage  # hardly ever wanted

    return salvage(damaged, target)
