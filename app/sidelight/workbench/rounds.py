# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One round of the arena: asked, shown without names, voted on, opened. In this order, and never back."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

from sidelight.domain.battle import Battle, LogEvent, Purpose, Vote
from sidelight.domain.errors import ProjectError, ReadOnlyProject, UsageError
from sidelight.domain.identity import GenerationId
from sidelight.domain.message import Conversation
from sidelight.domain.model import Model
from sidelight.workbench import commitment
from sidelight.workbench.arena_rules import Rules
from sidelight.workbench.live import LiveAnswer
from sidelight.workbench.sides import Pace, Prepared, Side
from sidelight.workbench.venue import Held, RoundState, Venue
from sidelight.workbench.void import Void, fault
from sidelight.workbench.voting import Circumstances, Said, Voting

_log = logging.getLogger(__name__)


class Round:
    """A round as a window shows it. Before it is opened nothing public in it names a model."""

    def __init__(
        self, venue: Venue, rules: Rules, asked: Conversation, held: Held, earlier: tuple[Round, ...] = ()
    ) -> None:
        self.state = RoundState.ASKING
        self.version = 0
        self.prompt = asked.prompt
        self.system = asked.system
        self.attachments = asked.attachments
        self.rules = rules
        self.earlier = earlier
        self.void: Void | None = None
        self.leaked = False
        self._venue = venue
        self._held = held
        self._pace = Pace(venue.moment.steady_ms, rules.pace)
        self._prepared: Future[Prepared] | None = None
        self._recognised: Future[bool] | None = None
        self._ticket: int | None = None
        self._opening = False
        self._due_ms = venue.moment.steady_ms() + held.takes_ms
        sides = len(held.battle.models)
        self._voter = venue.annotator()
        self._voting = Voting(held.battle.id, sides, venue.moment, lambda: self._voter, held.votes)
        self.sides = tuple(Side(position, GenerationId(""), self._pace) for position in range(sides))

    def __repr__(self) -> str:
        return f"Round ({self.state})"

    # what it is

    @property
    def turn(self) -> int:
        """Counts from 1."""
        return self._held.battle.turn

    @property
    def ranking(self) -> bool:
        """Whether places are given to three answers or more."""
        return len(self.sides) > 2

    @property
    def complete(self) -> bool:
        """Whether all of every answer is on display."""
        return self.state in (RoundState.SHOWING, RoundState.VOTED, RoundState.REVEALED) and all(
            side.done for side in self.sides
        )

    @property
    def void_reason(self) -> str:
        """Why there is no vote; empty if there can be one."""
        return self.void.sentence if self.void is not None else ""

    @property
    def given(self) -> Vote | None:
        """The vote that stands; ``None`` if there is none."""
        return self._voting.given

    @property
    def kept(self) -> bool:
        """Whether everything that was said so far is on the disk."""
        return self._ticket is not None and self._venue.project.is_kept(self._ticket)

    @property
    def exposed(self) -> bool:
        """Whether answers of its models have been on display, without names until now.

        Who sees such an answer by its name from here on is not blind any more.
        """
        if self._open:
            return False
        return self.state in (RoundState.SHOWING, RoundState.VOTED) or bool(self._held.lineage)

    @property
    def can_follow(self) -> bool:
        """Whether a further turn may be asked for."""
        return self._goes_on and self.state in (RoundState.READY, RoundState.SHOWING)

    @property
    def can_reroll(self) -> bool:
        """Whether all may be asked once more."""
        waiting = (RoundState.READY, RoundState.SHOWING, RoundState.VOID)
        again = self.void not in (Void.AGAIN, Void.LEFT)
        return self._goes_on and self.state in waiting and again and not self._opening

    @property
    def _goes_on(self) -> bool:
        """Whether its models can be asked again: in the sitting in which they were asked, or seem to be."""
        held = self._held
        return held.live is not None or (held.battle.repeats is not None and not held.is_logged)

    @property
    def busy(self) -> bool:
        """Whether time alone will change it."""
        if self.state is RoundState.SHOWING:
            return not self.complete
        return self.state is RoundState.ASKING or self._opening

    # what is known once it was opened

    @property
    def _open(self) -> bool:
        return self.state is RoundState.REVEALED

    @property
    def names(self) -> tuple[str, ...]:
        """Of the models, leftmost first; nothing before the round was opened."""
        return tuple(str(ref) for ref in self._held.battle.models) if self._open else ()

    @property
    def models(self) -> tuple[Model, ...]:
        """Leftmost first; nothing before the round was opened."""
        return self._held.models if self._open else ()

    @property
    def answers(self) -> tuple[LiveAnswer, ...]:
        """As they came, with all that was hidden; nothing before the round was opened.

        Raises:
            ProjectError: they cannot be read.
        """
        if not self._open:
            return ()
        comparison_id = self._held.battle.comparison_id
        if not self._held.answers and comparison_id is not None:
            opened = self._venue.comparing.open(comparison_id).answers()
            by_id = {answer.id: answer for answer in opened}
            found = tuple(by_id[one] for one in self._held.battle.generations if one in by_id)
            self._held = replace(self._held, answers=found)
        return self._held.answers

    @property
    def recognised(self) -> bool:
        """Whether an answer stood in the project with its name before; not told before it was opened."""
        return self._open and self._is_recognised

    @property
    def purpose(self) -> Purpose | None:
        """Why it was held; ``None`` before it was opened."""
        return self._held.battle.purpose if self._open else None

    @property
    def battle(self) -> Battle | None:
        """As the project keeps it; ``None`` before it was opened."""
        return self._held.battle if self._open else None

    # what a person does

    def show(self) -> None:
        """Begin to display: all sides from the same moment."""
        if self.state is RoundState.READY:
            self._pace.start()
            self._go(RoundState.SHOWING)

    def show_all(self) -> None:
        """Display the rest of all sides at once."""
        if self.state is RoundState.SHOWING:
            self._pace.finish()
            self.version += 1

    def vote(self, said: Said) -> None:
        """Vote, also before all is on display; a later vote takes the place of an earlier one.

        Raises:
            UsageError: there is nothing to vote on, or the vote does not fit.
            ReadOnlyProject: it could not be kept.
        """
        if self.state not in (RoundState.SHOWING, RoundState.VOTED) or self._opening:
            raise UsageError(
                "There is nothing to vote on now.", "Wait for the answers, or begin a new round."
            )
        self._say(self._voting.vote(self._under, said))
        self._go(RoundState.VOTED)

    def skip(self, reason: str) -> None:
        """Say that there will be no vote, and why.

        Raises:
            UsageError: there is nothing to skip, or no reason.
            ReadOnlyProject: it could not be kept.
        """
        waiting = (RoundState.READY, RoundState.SHOWING, RoundState.VOTED)
        if self.state not in waiting or self._opening:
            raise UsageError("There is nothing to skip now.", "Wait for the answers, or begin a new round.")
        self._say(self._voting.skip(self._under, reason))
        self._go(RoundState.VOTED)

    def undo(self) -> None:
        """Take the vote back, as long as the names are not known; else do nothing."""
        if self.state is RoundState.VOTED and not self._opening and self.given is not None:
            self._say(self._voting.withdrawal(self._under))
            self._pace.start()
            self._go(RoundState.SHOWING)

    def stop(self) -> None:
        """End answers that are being written; the round is void then."""
        if self.state is not RoundState.ASKING:
            return
        if self._held.live is not None:
            self._venue.comparing.stop_all(self._held.live)
        elif self._goes_on:
            self._declare(Void.STOPPED)

    def reveal(self) -> None:
        """Open the round as soon as the vote is on the disk; a void round is opened too."""
        if self.state in (RoundState.VOTED, RoundState.VOID) and not self._opening:
            self._opening = True
            self.version += 1

    def change(self, said: Said) -> None:
        """Vote otherwise after the names are known: a new record, which no blind board counts.

        Raises:
            UsageError: the round is not open, had no vote, or the vote does not fit.
            ReadOnlyProject: it could not be kept.
        """
        if not self._open or self.given is None or not self.given.counts:
            raise UsageError("Only a vote on an opened round can be changed.", "Vote first.")
        self._say(self._voting.vote(self._under, said, revealed=True))
        self.version += 1

    # what the arena does

    def judged_by(self, voter: str) -> None:
        """Another person takes it up: votes of others stand beside the one that this one gives."""
        self._voter = voter
        if self._recognised is not None:
            # Since then answers may have been read with their names.
            self._recognised = self._venue.recognise(self._held.texts, self._held.models)
        if self.state in (RoundState.READY, RoundState.VOTED):
            self._go(RoundState.READY if self.given is None else RoundState.VOTED)

    def tick(self) -> bool:
        """Go on as far as possible without waiting. Returns whether anything changed."""
        before = self.version
        if self.state is RoundState.ASKING:
            self._ask_on()
        elif self._opening and self.kept:
            self._unveil()
        return self.version != before or (self.state is RoundState.SHOWING and not self.complete)

    def leave(self, reason: str = "") -> None:
        """Close the round for good because another begins: void, skipped or opened, whatever fits."""
        if self.state is RoundState.ASKING and self._held.is_logged:
            # It was ready in an earlier sitting, and only its texts are being made fit to be shown.
            self._go(RoundState.READY if self.given is None else RoundState.VOTED)
        if self.state is RoundState.ASKING:
            self.stop()
            self._declare(Void.LEFT)
        elif self.state in (RoundState.READY, RoundState.SHOWING):
            self.skip(reason or "left without a vote")
        if self.state in (RoundState.VOTED, RoundState.VOID):
            # What was said before comes before it on the disk, too.
            self._unveil()

    def hidden(self) -> Held:
        """For the arena alone: what no window may look at."""
        return self._held

    def superseded(self, *, by_turn: bool) -> Held:
        """Another turn or another attempt takes its place; returns what no window may look at."""
        if by_turn:
            self._go(RoundState.PAST)
        elif self.state is not RoundState.VOID:
            self._declare(Void.AGAIN)
        else:
            self.void = Void.AGAIN
        return self._held

    # within

    def _go(self, state: RoundState) -> None:
        self.state = state
        self.version += 1

    def _ask_on(self) -> None:
        if self._prepared is None:
            if any(answer.running for answer in self._held.answers):
                return
            answers = [answer.generation for answer in self._held.answers]
            why = fault(answers, cut_counts=self.rules.cut_counts) if answers else None
            if why is not None:
                self._declare(why)
                return
            texts = self._held.texts or tuple(answer.text for answer in answers)
            self._held = replace(self._held, texts=texts)
            self._prepared = self._venue.prepare(texts, self._held.models, self.rules)
        due = self._venue.moment.steady_ms() >= self._due_ms
        if self._ticket is None and self._prepared.done() and due:
            if self._prepared.exception() is not None:
                _log.error("The answers could not be prepared.", exc_info=self._prepared.exception())
                self._declare(Void.FAILED)
                return
            self._commit(self._prepared.result())
        if self.kept:
            if self.given is not None:
                self._pace.finish()
            self._go(RoundState.READY if self.given is None else RoundState.VOTED)

    def _commit(self, prepared: Prepared) -> None:
        """Put the answers into the log; only then may anything be shown."""
        self.leaked = prepared.leaked
        battle = self._held.battle
        if not self._held.is_logged:
            answered = tuple(answer.id for answer in self._held.answers) or battle.generations
            battle = replace(battle, generations=answered, styles=prepared.styles)
            self._held = replace(self._held, battle=battle)
            event = commitment.shown(battle, self._held.texts, self._now())
            self._venue.project.add_battles([battle], [], [event])
        self.sides = tuple(
            Side(position, answer, self._pace, text)
            for position, (answer, text) in enumerate(zip(battle.generations, prepared.texts, strict=True))
        )
        self._ticket = self._venue.project.ticket()
        self._recognised = self._venue.recognise(self._held.texts, self._held.models)

    def _declare(self, why: Void) -> None:
        """There will be no vote."""
        battle, answers = self._held.battle, self._held.answers
        ended = bool(answers) and not any(answer.running for answer in answers)
        was_shown = self._ticket is not None
        if not was_shown and answers:
            battle = replace(battle, generations=tuple(answer.id for answer in answers))
            self._held = replace(self._held, battle=battle)
        texts = [answer.text for answer in answers] if ended else self._held.texts if was_shown else ()
        self._keep([] if was_shown else [battle], [], [commitment.void(battle, texts, why, self._now())])
        self.void = why
        self._go(RoundState.VOID)

    def _unveil(self) -> None:
        opened = (*self._held.lineage, self._held.battle)
        self._keep([], [], [commitment.revealed(battle, self._now()) for battle in opened])
        self._opening = False
        self._go(RoundState.REVEALED)

    def _say(self, vote: Vote) -> None:
        project = self._venue.project
        if project.read_only:
            raise ReadOnlyProject(f"{project.path.name} can only be read, so no vote could be kept.")
        self._keep([], [vote], [commitment.voted(self._held.battle, vote, self._now())])
        self._voting.keep(vote)

    def _keep(self, battles: Sequence[Battle], votes: Sequence[Vote], events: Sequence[LogEvent]) -> None:
        self._venue.project.add_battles(battles, votes, events)
        self._ticket = self._venue.project.ticket()

    @property
    def _under(self) -> Circumstances:
        early = not all(side.done for side in self.sides)
        return Circumstances(int(self._pace.elapsed_ms), early, self.leaked or self._is_recognised)

    @property
    def _is_recognised(self) -> bool:
        """Waits for what was asked when the answers appeared."""
        try:
            return self._recognised is not None and self._recognised.result()
        except ProjectError as error:
            _log.warning("%s", error.sentence)
            return False

    def _now(self) -> int:
        return self._venue.moment.wall_ms()
