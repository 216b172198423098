"""What a running portal holds, and how work on it is opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.agencies.portal_plugins import PortalPlugins
from portal.agencies.registry import Registry
from portal.complaints import entries
from portal.complaints.every_feature import Features
from portal.complaints.letters.letters import store_notices
from portal.complaints.proof.last_kept import LastKept
from portal.complaints.queries.plugin_failures import add_failures
from portal.complaints.queries.staff import Staff
from portal.complaints.queries.unopened_texts import note_unopened
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import (
    ALONE,
    Advice,
    ReadTogether,
    Tried,
    Work,
    advice_on,
    complaint_by_number,
    complaints_by_number,
    hold,
    locked_complaint,
)
from portal.config import Config
from portal.db.engine import Database
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import UnknownComplaintError
from portal.domain.routing import Found, Suggestion
from portal.finder.learned.beside import place_of_learned
from portal.finder.learned.kept import KeptLearning
from portal.finder.learned.learned import Learned
from portal.finder.likeness.kept import KeptLikeness, place_of_likeness
from portal.finder.meaning.kept import KeptMeanings, place_of_meanings
from portal.finder.suggest import Finder
from portal.finder.suggesting import Suggesting
from portal.gateways.file_store import FileStore
from portal.gateways.mailer import Mailer
from portal.jobs import tried
from portal.keyring import Keyring
from portal.keys_file import KeysFile, KeysTrouble
from portal.releases.noticing import Noticing
from portal.releases.queries import Marks, releases_in_force, stored_release
from portal.releases.queries_running import former_releases

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")
Act = Callable[[Work, ComplaintRecord], T]
"""A change of one complaint, which says what came of it."""

_ASKED_AGAIN_AT_MOST = 5
_KEPT_EVERY = 1.0


class MovedError(Exception):
    """The complaint moved between the advice and the lock, more often than is reasonable."""


@dataclass
class Runtime:
    """A running portal: its database, agencies, finder, gateways and features, and its clock."""

    config: Config
    keyring: Keyring
    database: Database
    agencies: Registry
    mailer: Mailer
    files: FileStore
    features: Features
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    plugins: PortalPlugins = field(default_factory=PortalPlugins)
    is_demonstration: bool = False
    keys_file: KeysFile | None = None
    last_kept: LastKept = field(default_factory=LastKept)
    _failures_kept: float = 0.0
    _noticing: Noticing = field(init=False, repr=False)
    _suggesting: Suggesting = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make what belongs to this portal alone, before processes are forked that share it."""
        self._noticing = Noticing(self.database, self.agencies, self.features)
        likeness = KeptLikeness(place_of_likeness(self.config.agencies, self.config.data))
        self._suggesting = Suggesting(self.agencies, self._learning(), likeness, self.evidence_key)
        self.database.published = lambda: self.agencies.published

    def _learning(self) -> KeptLearning:
        return KeptLearning(place_of_learned(self.config.agencies, self.config.data))

    @property
    def learned(self) -> Learned | None:
        """What the finder learned from examples; None where nothing is kept."""
        return self._learning().learned

    @property
    def evidence_key(self) -> bytes:
        """The key by which marks of texts are counted, this installation's own."""
        return self.keyring.secret("finder evidence")

    @property
    def letters_leave(self) -> bool:
        """Tell whether whoever is written to gets it; a demonstration pretends that they do."""
        return self.config.sends_mail or self.is_demonstration

    def keys_trouble(self) -> KeysTrouble | None:
        """Return what is wrong with the file of the keys, though the portal goes on with its own.

        None where the keys came from no file.
        """
        return None if self.keys_file is None else self.keys_file.trouble()

    def remember_last_kept(self, path: Path) -> None:
        """Remember in a file how far what is kept goes, and refuse an older copy by it."""
        self.last_kept = LastKept(path, self.keyring.public_key)
        self.database.ensure_newest = self.last_kept.ensure_not_older

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """Open a session that only looks, on behalf of `actor`."""
        return self.database.reading(actor)

    def read(
        self,
        actor: Actor,
        query: Callable[Concatenate[Session, P], T],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> T:
        """Return what one query finds, on behalf of `actor`."""
        with self.reading(actor) as session:
            return query(session, *arguments, **named)

    def glance(
        self, query: Callable[Concatenate[Connection, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        """Return what one query finds for the portal: nothing narrows it to what an actor sees."""
        with self.database.glancing() as connection:
            return query(connection, *arguments, **named)

    @contextmanager
    def transaction(self, actor: Actor = PORTAL) -> Iterator[Session]:
        """Open a session to change something on behalf of `actor`; commit at its end."""
        with self.database.transaction(actor) as session:
            yield session

    @contextmanager
    def acting(self, actor: Actor, now: datetime | None = None) -> Iterator[Work]:
        """Open work on something that is no complaint, on behalf of `actor`; commit at its end."""
        moment = now or self.now()
        with self.transaction(actor) as session:
            staff = Staff(moment)
            work = Work(session, self.keyring, self.agencies, actor, moment, staff, self.features)
            yield work
            store_notices(session, work.notices)

    def change(
        self,
        actor: Actor,
        number: str,
        act: Act[T],
        seen_version: int | None = None,
        now: datetime | None = None,
    ) -> T:
        """Do something with a complaint: ask its agency, lock it, ask again if it moved, act.

        `seen_version` is the version that the actor was looking at: StaleComplaintError is raised
        if somebody else changed the complaint meanwhile.
        """
        moment = now or self.now()
        for _ in range(_ASKED_AGAIN_AT_MOST):
            advice = self.advice(actor, number, moment)
            with self.transaction(actor) as session:
                complaint = locked_complaint(session, number, seen_version)
                if complaint.version == advice.version:
                    excluded = self.features.excluded(session, [complaint.id])
                    staff = Staff(moment).excluding(excluded.get(complaint.id, ()))
                    work = self._work(session, actor, staff, advice, complaint)
                    result = act(work, complaint)
                    store_notices(session, _allowed(work))
                    return result
        raise MovedError(number)

    def foresee(self, actor: Actor, number: str, act: Act[T]) -> T:
        """Return what would come of something with a complaint now; nothing of it is written."""
        now = self.now()
        advice = self.advice(actor, number, now)
        with self.reading(actor) as session:
            complaint = complaint_by_number(session, number)
            excluded = self.features.excluded(session, [complaint.id]).get(complaint.id, ())
            staff = Staff(now).excluding(excluded)
            means = (session, self.keyring, self.agencies, actor, now, staff, self.features)
            return act(Work(*means, advice), complaint)

    def change_each(
        self, actor: Actor, changes: Sequence[tuple[str, Act[T]]], now: datetime | None = None
    ) -> list[Tried[T]]:
        """Do something with each of several complaints, by number; all of it shares one commit.

        One that fails is undone alone. One that somebody else holds is left as it is, and so is
        one that moved since its agency was asked: nobody waits for anybody. A change may be tried
        twice, the first time undone.
        """
        moment = now or self.now()
        advised = self._advised(actor, [number for number, _ in changes], moment)
        try:
            return self._change_all(actor, changes, advised, moment, alone=False)
        except Exception:  # noqa: BLE001  # raised again, or kept, by the second try
            # One failed, so that all is undone: now each in a savepoint of its own. Most often
            # none fails, and without savepoints a database does the work in a third of the time.
            return self._change_all(actor, changes, advised, moment, alone=True)

    def change_waiting(
        self, waiting: Callable[[Session], list[str]], act: Act[bool], now: datetime
    ) -> int:
        """Do something for the portal with each complaint that waits for it, by number.

        One that fails never holds back the others; return with how many it was done.
        """
        with self.reading(PORTAL) as session:
            numbers = waiting(session)
        change = partial(self.change, PORTAL, act=act, now=now)
        return sum(tried("do what follows", partial(change, number), False) for number in numbers)

    def _change_all(
        self,
        actor: Actor,
        changes: Sequence[tuple[str, Act[T]]],
        advised: Mapping[str, Advice | Exception],
        now: datetime,
        *,
        alone: bool,
    ) -> list[Tried[T]]:
        with self.transaction(actor) as session:
            batch = hold(session, self.features, [number for number, _ in changes], now)

            def tried(number: str, act: Act[T]) -> Tried[T]:
                advice, complaint = advised[number], batch.complaints.get(number)
                if isinstance(advice, Exception):
                    return Tried(error=advice)
                if complaint is None or complaint.version != advice.version:
                    return Tried(is_left=True)
                try:
                    with session.begin_nested() if alone else nullcontext():
                        staff = batch.staff.excluding(batch.excluded.get(complaint.id, ()))
                        work = self._work(session, actor, staff, advice, complaint, batch.read)
                        result = act(work, complaint)
                except Exception as error:
                    if not alone:
                        raise
                    return Tried(error=error)
                batch.notices.extend(_allowed(work))
                return Tried(result)

            tries = [tried(number, act) for number, act in changes]
            store_notices(session, batch.notices)
            return tries

    def _advised(
        self, actor: Actor, numbers: Sequence[str], now: datetime
    ) -> dict[str, Advice | Exception]:
        """Ask each complaint's agency about it, with nothing locked; keep what goes wrong."""
        advised: dict[str, Advice | Exception] = {
            number: UnknownComplaintError(number) for number in numbers
        }
        with self.reading(actor) as session:
            complaints = complaints_by_number(session, numbers)
        for complaint in complaints:
            try:
                advised[complaint.number] = advice_on(self.agencies, complaint, now)
            except Exception as error:  # noqa: BLE001  # kept for the one complaint
                advised[complaint.number] = error
        return advised

    def advice(self, actor: Actor, number: str, now: datetime) -> Advice:
        """Ask a complaint's agency about it, with nothing locked."""
        with self.reading(actor) as session:
            complaint = complaint_by_number(session, number)
        return advice_on(self.agencies, complaint, now)

    @property
    def finder(self) -> Finder:
        """The finder over the agencies in force."""
        return self._suggesting.finder

    def found(self, text: str, language: str, most: int = 5, place: str = "") -> Found:
        """Return what is found for a text: at most `most` agencies in force, best first.

        `place` is what was typed where the page asks for a place.
        """
        return self._suggesting.found(self.plugins, text, language, self.now(), most, place)

    def suggested(self, text: str, language: str, most: int = 5) -> list[Suggestion]:
        """Return at most `most` agencies in force that could answer for a text, best first."""
        return list(self.found(text, language, most).suggestions)

    def heard_category(self, agency: str, text: str, language: str) -> str | None:
        """Return the category of an agency that a text is about, if one is heard or decided."""
        decided = (one for one in self.suggested(text, language) if one.agency == agency)
        suggestion = next(decided, None)
        if suggestion is not None and suggestion.category is not None:
            return suggestion.category
        return self._suggesting.category_of(agency, text, language)

    def notice_releases(self) -> None:
        """See that another process put something in force: see `Noticing`."""
        self._noticing.notice()

    def take_up_changes(self) -> None:
        """See at once what this process has just put in force, and tell those forked with it."""
        self._noticing.take_up()

    @property
    def marks(self) -> Marks:
        """What is another whenever what is shown is, unless it is by the time."""
        return self._noticing.marks

    def keep_plugin_failures(self, *, at_once: bool = True) -> None:
        """Write down what plugins failed at in this process, and which texts did not open.

        Unless `at_once`, not more often than once a second: one that always fails would write for
        each page. What cannot be written, as on a full disk, is kept for the next time.
        """
        noted = self.agencies.noted
        if not (noted or self.database.has_unopened) or not (
            at_once or time.monotonic() - self._failures_kept > _KEPT_EVERY
        ):
            return
        self._failures_kept = time.monotonic()
        with self.reading(PORTAL) as session:
            note_unopened(session, self.database.unopened(), noted)
        taken = noted.take()
        try:
            with self.transaction() as session:
                add_failures(session, taken, self.now())
        except Exception:
            noted.put_back(taken)
            log.exception("failures of plugins not kept")

    def _work(
        self,
        session: Session,
        actor: Actor,
        staff: Staff,
        advice: Advice,
        complaint: ComplaintRecord,
        read: ReadTogether = ALONE,
    ) -> Work:
        means = (session, self.keyring, self.agencies, actor, staff.now, staff, self.features)
        work = Work(*means, advice, read)
        for failure in advice.failures:
            work.record(complaint, entries.PluginFailed(hook=failure.hook, reason=failure.reason))
        return work


def _allowed(work: Work) -> list[dict[str, Any]]:
    """Return the notices of a use case, but none for whom its complaint turned out to concern."""
    return [notice for notice in work.notices if notice["user_id"] not in work.staff.excluded]


def build_runtime(
    config: Config,
    keyring: Keyring,
    mailer: Mailer,
    files: FileStore,
    features: Features,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    plugins: PortalPlugins | None = None,
) -> Runtime:
    """Put a portal together from its settings, gateways, features and plugins."""
    pool_size = config.threads + 2
    database = Database(config.database_url, keyring, features.row_rules, pool_size)

    def read(reading: Callable[[Session], T]) -> T:
        with database.reading(PORTAL) as session:
            return reading(session)

    registry = Registry(
        lambda: read(releases_in_force),
        lambda release_id: read(partial(stored_release, release_id=release_id)),
        lambda: read(features.successions),
        lambda: read(features.rules),
        KeptMeanings(place_of_meanings(config.agencies, config.data)),
        lambda: read(features.decided),
        lambda agency: read(partial(former_releases, agency=agency)),
    )
    asked = plugins or PortalPlugins()
    return Runtime(config, keyring, database, registry, mailer, files, features, now, asked)
