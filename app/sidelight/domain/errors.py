# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Every error that Sidelight raises on purpose, in one tree.

::

    SidelightError
    ├── UsageError              the request itself makes no sense (empty prompt, unknown model)
    ├── ProjectError            the project file
    │   ├── NotAProject         some other kind of file
    │   ├── NewerProject        written by a newer Sidelight
    │   ├── DamagedProject      unreadable in part; what can be read may be saved elsewhere
    │   ├── ReadOnlyProject     may be read, not written
    │   └── ProjectBusy         another program holds it
    ├── ExchangeError           a file of another program that cannot be read, or written
    ├── ModelFileError          a GGUF file that cannot be used, or that could not be fetched
    ├── GenerationError         an answer that did not come (carries a ``Failure``)
    ├── PluginError             a plugin that cannot be used as it is
    └── SandboxRefused          nothing here may hold a stranger's program

Each carries a sentence that says what happened (``str(error)``) and one that says what to do (``advice``).
"""

from __future__ import annotations

from sidelight.domain.failure import Failure


class SidelightError(Exception):
    """What happened, in a sentence for a person, and what they can do about it."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.advice = advice

    @property
    def sentence(self) -> str:
        """What happened and what to do, as one line of text."""
        return f"{self} {self.advice}".strip()


class UsageError(SidelightError):
    """The request makes no sense as it stands."""


class ProjectError(SidelightError):
    """Something is wrong with a project file."""


class NotAProject(ProjectError):
    """The file is some other kind of file; it was not touched."""


class NewerProject(ProjectError):
    """The file was written by a newer Sidelight; it was not touched."""


class DamagedProject(ProjectError):
    """Parts of the file cannot be read; it was not touched."""


class ReadOnlyProject(ProjectError):
    """The file may be read but not written."""


class ProjectBusy(ProjectError):
    """Another program is writing the file."""


class ExchangeError(SidelightError):
    """A file that is to be taken in or given out is of no known form, damaged, or cannot be written."""


class ModelFileError(SidelightError):
    """A model file is missing, unreadable, of the wrong kind, or could not be fetched."""


class GenerationError(SidelightError):
    """An answer did not come."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.what, failure.advice)
        self.failure = failure


class PluginError(SidelightError):
    """A plugin's manifest is wrong, or the plugin cannot be had, made or used."""


class SandboxRefused(SidelightError):
    """This machine cannot hold a stranger's program, so it was not started."""
