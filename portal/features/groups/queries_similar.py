"""Which complaints may be about the same cause as one: an aid, about which a person decides.

Words are compared as hashed stems of the search index, so that only the likeliest complaints are
read. Of each stem only the newest texts are looked at, so that a million complaints cost what a few
thousand do: a rare word reaches far back, a common one tells little anyway.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, exists, func, select, update
from sqlalchemy.orm import Session

from portal.complaints.queries.withheld import somebody_is_withheld, withheld_among
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.direct import Direct
from portal.db.row_filter import as_the_portal, connection_of, find
from portal.db.sealing import still_sealed
from portal.db.search.lookup import newest_with
from portal.db.search.records import SearchTextRecord
from portal.db.search.segments import state_of
from portal.db.search.stems import Stem, stems_of
from portal.db.written import reader
from portal.domain.complaint import FiledFor
from portal.domain.masking import Hidden
from portal.features.groups.queries import LISTED, ListedComplaint
from portal.features.groups.records import GroupComplaintRecord, GroupMarkRecord
from portal.keyring import Keyring
from portal.words.small_words import SMALL_WORDS

SHOWN = 5
"""How many similar complaints a page shows at most."""

WITHIN = timedelta(days=365)
"""How far back complaints are looked for."""

CLOSE = 0.35
"""From which share of its own words another complaint is close enough to propose a group."""

NEWEST = 200
"""How many of the newest texts with a stem are looked at."""

_STEMS_AT_MOST = 40
_CANDIDATES = 1_000
_FEWEST_WORDS = 2
_FEWEST_WORDS_OF_CLOSE = 3
_FEWEST_SHARE = 0.12
_SHORTEST = 4
_SAME_CATEGORY, _SAME_PLACE, _RECENT = 0.15, 0.1, 0.1
_FADES_IN_DAYS = 90
_ENOUGH_TO_BE_RARE_IN = 2_000
_C, _LINK, _MARK = ComplaintRecord, GroupComplaintRecord, GroupMarkRecord
_THE_MARK = 1

_OWNERS = Direct(
    select(SearchTextRecord.id, SearchTextRecord.complaint_id).where(
        SearchTextRecord.id.in_(bindparam("ids", expanding=True))
    )
)


class Compared(Struct, frozen=True):
    """What is compared: a complaint's own words, category and place, and its agency."""

    id: int
    agency: str
    language: str
    category: str
    texts: tuple[str, ...]
    when_where: str = ""

    @classmethod
    def of(cls, complaint: Any) -> Compared:
        """Return what is compared of a complaint, as a record or as a page has it."""
        place = (complaint.answers or {}).get("when_where") or ""
        return cls(
            *(complaint.id, complaint.agency, complaint.language, complaint.category),
            (complaint.subject, complaint.story),
            str(place),
        )


@dataclass(frozen=True, slots=True)
class Similar(ListedComplaint):
    """A complaint that may be about the same cause, and why: words of the other's own text.

    `share` is how much of what is rare in its words both have, `places` what both say of the date
    and the place.
    """

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
    subject: Compared,
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
    stems = stems_had(session, keyring, subject.agency, own)
    weights = {stem: -math.log(min(of_stem.share, 1.0)) for stem, of_stem in stems.items()}
    total = sum(weights.values())
    if not total:
        return []
    common = _in_common(session, stems, weights, _FEWEST_SHARE * total)
    common.pop(subject.id, None)
    wanted = {"ids": list(common), "agency": subject.agency, "since": now - within}
    rows: Any = find(session, _UNGROUPED if ungrouped else _READABLE, **wanted)
    likeliest = (
        Similar(
            *[
                *listed,
                tuple(dict.fromkeys(own[stem] for stem in common[complaint_id])),
                sum(weights[stem] for stem in common[complaint_id]) / total,
                category == subject.category,
            ]
        )
        for *listed, complaint_id, category, _, _ in rows
    )
    ranked = sorted(likeliest, key=lambda similar: -_rank(similar, now))
    sealed = {complaint_id: answers for *_, complaint_id, _, answers, _ in rows}
    placed = _with_places(session, keyring, subject, ranked, sealed, now)
    may_be_withheld = [complaint_id for *_, complaint_id, _, _, is_kept in rows if is_kept]
    return _as_read(session, placed[:most], may_be_withheld)


def _as_read(
    session: Session, similar: Sequence[Similar], may_be_withheld: Collection[int]
) -> list[Similar]:
    """Return complaints without what each keeps from its agency."""
    withheld = withheld_among(session, may_be_withheld) if may_be_withheld else {}
    return [
        replace(other, subject=withheld.get(other.id, Hidden()).masked(other.subject))
        for other in similar
    ]


def similar_to_any(
    session: Session, keyring: Keyring, complaint_ids: Collection[int], now: datetime, most: int
) -> list[Similar]:
    """Return the complaints of no group that are most like any of these."""
    closest: dict[str, Similar] = {}
    for complaint_id in complaint_ids:
        subject = Compared.of(session.get_one(ComplaintRecord, complaint_id))
        for other in similar_to(session, keyring, subject, now, most, ungrouped=True):
            known = closest.get(other.number)
            if known is None or known.share < other.share:
                closest[other.number] = other
    return sorted(closest.values(), key=lambda other: -other.share)[:most]


def telling_stems(keyring: Keyring, language: str, text: str) -> frozenset[Stem]:
    """Return the stems of the words of a text that tell something of what it is about."""
    return frozenset(_telling(keyring, language, text))


def _telling(keyring: Keyring, language: str, *texts: str) -> dict[Stem, str]:
    """Return the words of a text that tell something, by their stems: long ones are rarer."""
    small_words = _hashed_small_words(keyring.index, language)
    kept = {
        stem: word
        for stem, word in stems_of(keyring, language, *texts).items()
        if len(word) >= _SHORTEST and stem not in small_words
    }
    longest = set(sorted(kept, key=lambda stem: -len(kept[stem]))[:_STEMS_AT_MOST])
    return {stem: word for stem, word in kept.items() if stem in longest}


@lru_cache(maxsize=16)
def _hashed_small_words(index_key: bytes, language: str) -> frozenset[Stem]:
    return frozenset(stems_of(Keyring({}, index_key, b""), language, *SMALL_WORDS))


def _in_common(
    session: Session,
    stems: Mapping[Stem, StemHad],
    weights: Mapping[Stem, float],
    least: float,
) -> dict[int, list[Stem]]:
    """Return which stems complaints share with the one that is compared, from `least` on."""
    shared: dict[int, list[Stem]] = defaultdict(list)
    for stem, of_stem in stems.items():
        for text_id in of_stem.texts:
            shared[text_id].append(stem)
    worth = {
        text_id: weight
        for text_id, of_text in shared.items()
        if len(of_text) >= _FEWEST_WORDS
        and (weight := sum(weights[stem] for stem in of_text)) >= least
    }
    likeliest = sorted(worth, key=lambda text_id: (-worth[text_id], -text_id))[:_CANDIDATES]
    common: dict[int, list[Stem]] = {}
    for text_id, complaint_id in complaints_of(session, likeliest).items():
        kept = common.setdefault(complaint_id, [])
        kept += [stem for stem in shared[text_id] if stem not in kept]
    return common


_READABLE = select(
    *(*LISTED, _C.id.label("complaint"), _C.category.label("same")),
    still_sealed(_C.answers).label("sealed"),
    somebody_is_withheld(_C).label("is_kept"),
).where(
    _C.id.in_(bindparam("ids", expanding=True)),
    _C.agency == bindparam("agency"),
    _C.received_at > bindparam("since"),
    _C.parent_id.is_(None),
    # Who gathers complaints answers each of their people: here nobody is answered.
    _C.filed_for != FiledFor.SERVICE.value,
)
_GROUPED = (_LINK.complaint_id == _C.id, _LINK.left_at.is_(None))
_UNGROUPED = _READABLE.where(~exists().where(*_GROUPED).correlate(_C))


def _rank(similar: Similar, now: datetime) -> float:
    age = max(0.0, (now - similar.received_at) / timedelta(days=1))
    same = _SAME_CATEGORY * similar.is_same_category + _SAME_PLACE * bool(similar.places)
    return similar.share + _RECENT * math.exp(-age / _FADES_IN_DAYS) + same


def _with_places(
    session: Session,
    keyring: Keyring,
    subject: Compared,
    ranked: list[Similar],
    sealed: Mapping[int, bytes],
    now: datetime,
) -> list[Similar]:
    """Return the first of those ranked in their order once the place and the date count too.

    Only the `sealed` answers of these few are decrypted.
    """
    own = _telling(keyring, subject.language, subject.when_where)
    if not own or not ranked:
        return ranked
    first = ranked[: 4 * SHOWN]
    opened: Any = reader(_C.answers.type, session.connection().dialect)
    placed = []
    for similar in first:
        answers = opened(sealed[similar.id]) or {}
        stems = stems_of(keyring, similar.language, answers.get("when_where"))
        places = tuple(word for stem, word in own.items() if stem in stems)
        placed.append(replace(similar, places=places))
    return sorted(placed, key=lambda similar: -_rank(similar, now)) + ranked[4 * SHOWN :]


class StemHad(Struct, frozen=True):
    """The newest texts of an agency that have a stem, and the share of all its texts that do."""

    texts: frozenset[int]
    share: float


def stems_had(
    session: Session, keyring: Keyring, agency: str, stems: Collection[Stem]
) -> dict[Stem, StemHad]:
    """Return, by stem, the newest texts of an agency that have it, whoever may see them.

    What comes of it is narrowed by the query that reads the complaints; no text is decrypted.
    """
    connection = connection_of(session)
    state = state_of(connection, keyring, agency)
    among = max(state.texts, _ENOUGH_TO_BE_RARE_IN)
    had = newest_with(connection, keyring, state, stems, NEWEST)
    return {stem: StemHad(of_stem.texts, of_stem.total / among) for stem, of_stem in had.items()}


def complaints_of(session: Session, texts: Collection[int]) -> dict[int, int]:
    """Return the complaint that each of these texts belongs to, by the text."""
    with as_the_portal(session):
        return dict(_OWNERS.rows(connection_of(session), ids=sorted(texts)))


# Up to which complaint the portal has looked for groups to propose.


def looked_until(session: Session) -> int:
    """Return the newest complaint that the portal looked at."""
    return session.scalar(select(_MARK.complaint_id).where(_MARK.id == _THE_MARK)) or 0


def complaints_after(session: Session, before: int, most: int) -> Sequence[ComplaintRecord]:
    """Return the next complaints that came after one, the parts of others apart."""
    complained = _C.filed_for != FiledFor.SERVICE.value
    after = select(_C).where(_C.id > before, _C.parent_id.is_(None), complained)
    return session.scalars(after.order_by(_C.id).limit(most)).all()


def move_mark(session: Session, before: int, reached: int) -> bool:
    """Mark up to where was looked; return whether nobody else did meanwhile."""
    same = (_MARK.id == _THE_MARK, _MARK.complaint_id == before)
    moved = session.execute(update(_MARK).where(*same).values(complaint_id=reached))
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def look_from_here(session: Session) -> None:
    """Pass over every complaint that is there already: only what comes next is looked at."""
    newest = session.scalar(select(func.max(_C.id))) or 0
    session.execute(update(_MARK).where(_MARK.id == _THE_MARK).values(complaint_id=newest))
