"""A limit on contact before whoever complained: what is limited, why, and asking for a review.

The review is the top authority's, whoever decided the limit; where nobody there may, an
outside body's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.domain.actor import PORTAL, complainant
from portal.domain.history import EntryKind
from portal.features.contact_limits.actions import ask_review
from portal.features.contact_limits.queries import (
    OWN_LIMIT,
    ShownLimit,
    is_reviewed_inside,
    own_limit,
)
from portal.features.contact_limits.rules import MEANS, ContactLimited, LimitReviewed, Means
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import NOTICES, PagePart
from portal.pages.citizen.follow import FollowAction, mark, sent_mark
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.shown.history_words import Around, ToldWords, told_day
from portal.words.catalogue import to_translate

pages = Pages("citizen")

BODY_FIELD = "motifs"


def _shown(number: str, complaint_id: int) -> dict[str, Any]:
    summary = opened_summary(number, complaint_id)
    limit = _limit_of(complaint_id)
    return {
        "limit": limit,
        "inside": limit is not None and _is_reviewed_inside(summary, limit),
        "recourses": summary.recourses[-1:],
        "means": _means_words(limit) if limit else [],
        "body": typed_text(BODY_FIELD),
        "longest": LONGEST_STORY,
        "once": mark(),
    }


def _ask(number: str, complaint_id: int, problems: Problems) -> str:
    """Send the request to the top authority; the same form sent twice sends it once."""
    body = typed_text(BODY_FIELD)
    problems.check_text(BODY_FIELD, body, gettext("Dites ce qui devrait être révisé"))
    if problems:
        return ""
    act = partial(ask_review, why=body, once=sent_mark(complaint_id, body))
    runtime().change(complainant(complaint_id), number, act)
    limit, summary = _limit_of(complaint_id), opened_summary(number, complaint_id)
    if limit is not None and not _is_reviewed_inside(summary, limit):
        return gettext(
            "Votre demande est gardée. Personne de l’organisme ne peut la réviser : voyez à qui "
            "vous adresser."
        )
    return gettext("Votre demande de révision est envoyée à la plus haute autorité.")


FollowAction(
    name="limit_review",
    sending="ask_limit_review",
    fr="limite",
    en="limit",
    template="contact_limits/limit_review.html",
    shown=_shown,
    act=_ask,
).serve(pages)


def _limit_of(complaint_id: int) -> ShownLimit | None:
    """Return the limit that holds for whoever filed a complaint, if one was decided from it."""
    return runtime().read(complainant(complaint_id), own_limit, complaint_id)


def _means_words(limit: ShownLimit) -> list[str]:
    """Return what is limited, in words, with the name of whoever answers."""
    return [_in_words(limit, means) for means in limit.means]


def _in_words(limit: ShownLimit, means: str) -> str:
    words = gettext(MEANS[means])
    if means != Means.ONE_PERSON:
        return words
    if limit.contact is None:
        return gettext("Une seule personne répond. Celle qui était nommée ne le fait plus")
    return gettext("%(means)s : %(name)s", means=words, name=limit.contact)


def _is_reviewed_inside(summary: CaseSummary, limit: ShownLimit) -> bool:
    """Tell whether anybody of the agency reviews a limit: not where all who could are kept out."""
    portal, facts = runtime(), summary.complaint.facts
    return portal.read(
        PORTAL,
        is_reviewed_inside,
        portal.features,
        limit.complaint_id,
        facts.agency,
        limit.decided_by,
        summary.now,
    )


def _notice(summary: CaseSummary) -> Mapping[str, Any] | None:
    limit = summary.complaint.of(OWN_LIMIT)
    if limit is None:
        return None
    return {"limit": limit, "means": _means_words(limit)}


def _what_is_limited(entry: ContactLimited, _around: Around) -> str:
    means = "; ".join(gettext(MEANS[means]) for means in entry.means)
    return gettext("%(means)s. Jusqu’au %(day)s.", means=means, day=told_day(entry.last_day))


def _whether_it_goes_on(entry: LimitReviewed, _around: Around) -> str:
    if entry.goes_on:
        return gettext("Elle continue jusqu’à sa date.")
    return gettext("Elle prend fin maintenant.")


FOLLOW_PAGE = (
    PagePart(NOTICES, "contact_limits/_limited.html", _notice),
    ToldWords(
        EntryKind.CONTACT_LIMITED,
        to_translate("Échanges limités pour un temps"),
        _what_is_limited,
    ),
    ToldWords(
        EntryKind.LIMIT_REVIEW_ASKED, to_translate("Vous avez demandé la révision de la limite")
    ),
    ToldWords(
        EntryKind.LIMIT_REVIEWED,
        to_translate("La limite de contact a été révisée"),
        _whether_it_goes_on,
    ),
    ToldWords(EntryKind.LIMIT_ENDED, to_translate("La limite de contact a pris fin")),
)
