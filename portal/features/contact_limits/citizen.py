"""A limit on contact before whoever complained: what is limited, why, and asking for a review.

The review is the top authority's, whoever decided the limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.domain.actor import complainant
from portal.domain.history import EntryKind
from portal.features.contact_limits.actions import ask_review
from portal.features.contact_limits.queries import OWN_LIMIT, ShownLimit, own_limit
from portal.features.contact_limits.rules import MEANS, ContactLimited, LimitReviewed
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import NOTICES, PagePart
from portal.pages.citizen.follow import FollowAction, mark, sent_mark
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.shown.history_words import Around, ToldWords, told_day
from portal.words.catalogue import to_translate

pages = Pages("citizen")

BODY_FIELD = "motifs"


def _shown(_number: str, complaint_id: int) -> dict[str, Any]:
    limit = _limit_of(complaint_id)
    return {
        "limit": limit,
        "means": _means_words(limit) if limit else [],
        "body": typed_text(BODY_FIELD),
        "longest": LONGEST_STORY,
        "once": mark(),
    }


def _ask(number: str, complaint_id: int, problems: Problems) -> str:
    """Send the request to the top authority; the same form sent twice sends it once."""
    body = typed_text(BODY_FIELD)
    problems.check_text(BODY_FIELD, body, gettext("Dites ce qui devrait être revu"))
    if problems:
        return ""
    act = partial(ask_review, why=body, once=sent_mark(complaint_id, body))
    runtime().change(complainant(complaint_id), number, act)
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
    words = [gettext(MEANS[means]) for means in limit.means]
    if limit.contact is not None:
        words[0] = gettext("%(means)s : %(name)s", means=words[0], name=limit.contact)
    return words


def _notice(summary: CaseSummary) -> Mapping[str, Any] | None:
    limit = summary.complaint.of(OWN_LIMIT)
    return None if limit is None else {"limit": limit, "means": _means_words(limit)}


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
