"""Agencies are kept apart here, once, for every query; so is whatever else an actor may not see.

A session works on behalf of an actor. Each SELECT, UPDATE or DELETE is narrowed to the rows that
the rules let the actor see; without an actor it is an error. No query has to remember it.

What pages read again and again is written once, with parameters, and handed to `find`: it is
narrowed once for all actors of the same shape, and never made or looked through again.

The rules are values: who stores something says who sees it, and the application hands all of them
to its database. Only the classes that a statement mentions are narrowed: the rules of all the
others would cost it more than it takes itself.

Closed by default: a session without rules, and a class that no rule is about, are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVarTuple, cast

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Dialect,
    Executable,
    Select,
    SelectBase,
    Table,
    and_,
    event,
    or_,
)
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from portal.db.base import Base
from portal.db.viewer import Exclusion, Shape, Viewer, shape_of, values_of
from portal.db.written import Written
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.errors import ActorMissingError, PortalError

FOR_DELIVERY = "for_delivery"
"""The option of a query by which the portal reads where to write to: what no page shows."""

NARROWED = "narrowed"
"""The option of a statement that was narrowed, or that is made to narrow itself."""

CONNECTION = "connection"
"""What of a session's `info` is the connection that all of it goes by, where that is known."""

Ts = TypeVarTuple("Ts")
AnySelect = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Made = AnySelect | Callable[[Viewer], AnySelect]
_MOST_KEPT = 4096
"""Statements that are kept narrowed; there are far fewer, unless one is made anew each time."""

Sees = Callable[[Viewer, Any], ColumnElement[bool] | None]


class RowRule(Struct, frozen=True):
    """Which rows of some stored classes an actor sees.

    It is about `records`, and about every class made from one of them. `sees` returns what tells an
    actor's rows of such a class, None for all of them. `owner` returns the key of what a row
    belongs to: whoever is excluded from that does not see the row by this rule.

    All rules about a class are joined by AND. What a rule tells that is marked `or_seen_by` is seen
    whatever those say.
    """

    records: tuple[type[Any], ...]
    sees: Sees
    owner: Callable[[Any], ColumnElement[int]] | None = None
    or_seen_by: bool = False


def seen_by_all(*records: type[Any]) -> RowRule:
    """Return the rule of stored classes from which no actor is kept: pages choose among them."""
    return RowRule(records, lambda viewer, record: None)


class RowRulesMissingError(PortalError):
    """A session was opened without rules: nothing would have been kept from anybody."""


class UnruledRecordError(PortalError):
    """No rule says who sees the rows of a stored class."""


class UnnarrowedUpdateError(PortalError):
    """Rows were to be changed by their keys alone, past what keeps agencies apart."""


class RowRules:
    """Every rule of a portal, and what excludes somebody from what rows belong to."""

    def __init__(self, rules: Iterable[RowRule], exclusions: Iterable[Exclusion] = ()) -> None:
        self._rules = tuple(rules)
        self._exclusions = tuple(exclusions)
        # Built once for each actor and class: it takes longer than a query does.
        self.narrowing = lru_cache(maxsize=4096)(self._narrowing)
        self._narrowed: dict[tuple[Made, Shape, str], Narrowed] = {}

    def narrowed(self, made: Made, actor: Actor, dialect: Dialect) -> Narrowed:
        """Return a statement that is made once, narrowed and written for all actors like this."""
        key = (made, shape_of(actor), dialect.name)
        narrowed = self._narrowed.get(key)
        if narrowed is None:
            if len(self._narrowed) >= _MOST_KEPT:
                self._narrowed.clear()
            narrowed = self._narrowed[key] = self._narrowed_for(made, self._viewer(actor), dialect)
        return narrowed

    def _narrowed_for(self, made: Made, viewer: Viewer, dialect: Dialect) -> Narrowed:
        statement = made if isinstance(made, SelectBase) else made(viewer)
        if viewer.kind is not ActorKind.PORTAL:
            options = (self._options(viewer, record) for record in records_in(statement))
            statement = statement.options(*chain.from_iterable(options))
        return Narrowed(Written(statement, dialect), tuple(sorted(viewer.names)))

    def _narrowing(self, actor: Actor, record: type[Any]) -> tuple[Any, ...]:
        return self._options(self._viewer(actor), record)

    def _viewer(self, actor: Actor) -> Viewer:
        return Viewer(actor, self._exclusions)

    def _options(self, viewer: Viewer, record: type[Any]) -> tuple[Any, ...]:
        """Return what narrows a stored class for an actor, as options of a statement."""
        about = [rule for rule in self._rules if issubclass(record, rule.records)]
        all_of = [rule for rule in about if not rule.or_seen_by]
        any_of = [rule for rule in about if rule.or_seen_by]
        if not all_of:
            raise UnruledRecordError(record.__name__)
        criteria = self._criteria(all_of, viewer, record)
        alternatives = self._criteria(any_of, viewer, record)
        if not criteria or len(alternatives) < len(any_of):
            return ()
        if alternatives:
            criteria = [or_(and_(*criteria), *alternatives)]
        return tuple(
            with_loader_criteria(record, criterion, include_aliases=True) for criterion in criteria
        )

    def _criteria(
        self, rules: list[RowRule], viewer: Viewer, record: type[Any]
    ) -> list[ColumnElement[bool]]:
        """Return what each rule says, but for those that show the actor everything."""
        criteria = (self._criterion(rule, viewer, record) for rule in rules)
        return [criterion for criterion in criteria if criterion is not None]

    def _criterion(self, rule: RowRule, viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
        criterion = rule.sees(viewer, record)
        if criterion is None or rule.owner is None:
            return criterion
        return and_(criterion, *viewer.excluding(rule.owner(record)))


class Narrowed(Struct, frozen=True):
    """A statement that shows an actor what is theirs, and the parameters that tell who it is."""

    statement: Written
    names: tuple[str, ...]


class PortalSession(Session):
    """A session that knows on whose behalf it works, and by which rules."""


@contextmanager
def as_the_portal(session: Session) -> Iterator[None]:
    """Let the portal do what follows from an act in rows that whoever acts may not see.

    They are shown nothing of it: what they ask for afterwards is narrowed as before.
    """
    with on_behalf_of(session, PORTAL):
        yield


@contextmanager
def on_behalf_of(session: Session, actor: Actor) -> Iterator[None]:
    """Look, in between, at what an actor sees who is not the one that the session works for."""
    before = session.info["actor"]
    session.info["actor"] = actor
    try:
        yield
    finally:
        session.info["actor"] = before


def find(
    session: Session,
    made: Select[*Ts] | CompoundSelect[*Ts] | Callable[[Viewer], Select[*Ts]],
    /,
    **values: Any,
) -> list[tuple[*Ts]]:
    """Return the rows of a statement that is made once, as far as the session's actor sees them.

    The statement selects columns; `values` are those of its parameters. What asks of whoever looks
    is made by a function, of them. Either is kept for as long as the process lives: what is made
    anew each time is for `session.execute`.
    """
    actor, rules = _actor_and_rules(session)
    if session.autoflush:
        session.flush()
    connection = connection_of(session)
    narrowed = rules.narrowed(made, actor, connection.dialect)
    own = values_of(actor, narrowed.names)
    return cast("list[tuple[*Ts]]", narrowed.statement.rows(connection, {**values, **own}))


def connection_of(session: Session) -> Connection:
    """Return the connection of a session, which need not begin anything on one that it was given.

    What is asked by it has to be narrowed: the guard does not know on whose behalf it is.
    """
    known: Connection | None = session.info.get(CONNECTION)
    return session.connection() if known is None else known


def _actor_and_rules(session: Session) -> tuple[Actor, RowRules]:
    actor, rules = session.info.get("actor"), session.info.get("row_rules")
    if actor is None:
        raise ActorMissingError
    if rules is None:
        raise RowRulesMissingError
    return actor, rules


@event.listens_for(PortalSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or state.is_insert:
        state.update_execution_options(**{NARROWED: True})
        return
    actor, rules = _actor_and_rules(state.session)
    if actor.kind is ActorKind.PORTAL or not _is_about_classes(state):
        return
    if state.is_update and isinstance(state.parameters, list):
        raise UnnarrowedUpdateError
    state.update_execution_options(**{NARROWED: True})
    if state.execution_options.get(FOR_DELIVERY):
        return
    records = records_in(state.statement)
    state.statement = state.statement.options(
        *(option for record in records for option in rules.narrowing(actor, record))
    )


def _is_about_classes(state: ORMExecuteState) -> bool:
    """Tell whether options can narrow a statement: one about bare tables, nothing does."""
    if state.is_orm_statement:
        return True
    # What only asks whether something exists has no table of its own.
    return isinstance(state.statement, Select) and not state.statement.get_final_froms()


_CLASSES: dict[str, type[Base]] = {}


def records_in(statement: Executable) -> list[type[Base]]:
    """Return the classes whose tables stand anywhere in the statement, in the order of their names.

    The order is always the same: statements that differ in nothing else are compiled once.
    """
    classes = map(_class_of, sorted(_table_names(statement)))
    return [record for record in classes if record is not None]


def _table_names(statement: Executable) -> set[str]:
    names: set[str] = set()
    elements: list[Any] = [statement]
    # By identity, and kept: elements compare by making SQL, and the identity of one that is gone
    # is given away again.
    met: dict[int, Any] = {}
    while elements:
        element = elements.pop()
        if id(element) in met:
            continue
        met[id(element)] = element
        if isinstance(element, Table):
            names.add(element.name)
            continue
        # The table of a column that belongs to an outer query is nowhere else in the inner one.
        table = getattr(element, "table", None)
        if table is not None:
            elements.append(table)
        elements.extend(element.get_children())
    return names


def _class_of(table: str) -> type[Base] | None:
    # Tables are described until the last module is imported: what is not known yet is looked for.
    if table not in _CLASSES and table in Base.metadata.tables:
        _CLASSES.update(
            {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
        )
    return _CLASSES.get(table)
