"""What a person reads of what their message is held to be, and how they say that it is a complaint.

The pages of such a message speak of a message, and of nothing that anybody is accused of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.complaints.queries.followed import SentComplaint
from portal.complaints.queries.following import facts_of_followed
from portal.domain.actor import complainant
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.nature import Nature
from portal.features.nature import queries
from portal.features.nature.actions import say_complaint
from portal.features.nature.queries import FOLLOWED
from portal.features.nature.rules import says_thanks
from portal.features.nature.words import OF_THANKS_LOOKED_FOR, TEXTS, TEXTS_OF_THANKS
from portal.pages.citizen.case_summary import CaseSummary, Undisputed, opened_summary
from portal.pages.citizen.contributions import BESIDES, HEARD, NOTICES, PagePart, Search
from portal.pages.citizen.follow import FollowAction
from portal.pages.citizen.followed_here import KnownHere
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.rewording import Rewording
from portal.pages.shown.history_words import ToldWords
from portal.words.catalogue import to_translate

pages = Pages("citizen")

HELD_TO_BE: Mapping[Nature, str] = {
    Nature.COMMENT: to_translate("L’organisme y voit un commentaire."),
    Nature.SUGGESTION: to_translate("L’organisme y voit une suggestion."),
    Nature.PRAISE: to_translate("L’organisme y voit des félicitations."),
    Nature.REPORT: to_translate("L’organisme y voit le signalement d’une situation."),
}


def is_message(summary: CaseSummary) -> bool:
    """Tell whether it is held to be no complaint."""
    return summary.complaint.of(FOLLOWED).is_message


def _is_known_message(known: KnownHere) -> bool:
    return runtime().glance(queries.is_message, known.id)


def is_thanked(summary: CaseSummary) -> bool:
    """Tell whether it was closed with thanks, and is no complaint: nothing is disagreed with."""
    told = summary.complaint.of(FOLLOWED)
    return told.is_message and told.is_thanked and not summary.status.is_open


def _notice(summary: CaseSummary) -> Mapping[str, Any] | None:
    told = summary.complaint.of(FOLLOWED)
    if not told.is_message:
        return None
    return {
        "held_to_be": gettext(HELD_TO_BE[told.nature]),
        "was_passed_on": told.was_passed_on,
        "is_thanked": is_thanked(summary),
        "day": summary.reopening_day,
        "may_be_reopened": summary.may_be_reopened,
        "is_open": summary.status.is_open,
    }


def _shown(number: str, complaint_id: int) -> dict[str, Any] | None:
    summary = opened_summary(number, complaint_id)
    notice = _notice(summary)
    return None if notice is None else {"part": notice, "summary": summary}


def _say(number: str, complaint_id: int, _problems: Problems) -> str:
    was_open = runtime().read(complainant(complaint_id), facts_of_followed, number).status.is_open
    try:
        runtime().change(complainant(complaint_id), number, say_complaint)
    except TransitionNotAllowedError:
        return gettext("Rien n’a changé.")
    if was_open:
        return gettext("C’est noté : c’est une plainte. Les dates promises restent les mêmes.")
    return gettext("C’est noté : c’est une plainte.")


FollowAction(
    name="say_complaint",
    sending="say_complaint_now",
    fr="une-plainte",
    en="a-complaint",
    template="nature/say_complaint.html",
    shown=_shown,
    act=_say,
).serve(pages)


def _says_thanks(search: Search) -> bool:
    return says_thanks(search.words)


ADDS = (
    PagePart(BESIDES, "nature/_thank_too.html", lambda _now: {}),
    PagePart(HEARD, "nature/_thanks_heard.html", lambda one: {} if _says_thanks(one) else None),
    Rewording(Search, _says_thanks, OF_THANKS_LOOKED_FOR),
    # What was closed with thanks is closed for good; other messages have all that complaints have.
    Undisputed(is_thanked),
    Rewording(CaseSummary, is_thanked, TEXTS_OF_THANKS),
    Rewording(CaseSummary, is_message, TEXTS),
    Rewording(SentComplaint, lambda sent: sent.nature is not None, TEXTS),
    Rewording(KnownHere, _is_known_message, TEXTS),
    PagePart(NOTICES, "nature/_held_to_be.html", _notice),
    ToldWords(
        EntryKind.PASSED_ON, to_translate("Votre message est transmis aux personnes concernées")
    ),
    ToldWords(EntryKind.NATURE_CONTESTED, to_translate("Vous avez dit que c’est une plainte")),
)
