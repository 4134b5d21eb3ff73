# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A queue of real scripts: a few at once, places freed for who waits, all of it stopped at once."""

from __future__ import annotations

import json
import time

import pytest

from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level
from sidelight.providers.catalogue import Catalogue
from sidelight.sandbox import run as sandbox
from sidelight.workbench.attempts import AttemptRuns
from support.ticking import finish

PATIENCE_S = 90.0
PROMPT = "Draw something that moves."
DRAWING = """```python
print("a shorter block")
```

```python
import time, pygame
pygame.init()
screen = pygame.display.set_mode((160, 120))
n = 0
while True:
    pygame.event.get()
    n += 1
    screen.fill((n % 200, 60, 60))
    pygame.draw.rect(screen, (255, 255, 255), (n % 100, 20, 30, 30))
    pygame.display.flip()
    time.sleep(0.02)
```
"""


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "recording.json"
    texts = {"draws": DRAWING, "prints": "```python\nprint('done')\n```\n", "talks": "No."}
    answers = [
        {"model": name, "prompt": PROMPT, "text": text, "stop_reason": "complete"}
        for name, text in texts.items()
    ]
    models = [{"name": name, "label": name, "about": ""} for name in texts]
    path.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": answers})
    )
    return path


@pytest.fixture
def catalogue(tmp_path, recording):
    return Catalogue(data_folder=tmp_path / "data", connections=(), recordings=(recording,), environ={})


@pytest.fixture
def answers(desk):
    models = [desk.model(f"recorded/{name}") for name in ("draws", "prints", "talks")]
    live = desk.comparing.start(PROMPT, models, attempts=3)
    finish(desk, live)
    return live.panes


@pytest.fixture
def runs(desk):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    made = AttemptRuns(desk.running, most=2)
    yield made
    made.close()


def until(runs, condition):
    due = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < due
        runs.tick()
        time.sleep(0.01)


def test_the_longest_whole_script_of_an_answer_is_run(runs, answers):
    draws, prints, talks = (pane[0] for pane in answers)
    assert "pygame" in runs.script(draws).text
    assert runs.script(prints).text == "print('done')\n"
    assert runs.script(talks) is None
    assert runs.begin([talks]) == 0
    assert not runs.busy


def test_no_more_run_at_once_than_may_and_each_gets_its_turn(runs, answers, desk):
    every = [*answers[0], *answers[1]]
    assert runs.begin(every) == 6
    assert runs.begin(every) == 0
    most = 0

    def all_had_a_turn():
        nonlocal most
        most = max(most, sum(runs.state(one.id) == "running" for one in every))
        return runs.waiting == 0 and all(
            runs.state(one.id) == "running" or desk.running.runs(one.id) for one in every
        )

    until(runs, all_had_a_turn)
    assert most == 2
    runs.stop_all()
    until(runs, lambda: not runs.busy)
    assert all(desk.running.runs(one.id)[0].frame_png for one in answers[0])


def test_who_has_been_seen_enough_lives_on_while_in_sight_and_goes_when_out_of_it(runs, answers):
    one = answers[0][0]
    runs.set_seen(frozenset({one.id}))
    runs.begin([one])
    until(runs, lambda: runs.run_of(one.id) is not None and runs.judging == 0)
    for _ in range(20):
        runs.tick()
    assert runs.state(one.id) == "running"
    runs.set_seen(frozenset())
    until(runs, lambda: not runs.busy)


def test_everything_can_be_stopped_at_once(runs, answers):
    runs.begin(answers[0])
    until(runs, lambda: runs.run_of(answers[0][0].id) is not None)
    runs.stop(answers[0][2].id)
    assert runs.state(answers[0][2].id) == "idle"
    runs.stop_all()
    assert runs.waiting == 0
    until(runs, lambda: not runs.busy)


def test_a_refusal_is_told_once_and_nothing_waits_for_it(runs, answers, desk, monkeypatch):
    until(runs, lambda: desk.running.probe().done())

    def refuse(*_arguments, **_options):
        raise SandboxRefused("Nothing here can hold it.", "Install bubblewrap.")

    monkeypatch.setattr(desk.running, "start", refuse)
    runs.begin(answers[0])
    until(runs, lambda: not runs.busy)
    assert "Nothing here can hold it." in runs.trouble
