"""The features of a running portal together: each is told what happens, and asked what it adds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, select
from sqlalchemy.orm import Session

from portal.complaints.changes import Changes
from portal.complaints.events import Content, Event, LetLeave
from portal.complaints.features import (
    Closing,
    CountedApart,
    Decide,
    Feature,
    InForce,
    Obligation,
    Reaction,
    TextUse,
)
from portal.complaints.planning import Added, Filing
from portal.complaints.queries.case_file import CaseFile, CaseRead
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.work_list_rows import RowRead
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.row_rules import ROW_RULES
from portal.complaints.work import Work
from portal.db.row_filter import RowRules, as_the_portal
from portal.domain.errors import HeldTextNotOpenedError
from portal.domain.handling.held_messages import WHOSE, KeptText, Outgoing, whose
from portal.domain.routing import DecidedMarks, RoutingRule
from portal.domain.succession import Succession
from portal.domain.time.clock import ClockKind
from portal.jobs import Job
from portal.words.clocks import ClockWords
from portal.words.letters.writing import OWN, Wordings, joined

V = TypeVar("V")


@dataclass(frozen=True)
class Features:
    """The features of a running portal, in the order in which they are told what happens."""

    every: tuple[Feature, ...] = ()

    def happened(self, event: Event) -> None:
        """Let each feature that asked for it do its part, in this transaction."""
        reactions = [
            reaction
            for reaction in self._reactions.get(type(event), ())
            if _may_concern(reaction, event.complaint)
        ]
        asked = [reaction.where for reaction in reactions if reaction.where is not None]
        holding = iter(_holding(event, asked) if asked else ())
        for reaction in reactions:
            if reaction.where is None or next(holding):
                reaction.act(event)

    def obligation(self, kind: ClockKind) -> Obligation | None:
        """Return what a clock of this kind asks for; None where no feature asks for it."""
        return self._obligations.get(kind)

    def excluded(self, session: Session, complaint_ids: Collection[int]) -> dict[int, set[int]]:
        """Return whom of the staff each complaint concerns, by its id."""
        excluded: dict[int, set[int]] = {}
        excludes = (feature.excludes for feature in self.every)
        # People are chosen, and nobody is shown a complaint.
        with as_the_portal(session):
            for complaint_id, user_id in _rows_of(session, excludes, complaint_ids):
                excluded.setdefault(complaint_id, set()).add(user_id)
        return excluded

    @cached_property
    def changes(self) -> Changes:
        """What looks up what is asked to be changed: nothing, where no feature does."""
        asked = (feature.changes for feature in self.every if feature.changes is not None)
        return next(asked, Changes())

    def concerned(
        self,
        session: Session,
        complaint_id: int,
        agency: str,
        story: str,
        complainant: str = "",
    ) -> frozenset[int]:
        """Return whom of the agency a complaint concerns, as it is noted or as its story says.

        Where somebody else tells it, what may be the name of the `complainant` is nobody else's.
        """
        asked = (feature.concerns for feature in self.every if feature.concerns is not None)
        return frozenset[int]().union(
            *(concerns(session, complaint_id, agency, story, complainant) for concerns in asked)
        )

    def at_filing(self, connection: Connection, filing: Filing) -> list[Added]:
        """Return what the features add to a complaint about to be written."""
        asked = (feature.at_filing for feature in self.every if feature.at_filing is not None)
        answers = (add(connection, filing) for add in asked)
        return [added for added in answers if added is not None]

    @cached_property
    def outgoing(self) -> Mapping[type[Content], LetLeave]:
        """What may be confirmed to leave, and the use case that carries each out."""
        return {kind: act for feature in self.every for kind, act in feature.outgoing.items()}

    def content_of(self, kind: str, stored: Mapping[str, Any]) -> Content:
        """Return what of this kind was confirmed, as it was stored."""
        return next(content for content in self.outgoing if content.kind == kind).read(stored)

    def confirmed_content(self, held: KeptText) -> Content:
        """Return what was confirmed in a text that has not left.

        Raise HeldTextNotOpenedError where it does not open, or was confirmed about another
        complaint, by somebody else or as something else than its row says.
        """
        of_row = whose(held.complaint_id, held.kind, held.author_id)[WHOSE]
        try:
            # Earlier versions kept nothing of whose a text is.
            if held.content.get(WHOSE, of_row) == of_row:
                return self.content_of(held.kind, held.content)
        except (ValueError, StopIteration):
            pass
        raise HeldTextNotOpenedError

    def asks_reader(self, work: Work, complaint: ComplaintRecord, kind: Outgoing) -> bool:
        """Ask somebody to read what was confirmed, if anybody has to before it leaves."""
        asked = (feature.asks_reader for feature in self.every if feature.asks_reader is not None)
        return any(asks(work, complaint, kind) for asks in asked)

    def answers_sent(self, session: Session, complaint_ids: Collection[int]) -> dict[int, datetime]:
        """Return when an answer that has not reached each complaint yet was sent, if one was."""
        sent = _rows_of(session, (feature.answers_sent for feature in self.every), complaint_ids)
        return {complaint_id: at for complaint_id, at in sent if at is not None}

    @cached_property
    def letters(self) -> Wordings:
        """What words every letter, those of the kernel among them."""
        return joined((OWN, *(feature.letters for feature in self.every)), self.clock_words)

    @cached_property
    def texts(self) -> Mapping[str, TextUse]:
        """The kinds of texts that are added to complaints, and what each is for."""
        return {kind: use for feature in self.every for kind, use in feature.texts.items()}

    def use_of(self, kind: str) -> TextUse:
        """Return what a kind of text is for; one that no feature declares stays inside."""
        return self.texts.get(kind, TextUse.INTERNAL)

    @cached_property
    def untold_once_ended(self) -> frozenset[ClockKind]:
        """The kinds of clocks that a complainant may call off, and is told of no more then."""
        return frozenset(kind for kind, one in self._obligations.items() if not one.told_once_ended)

    @cached_property
    def clock_words(self) -> Mapping[ClockKind, ClockWords]:
        """What the date of each kind of clock is called."""
        return {kind: obligation.words for kind, obligation in self._obligations.items()}

    @cached_property
    def unwarned(self) -> frozenset[ClockKind]:
        """The kinds of clocks that nobody is late by, or that no feature asks for."""
        warned_of = {kind for kind, obligation in self._obligations.items() if obligation.warned_of}
        return frozenset(ClockKind) - warned_of

    def take_over(self, session: Session, before: str, after: str) -> None:
        """Give the agency `after` what `before`, which it succeeds, has beside its complaints."""
        for feature in self.every:
            if feature.takes_over is not None:
                feature.takes_over(session, before, after)

    @cached_property
    def decides(self) -> Mapping[str, Decide]:
        """What an agency decides about a complaint when it is received, by the decision's name."""
        return {name: act for feature in self.every for name, act in feature.decides.items()}

    @cached_property
    def in_force(self) -> tuple[InForce, ...]:
        """What the features put in force for every agency."""
        return tuple(feature.in_force for feature in self.every if feature.in_force is not None)

    @cached_property
    def counted_apart(self) -> dict[str, CountedApart]:
        """What features count beside the history, by their names."""
        told = ((feature.name, feature.counted_apart) for feature in self.every)
        return {name: counted for name, counted in told if counted is not None}

    @cached_property
    def public_marks(self) -> tuple[ScalarSelect[Any], ...]:
        """The numbers of which one is another whenever what everybody may see is."""
        return tuple(mark for feature in self.every for mark in feature.public_marks)

    def successions(self, session: Session) -> list[Succession]:
        """Return which agencies took, or take, the place of others."""
        asked = (part.successions for part in self.in_force if part.successions is not None)
        return [succession for successions in asked for succession in successions(session)]

    def rules(self, session: Session) -> list[RoutingRule]:
        """Return the rules in force that say which agency answers for a text."""
        asked = (part.rules for part in self.in_force if part.rules is not None)
        return [rule for rules in asked for rule in rules(session)]

    def decided(self, session: Session) -> list[DecidedMarks]:
        """Return what people decided about texts, counted, by which others are found."""
        asked = (part.decided for part in self.in_force if part.decided is not None)
        return [marks for decided in asked for marks in decided(session)]

    @cached_property
    def jobs(self) -> tuple[Job[Any], ...]:
        """What the features leave to the worker."""
        return tuple(job for feature in self.every for job in feature.jobs)

    @cached_property
    def row_rules(self) -> RowRules:
        """Who sees what: the rules of each feature, and those of the kernel, which none takes away.

        The kernel's look into other tables, and come last.
        """
        own = (rule for feature in self.every for rule in feature.row_rules)
        exclusions = (feature.exclusion for feature in self.every if feature.exclusion is not None)
        return RowRules((*own, *ROW_RULES), exclusions)

    @cached_property
    def row_reads(self) -> tuple[RowRead[Any], ...]:
        """What the features read for the rows of a work list."""
        return tuple(read for feature in self.every for read in feature.row_reads)

    @cached_property
    def case_reads(self) -> tuple[CaseRead[Any], ...]:
        """What the features read with a complaint that somebody opens."""
        return tuple(read for feature in self.every for read in feature.case_reads)

    def closing(self, session: Session, file: CaseFile) -> Closing | None:
        """Return what closes a complaint to whoever just read it; None where they may."""
        asked = (feature.closes for feature in self.every if feature.closes is not None)
        looking = (closes(session, file) for closes in asked)
        return next((closing for closing in looking if closing is not None), None)

    @cached_property
    def followed_reads(self) -> tuple[FollowedRead[Any], ...]:
        """What the features read with a complaint for whoever filed it."""
        return tuple(read for feature in self.every for read in feature.followed_reads)

    @cached_property
    def outlasting(self) -> frozenset[ClockKind]:
        """The kinds of clocks that go on when their complaint ends."""
        every = self._obligations.values()
        return frozenset(obligation.kind for obligation in every if obligation.outlasts)

    def watched_after_end(self, agency: str) -> list[ColumnElement[bool]]:
        """Return what chooses the clocks of ended complaints that are still warned of."""
        every = self._obligations.values()
        chosen = dict.fromkeys(obligation.watched_after_end for obligation in every)
        return [choose(agency) for choose in chosen if choose is not None]

    @cached_property
    def _obligations(self) -> dict[ClockKind, Obligation]:
        every = (obligation for feature in self.every for obligation in feature.obligations)
        return {obligation.kind: obligation for obligation in every}

    @cached_property
    def _reactions(self) -> dict[type[Event], list[Reaction[Any]]]:
        reactions: dict[type[Event], list[Reaction[Any]]] = {}
        for feature in self.every:
            for reaction in feature.reactions:
                reactions.setdefault(reaction.event, []).append(reaction)
        return reactions


def _may_concern(reaction: Reaction[Any], complaint: ComplaintRecord) -> bool:
    """Tell whether what has to be set of the complaint is, if anything has to be."""
    return reaction.if_set is None or getattr(complaint, reaction.if_set.key) is not None


def _holding(event: Event, conditions: Sequence[ColumnElement[bool]]) -> Sequence[bool]:
    """Return which of some conditions hold for the complaint of an event, in one statement."""
    session = event.work.session
    of_complaint = ComplaintRecord.id == event.complaint.id
    with as_the_portal(session):
        return session.execute(
            select(*conditions).select_from(ComplaintRecord).where(of_complaint)
        ).one()


def _rows_of(
    session: Session,
    statements: Iterable[Select[int, V] | None],
    complaint_ids: Collection[int],
) -> Iterator[tuple[int, V]]:
    """Yield what those statements that there are choose of some complaints, by their ids."""
    for statement in statements:
        if statement is not None:
            key = statement.selected_columns[0]
            rows = session.execute(statement.where(key.in_(complaint_ids)))
            yield from ((complaint_id, value) for complaint_id, value in rows)
