"""What a feature shows, and where: its own pages, and its parts of the pages that all share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from flask import current_app
from flask.typing import ResponseReturnValue

from portal.domain.held_messages import Outgoing
from portal.pages.contributions import Contribution
from portal.pages.groups import Pages
from portal.pages.office.case.contributions import (
    CasePart,
    CaseTag,
    HistoryEntry,
    HistoryText,
    JoinWords,
    MoreTexts,
    Offer,
    ShowsHeld,
    WhoReads,
)
from portal.pages.office.contributions import Deciding, JoinEach, ListFilter, RowTag


@dataclass(frozen=True, slots=True)
class FeaturePages:
    """The pages of one feature, and its parts of shared ones.

    `leads_on` looks at each request before it is known whether the person may see the page; what
    it returns is the response. `adds` is what it shows, words or keeps on the pages of others.

    On the page of a complaint in the office: its `case_tag`, the actions that it `offers`, its
    `case_parts`, and what its `history` and its `texts` are called there. `more_texts` are those
    that it keeps itself, each at its place in the history. Of an answer, `joins` returns the letter
    that leaves, `joins_each` the letters of many; `who_reads` tells who reads it first, where
    somebody has to, and `shows_held` what they are shown beside the text, by what is held.

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
    joins_each: JoinEach | None = None
    shows_held: Mapping[Outgoing, ShowsHeld] = field(default_factory=dict)
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


def shown_features() -> ShownFeatures:
    """Return what the features of the running application show."""
    return cast("ShownFeatures", current_app.extensions["features"])
