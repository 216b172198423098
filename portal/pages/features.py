"""What a feature shows, and where: its own pages, and its parts of the pages that all share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from flask import current_app
from flask.typing import ResponseReturnValue

from portal.pages.groups import Pages

if TYPE_CHECKING:
    # Every audience asks what the features show: none may meet the pages of another here.
    from portal.pages.office.case.contributions import (
        CasePart,
        CaseTag,
        HistoryEntry,
        HistoryText,
        JoinWords,
        MoreTexts,
        Offer,
        WhoReads,
    )
    from portal.pages.office.contributions import Deciding, ListFilter, RowTag


class Contribution:
    """Something that a feature adds to a page that all share, of a kind that the page declares."""

    __slots__ = ()


Kind = TypeVar("Kind", bound=Contribution)


@dataclass(frozen=True, slots=True)
class FeaturePages:
    """The pages of one feature, and its parts of shared ones.

    `leads_on` looks at each request before it is known whether the person may see the page; what
    it returns is the response. `adds` is what it shows, words or keeps on the pages of others.

    On the page of a complaint in the office: its `case_tag`, the actions that it `offers`, its
    `case_parts`, and what its `history` and its `texts` are called there. `more_texts` are those
    that it keeps itself, each at its place in the history. Of an answer, `joins` returns the letter
    that leaves, and `who_reads` who reads it first, where somebody has to.

    In a row of the work list, a `row_mark` comes before where the work stands, a `row_tag` after
    it; the list is narrowed by its `list_filters`. What is `to_decide` is for the top authority.
    """

    pages: tuple[Pages, ...] = ()
    leads_on: Callable[[], ResponseReturnValue | None] | None = None
    offers: tuple[Offer, ...] = ()
    case_parts: tuple[CasePart, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    texts: tuple[HistoryText, ...] = ()
    more_texts: MoreTexts | None = None
    joins: JoinWords | None = None
    who_reads: WhoReads | None = None
    case_tag: CaseTag | None = None
    row_mark: RowTag | None = None
    row_tag: RowTag | None = None
    list_filters: tuple[ListFilter, ...] = ()
    to_decide: Deciding | None = None
    adds: tuple[Contribution, ...] = ()


@dataclass(frozen=True)
class ShownFeatures:
    """What the features of an application show, in the order in which it lists them."""

    every: tuple[FeaturePages, ...] = ()

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The actions that complaints may offer."""
        return tuple(offer for one in self.every for offer in one.offers)

    @cached_property
    def case_parts(self) -> tuple[CasePart, ...]:
        """The parts of the page of a complaint."""
        return tuple(part for one in self.every for part in one.case_parts)

    @cached_property
    def list_filters(self) -> tuple[ListFilter, ...]:
        """What the work list may be narrowed to besides."""
        return tuple(one for pages in self.every for one in pages.list_filters)

    def history_of(self, kind: str) -> tuple[HistoryEntry, ...]:
        """Return what the features say of a kind of entry."""
        return self._history.get(kind, ())

    @cached_property
    def texts(self) -> Mapping[str, HistoryText]:
        """The kinds of texts of the features."""
        return {text.kind: text for one in self.every for text in one.texts}

    @cached_property
    def more_texts(self) -> tuple[MoreTexts, ...]:
        """What yields the texts that features keep themselves."""
        return tuple(one.more_texts for one in self.every if one.more_texts is not None)

    @cached_property
    def _history(self) -> Mapping[str, tuple[HistoryEntry, ...]]:
        history: dict[str, tuple[HistoryEntry, ...]] = {}
        for entry in self._entries():
            history[entry.kind.value] = (*history.get(entry.kind.value, ()), entry)
        return history

    def _entries(self) -> Iterator[HistoryEntry]:
        for one in self.every:
            yield from one.history

    def added(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return all that the features add of one kind."""
        return cast("tuple[Kind, ...]", self._added.get(kind, ()))

    @cached_property
    def _added(self) -> dict[type[Contribution], tuple[Contribution, ...]]:
        added: dict[type[Contribution], tuple[Contribution, ...]] = {}
        for feature in self.every:
            for one in feature.adds:
                added[type(one)] = (*added.get(type(one), ()), one)
        return added


def shown_features() -> ShownFeatures:
    """Return what the features of the running application show."""
    return cast("ShownFeatures", current_app.extensions["features"])
