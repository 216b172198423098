"""Which complaints may be about the same cause as one: an aid, about which a person decides."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from portal.db.models import ComplaintRecord, GroupComplaintRecord
from portal.db.search import stems_of
from portal.db.similar import Stem, complaints_of, newest_with
from portal.finder.stop_words import (
    COMPLAINING_ENGLISH,
    COMPLAINING_FRENCH,
    ENGLISH,
    FRENCH,
)
from portal.keyring import Keyring

SHOWN = 5
"""How many similar complaints a page shows at most."""

WITHIN = timedelta(days=365)
"""How far back complaints are looked for."""

CLOSE = 0.35
"""From which share of its own words another complaint is close enough to propose a group."""

_STEMS_AT_MOST = 40
_CANDIDATES = 1_000
_FEWEST_WORDS = 2
_FEWEST_WORDS_OF_CLOSE = 3
_FEWEST_SHARE = 0.12
_SHORTEST = 4
_SAME_CATEGORY, _SAME_PLACE, _RECENT = 0.15, 0.1, 0.1
_FADES_IN_DAYS = 90
_STOP_WORDS = f"{FRENCH} {ENGLISH} {COMPLAINING_FRENCH} {COMPLAINING_ENGLISH}".split()

_C = ComplaintRecord


@dataclass(frozen=True, slots=True)
class Subject:
    """What is compared: a complaint's own words, category and place, and its agency."""

    id: int
    agency: str
    language: str
    category: str
    texts: tuple[str, ...]
    when_where: str = ""

    @classmethod
    def of(cls, complaint: Any) -> Subject:
        """Return what is compared of a complaint, as a record or as a page has it."""
        place = (complaint.answers or {}).get("when_where") or ""
        texts = (complaint.subject, complaint.story)
        return cls(
            *(complaint.id, complaint.agency, complaint.language, complaint.category),
            texts,
            str(place),
        )


@dataclass(frozen=True, slots=True)
class Similar:
    """A complaint that may be about the same cause, and why: words of the other's own text.

    `share` is how much of what is rare in its words both have, `places` what both say of the date
    and the place.
    """

    id: int
    number: str
    subject: str
    language: str
    category: str
    status: str
    last_event: str
    received_at: datetime
    words: tuple[str, ...]
    share: float
    is_same_category: bool
    places: tuple[str, ...] = ()

    @property
    def is_close(self) -> bool:
        """Tell whether the portal itself would propose them as one group."""
        wanted = CLOSE if self.is_same_category else 1.5 * CLOSE
        return self.share >= wanted and len(self.words) >= _FEWEST_WORDS_OF_CLOSE


def similar_to(
    session: Session,
    keyring: Keyring,
    subject: Subject,
    now: datetime,
    most: int = SHOWN,
    within: timedelta = WITHIN,
    *,
    ungrouped: bool = False,
) -> list[Similar]:
    """Return the complaints of the same agency most like one, of those that the actor may see.

    Where they are to be gathered, those that a group has or that were put aside are left out.
    """
    own = _telling(keyring, subject.language, *subject.texts)
    stems = newest_with(session, own)
    weights = {stem: _weight(found) for stem, found in stems.items()}
    total = sum(weights.values())
    if not total:
        return []
    common = _in_common(session, stems, weights, _FEWEST_SHARE * total)
    common.pop(subject.id, None)
    shares = {one: sum(weights[stem] for stem in found) / total for one, found in common.items()}
    rows = session.execute(_seen(subject, common, now - within, ungrouped=ungrouped))
    ranked = sorted(
        (
            _similar(row, subject, [own[stem] for stem in common[row.id]], shares[row.id])
            for row in rows
        ),
        key=lambda one: -_rank(one, now),
    )
    return _with_places(session, keyring, subject, ranked, now)[:most]


def telling_stems(keyring: Keyring, language: str, text: str) -> frozenset[str]:
    """Return the stems of the words of a text that tell something of what it is about."""
    return frozenset(_telling(keyring, language, text))


def _telling(keyring: Keyring, language: str, *texts: str) -> dict[str, str]:
    """Return the words of a text that tell something, by their stems: long ones are rarer."""
    found = stems_of(keyring, language, *texts)
    kept = {
        stem: word
        for stem, word in found.items()
        if len(word) >= _SHORTEST and stem not in _stop_stems(keyring, language)
    }
    longest = sorted(kept, key=lambda stem: -len(kept[stem]))[:_STEMS_AT_MOST]
    return {stem: kept[stem] for stem in kept if stem in set(longest)}


def _stop_stems(keyring: Keyring, language: str) -> frozenset[str]:
    return _hashed_stop_words(keyring.index, language)


@lru_cache(maxsize=16)
def _hashed_stop_words(index_key: bytes, language: str) -> frozenset[str]:
    return frozenset(stems_of(Keyring({}, index_key, b""), language, *_STOP_WORDS))


def _weight(stem: Stem) -> float:
    return -math.log(min(stem.share, 1.0))


def _in_common(
    session: Session,
    stems: Mapping[str, Stem],
    weights: Mapping[str, float],
    least: float,
) -> dict[int, list[str]]:
    """Return which stems complaints share with the one that is compared, from `least` on."""
    shared: dict[int, list[str]] = defaultdict(list)
    for stem, found in stems.items():
        for one in found.texts:
            shared[one].append(stem)
    worth = {
        one: weight
        for one, found in shared.items()
        if len(found) >= _FEWEST_WORDS and (weight := sum(weights[stem] for stem in found)) >= least
    }
    likeliest = sorted(worth, key=lambda one: (-worth[one], -one))[:_CANDIDATES]
    common: dict[int, list[str]] = {}
    for one, complaint_id in complaints_of(session, likeliest).items():
        kept = common.setdefault(complaint_id, [])
        kept += [stem for stem in shared[one] if stem not in kept]
    return common


def _seen(
    subject: Subject, ids: Collection[int], since: datetime, *, ungrouped: bool
) -> Select[*tuple[Any, ...]]:
    columns: tuple[Any, ...] = (
        _C.id,
        _C.number,
        _C.subject,
        _C.language,
        _C.category,
        _C.status,
        _C.last_event,
    )
    statement = select(*columns, _C.received_at).where(
        _C.id.in_(list(ids)),
        _C.agency == subject.agency,
        _C.received_at > since,
        _C.parent_id.is_(None),
    )
    if not ungrouped:
        return statement
    link = GroupComplaintRecord
    return statement.where(
        ~exists().where(link.complaint_id == _C.id, link.left_at.is_(None)).correlate(_C)
    )


def _similar(row: Any, subject: Subject, words: list[str], share: float) -> Similar:
    is_same = row.category == subject.category
    told = dict.fromkeys(words)
    return Similar(**row._mapping, words=tuple(told), share=share, is_same_category=is_same)


def _rank(one: Similar, now: datetime) -> float:
    age = max(0.0, (now - one.received_at) / timedelta(days=1))
    rank = one.share + _RECENT * math.exp(-age / _FADES_IN_DAYS)
    rank += _SAME_CATEGORY if one.is_same_category else 0
    return rank + (_SAME_PLACE if one.places else 0)


def _with_places(
    session: Session, keyring: Keyring, subject: Subject, ranked: list[Similar], now: datetime
) -> list[Similar]:
    """Return the first of those ranked in their order once the place and the date count too.

    Only these few are decrypted.
    """
    own = _telling(keyring, subject.language, subject.when_where)
    if not own or not ranked:
        return ranked
    first = ranked[: 4 * SHOWN]
    statement = select(_C.id, _C.answers).where(_C.id.in_([one.id for one in first]))
    said = {row.id: (row.answers or {}).get("when_where") for row in session.execute(statement)}
    placed = [
        replace(one, places=_shared(own, stems_of(keyring, one.language, said.get(one.id))))
        for one in first
    ]
    return sorted(placed, key=lambda one: -_rank(one, now)) + ranked[4 * SHOWN :]


def _shared(own: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(word for stem, word in own.items() if stem in other)
