# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What can still be read of a damaged project, saved into a new one, row by row. The damaged file stays."""

from __future__ import annotations

import sqlite3
import tempfile
from os.path import lexists
from pathlib import Path

from sidelight.domain.errors import DamagedProject, ProjectError
from sidelight.domain.project import SUFFIX
from sidelight.store import lock, opening, trouble
from sidelight.store.rescue import Rescue, SalvageReport
from sidelight.store.wreck import Wreck


def salvage(damaged: Path, target: Path) -> SalvageReport:
    """Save what can be read of a damaged project into a new one.

    Raises:
        ProjectBusy: somebody is writing the damaged file.
        DamagedProject: nothing of it can be read; nothing was made.
        ProjectError: the file cannot be opened at all, or the new one cannot be made.
    """
    damaged, target = opening.resolved(damaged), target.absolute()
    if lock.is_held(damaged):
        raise trouble.busy(damaged)
    try:
        if not damaged.is_file():
            raise ProjectError(f"There is no file “{damaged.name}”.", "Choose the damaged project.")
        if lexists(target):
            raise opening.taken(target)
        # Beside the target, where there must be room anyway; a folder for temporary files may be small.
        with tempfile.TemporaryDirectory(prefix=".sidelight-", dir=target.parent) as folder:
            draft = opening.make(Path(folder) / f"saved{SUFFIX}")
            with Wreck(damaged) as wreck:
                report = Rescue(wreck, draft).report(target)
            if report.comparisons == 0:
                raise DamagedProject(f"Nothing in “{damaged.name}” can be read.", "It was left as it is.")
            opening.put_in_place(draft, target)
    except ProjectError:
        raise
    except FileExistsError as error:
        raise opening.taken(target) from error
    except OSError as error:
        raise trouble.from_os(target, error) from error
    except (sqlite3.Error, sqlite3.Warning, MemoryError) as error:
        raise trouble.from_sqlite(target, error) from error
    return report
