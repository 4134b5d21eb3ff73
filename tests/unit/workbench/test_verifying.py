# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Verifiers of plugins in real sandboxed workers, good and bad ones: their verdicts stand and are kept."""

from __future__ import annotations

import select
import textwrap
import time

import pytest

from sidelight.domain.running import Level
from sidelight.domain.verdict import Judgement, Verdict
from sidelight.sandbox import run as sandbox
from sidelight.workbench.verdict_standing import DISAGREE, standing_of
from sidelight.workbench.verifying import is_for
from support.plugins import install
from support.ticking import finish

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)

PATIENCE_S = 100.0
HEAD = """
import sys
from sidelight.api import Attempt, Finding, Verdict
class Own:
    def close(self): pass
    def verify(self, attempt, job):
"""
SHORT = """
verdict = Verdict.PASS if "hello" in attempt.text else Verdict.FAIL
return Finding(verdict, (f"It has {len(attempt.text.split())} words.", attempt.prompt))
"""


@pytest.fixture
def lay(tmp_path):
    """Lays a verifier whose ``verify`` does this into the desk's plugins folder."""

    def do(body=SHORT, identifier="short", **fields):
        code = HEAD + textwrap.indent(textwrap.dedent(body).strip(), " " * 8) + "\n\nverifier = Own()\n"
        fields = {"kind": "verifier", "prompts": ["hello", "go on"]} | fields
        return install(tmp_path / "plugins", identifier, code, **fields)

    return do


def ask(desk, prompt="Say hello."):
    live = desk.comparing.start(prompt, [desk.model(f"recorded/{name}") for name in ("amber", "blue")])
    finish(desk, live)
    desk.judging.learn(live)
    return [pane[0] for pane in live.panes]


def judge(desk, done):
    """Tick as a window does until something holds."""
    until = time.monotonic() + PATIENCE_S
    assert desk.rendering.ready()
    while not done():
        assert time.monotonic() < until, "it did not come to hold"
        desk.judging.tick()
        select.select([desk.rendering.fileno()], [], [], 0.05)
        desk.rendering.pump()


def verdicts(desk, answers):
    return [desk.judging.standing(answer).verdict for answer in answers]


def test_what_a_plugin_says_stands_is_counted_and_kept_with_its_name_and_version(desk, lay, reopened) -> None:
    lay()
    answers = ask(desk)
    judge(desk, lambda: None not in verdicts(desk, answers))
    standing = desk.judging.standing(answers[0])
    assert (standing.verdict, standing.by, standing.verifiers) == (Verdict.PASS, "verifier", ("short 1.0",))
    assert standing.evidence == ("It has 3 words.", "Say hello.")
    more = ask(desk, "Go on.")
    judge(desk, lambda: None not in verdicts(desk, more))
    assert verdicts(desk, more) == [Verdict.FAIL, Verdict.FAIL]
    assert desk.judging.success([answers[0], more[0]]).passed == 1
    again = reopened()
    assert again.judging.standing(answers[0]) == standing


def test_prompts_that_it_does_not_name_are_not_its_own_and_it_may_decline_others(desk, lay) -> None:
    lay("return None", "declines", prompts=["hello"])
    lay("return Finding(Verdict.UNSURE, ['Who knows?'])", "doubts", prompts=["HELLO"])
    other, answers = ask(desk, "Go on."), ask(desk)
    judge(desk, lambda: None not in verdicts(desk, answers))
    assert verdicts(desk, answers) == [Verdict.UNSURE] * 2
    assert desk.judging.standing(answers[0]).verifiers == ("doubts 1.0",)
    assert verdicts(desk, other) == [None, None]


def test_words_of_a_prompt_are_whole_words_in_either_case() -> None:
    assert is_for(["sum of"], "Give the SUM OF these.")
    assert is_for(["cube"], "A cube, please")
    assert is_for(["立方体"], "旋转的立方体吧")
    assert not is_for(["sum"], "I assume so; summer")


def test_a_verdict_is_asked_for_once_and_again_by_a_new_version_which_takes_its_place(
    desk, lay, reopened, tmp_path
) -> None:
    body = f"open({str(tmp_path / 'none')!r}) if False else None\n" + SHORT
    lay(body)
    answers = ask(desk)
    judge(desk, lambda: None not in verdicts(desk, answers))
    version = desk.judging.version
    for _ in range(5):
        desk.judging.tick()
    assert desk.judging.version == version == 2
    lay("return Finding(Verdict.FAIL, ['No.'])", version="2.0")
    again = reopened()
    live = again.comparing.open(answers[0].generation.comparison_id)
    again.judging.learn(live)
    fresh = live.answers()
    assert verdicts(again, fresh) == [Verdict.PASS] * 2
    judge(again, lambda: verdicts(again, fresh) == [Verdict.FAIL] * 2)
    assert again.judging.standing(fresh[0]).verifiers == ("short 2.0",)
    assert [one.source for one in again._project.judgements(fresh[0].id)] == ["short 2.0"]


def test_another_setting_has_what_is_shown_judged_anew(desk, lay) -> None:
    settings = {"wanted": {"type": "string", "default": "hello", "label": "Wanted"}}
    body = "found = job.settings['wanted'] in attempt.text\n"
    lay(body + "return Finding(Verdict.PASS if found else Verdict.FAIL, ('So.',))", settings=settings)
    answers = ask(desk)
    judge(desk, lambda: verdicts(desk, answers) == [Verdict.PASS] * 2)
    desk.rendering.set_setting("short", "wanted", "amber")
    judge(desk, lambda: verdicts(desk, answers) == [Verdict.PASS, Verdict.FAIL])


def test_one_that_is_switched_off_judges_nothing_more_and_what_it_said_stays(desk, lay) -> None:
    lay()
    answers = ask(desk)
    judge(desk, lambda: None not in verdicts(desk, answers))
    desk.rendering.set_enabled("short", False)
    assert verdicts(desk, answers) == [Verdict.PASS] * 2
    more = ask(desk, "Go on.")
    assert not desk.verifying.any
    desk.judging.tick()
    assert verdicts(desk, more) == [None, None]


def test_a_person_has_the_last_word_and_the_verifiers_stays_beside_it(desk, lay) -> None:
    lay()
    answers = ask(desk)
    judge(desk, lambda: None not in verdicts(desk, answers))
    desk.judging.say(answers[0], Verdict.FAIL)
    standing = desk.judging.standing(answers[0])
    assert (standing.verdict, standing.by, standing.found) == (Verdict.FAIL, "person", Verdict.PASS)
    assert standing.verifiers == ("short 1.0",)


FORGING = "import os\nfrom sidelight.stage import wire\n"
BAD = {
    "raises": ("raise ValueError('no such thing')", "failed: ValueError: no such thing"),
    "leaves": ("import os\nos._exit(3)", "crashed: it ended by itself with exit code 3"),
    "segfaults": ("import ctypes\nctypes.string_at(0)", "crashed: it ended with signal SIGSEGV"),
    "hangs": ("while True: pass", "it took longer than 1 s"),
    "floods": ("while True: sys.stdout.write('x' * 65536)", "it printed too much"),
    "qt": ("import PySide6.QtWidgets", "a plugin uses no Qt"),
    "no_reason": ("return Finding(Verdict.PASS, ['', '  '])", "it gave a verdict without a reason"),
    "one_text": ("return Finding(Verdict.PASS, 'because')", "no list of sentences"),
    "a_word": ("return 'pass'", "it gave str, not a Finding"),
    "another": ("return Finding('great', ['x'])", "'great' is not a valid Verdict"),
    "forges": (
        FORGING
        + "os.write(8, wire.told(wire.VERDICT, {'verdict': 'pass', 'evidence': []}))\nwhile True: pass",
        "it gave a verdict without a reason",
    ),
    "shows": (
        "import os\nfrom sidelight.stage import wire\nos.write(8, wire.pack(wire.HEAD, b'{}'))\nreturn None",
        "it said something that makes no sense",
    ),
    "gives_nothing_at_all": (
        FORGING + "os.write(8, wire.told(wire.DONE, {'job': 1, 'ms': 1, 'seen': []}))\nwhile True: pass",
        "it gave no verdict",
    ),
}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad)
def test_one_that_fails_gives_no_verdict_is_named_and_keeps_no_other_from_judging(desk, lay, bad) -> None:
    body, words = BAD[bad]
    lay(body, "bad", limits={"seconds": 1, "memory_mb": 128})
    lay()
    answers = ask(desk)

    def told() -> str:
        return next(one for one in desk.rendering.plugins() if one.id == "bad").last_error

    judge(desk, lambda: None not in verdicts(desk, answers) and told() != "")
    assert words in told()
    assert verdicts(desk, answers) == [Verdict.PASS] * 2
    assert desk.judging.standing(answers[0]).verifiers == ("short 1.0",)


def test_reasons_are_one_line_each_and_no_more_than_can_be_read(desk, lay) -> None:
    lay("return Finding(Verdict.PASS, ['a\\nb' + chr(0xd800), 'x' * 9999, *('<b>y</b>' for _ in range(99))])")
    answers = ask(desk)
    judge(desk, lambda: None not in verdicts(desk, answers))
    evidence = desk.judging.standing(answers[0]).evidence
    assert (evidence[0], len(evidence[1]), len(evidence)) == ("a b?", 300, 12)


def said(source: str, verdict: Verdict, *evidence: str) -> Judgement:
    return Judgement("", "", "", source, verdict, evidence, 0)


def test_verifiers_that_disagree_leave_it_to_a_person() -> None:
    one, other = said("sums 1", Verdict.PASS, "It adds up."), said("form 2", Verdict.FAIL, "It has no form.")
    standing = standing_of([one, other])
    assert (standing.verdict, standing.found, standing.by) == (Verdict.UNSURE, Verdict.UNSURE, "verifier")
    assert standing.evidence == (DISAGREE, "sums: It adds up.", "form: It has no form.")
    assert standing.verifiers == ("sums 1", "form 2")
    unsure = said("form 2", Verdict.UNSURE, "Hm.")
    assert standing_of([unsure, one]) == standing_of([one, unsure]) == standing_of([one])
    both = standing_of([one, said("form 2", Verdict.PASS, "It has form.")])
    assert (both.verdict, both.evidence) == (Verdict.PASS, ("It adds up.", "It has form."))
