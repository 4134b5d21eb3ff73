# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts on real scripts that really run on the stage."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from sidelight.domain.verdict import Verdict
from sidelight.probes.series import Series, shrink
from sidelight.probes.turning_cube import judge
from sidelight.probes.watched import Ending, Watched
from unit.probes.cubes import CUBES
from unit.probes.other_things import OTHERS
from unit.probes.variants import Variant
from unit.stage.conftest import REPOSITORY, Child

SAMPLES = tuple(
    Variant(f"sample {name}", "fail" if name == "wrong" else "pass", path.read_text("utf-8"))
    for name in ("pygame", "glut", "glfw", "wrong")
    if (path := REPOSITORY / "resources" / "samples" / f"cube_{name}.py")
)
EVERY = (*SAMPLES, *CUBES, *OTHERS)
AT_ONCE = 3
PATIENCE_S = 100.0


class Seen:
    """One script, and what was seen of it."""

    def __init__(self, variant: Variant, folder: Path) -> None:
        self.variant = variant
        path = folder / f"{variant.name.replace(' ', '_')}.py"
        path.write_text(variant.source, "utf-8")
        self.child = Child(path, interval_us=33_000)
        self.series = Series()
        self.begun: float | None = None

    def look(self) -> None:
        frame = self.child.frames.latest()
        now = time.monotonic()
        if frame is not None:
            self.begun = now if self.begun is None else self.begun
            pixels = bytes(frame.pixels)
            self.series.add(shrink(frame.width, frame.height, pixels, now - self.begun))

    @property
    def seconds(self) -> float:
        return 0.0 if self.begun is None else time.monotonic() - self.begun

    @property
    def ended(self) -> bool:
        return self.child.process.poll() is not None

    def verdict(self) -> Verdict:
        code = self.child.process.poll()
        ending = Ending(code, stopped=code is None, stdout=self.child.out, stderr=self.child.err)
        return judge(Watched(self.series.pictures, self.seconds, ending)).verdict


def watch(variants: tuple[Variant, ...], folder: Path, seconds: float) -> dict[str, Verdict]:
    """Run scripts side by side and judge each when it was seen for so long, or has ended."""
    running = [Seen(variant, folder) for variant in variants]
    deadline = time.monotonic() + PATIENCE_S
    try:
        while any(not one.ended and one.seconds < seconds for one in running):
            assert time.monotonic() < deadline, [one.variant.name for one in running if not one.begun]
            for one in running:
                one.look()
                one.child._pump(0.03)
        return {one.variant.name: one.verdict() for one in running}
    finally:
        for one in running:
            one.child.close()


def test_real_cubes_pass_and_a_broken_one_fails(tmp_path):
    chosen = tuple(one for one in SAMPLES if one.name in ("sample pygame", "sample glut", "sample wrong"))
    found = watch(chosen, tmp_path, 4.0)
    assert found == {one.name: Verdict(one.right) for one in chosen}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_verdict_is_wrong(tmp_path, capsys):
    """Of some sixty scripts none passes that should not, and none fails that should not."""
    found: dict[str, Verdict] = {}
    for at in range(0, len(EVERY), AT_ONCE):
        found |= watch(EVERY[at : at + AT_ONCE], tmp_path, 8.5)
    table = Counter((one.right, found[one.name].value) for one in EVERY)
    with capsys.disabled():
        for (right, said), number in sorted(table.items()):
            print(f"\n  {right:>5} judged {said:<7} {number:3}", end="")
    wrong = [one.name for one in EVERY if {one.right, found[one.name].value} == {"pass", "fail"}]
    assert wrong == []
    # It must also be worth having: most cubes are known, and most of what fails plainly is.
    assert table["pass", "pass"] >= 18
    assert table["fail", "fail"] >= 11
