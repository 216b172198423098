"""Limits on contact in the office: on the page of a complaint, its actions, and the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.domain.time.promise import Allowance
from portal.domain.typed import is_blank, is_whole_number
from portal.features.contact_limits import actions
from portal.features.contact_limits.queries import (
    LIMITS,
    TOP_AUTHORITY,
    ShownLimit,
    is_reviewed_inside,
    register,
    who_may_answer,
)
from portal.features.contact_limits.rules import MEANS, STATES, ContactLimited, LimitState, Means
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, needed_text, note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    Stage,
)
from portal.pages.office.wording import worded
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words, day_words

pages = Pages("office")


# The page of a complaint: what holds, what may be done about it, and what happened.


def _own(case: OpenedCase) -> list[ShownLimit]:
    """Return what was proposed or decided from this complaint, while it lasts: one at most."""
    return [limit for limit in case.file.of(LIMITS) if limit.complaint_id == case.complaint.id]


def _is_own(case: OpenedCase, state: LimitState) -> bool:
    return any(limit.state == state for limit in _own(case))


def _shown_limits(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return what holds for this complainant, or is proposed, whatever complaint it came from."""
    limits = [_shown(case, limit) for limit in case.file.of(LIMITS)]
    return {"limits": limits} if limits else None


def _shown(case: OpenedCase, limit: ShownLimit) -> dict[str, Any]:
    is_proposed = limit.state == LimitState.PROPOSED
    title = gettext("Limite de contact proposée") if is_proposed else gettext("Contacts limités")
    day = day_words(limit.last_day, current_language())
    about = gettext("Jusqu’au %(day)s.", day=day)
    if limit.complaint_id != case.complaint.id:
        about += " " + gettext("Décidée à partir de la plainte %(number)s.", number=limit.number)
    if limit.awaits_review:
        about += " " + gettext("La personne en demande la révision.")
        top = case.file.of(TOP_AUTHORITY)
        is_own = limit.complaint_id == case.complaint.id
        if is_own and not top.reviews(case.file.excluded, limit.decided_by):
            about += " " + gettext(
                "Personne de l’organisme ne peut la réviser : le recours externe est indiqué à la "
                "personne."
            )
    means = [_means_words(limit, means) for means in limit.means]
    return {"title": title, "means": means, "about": about}


def _is_reviewed_inside(case: OpenedCase, decided_by: int | None) -> bool:
    """Tell whether anybody of the agency will review a limit that this person decides."""
    portal, complaint = runtime(), case.complaint
    return portal.read(
        PORTAL,
        is_reviewed_inside,
        portal.features,
        complaint.id,
        complaint.agency,
        decided_by,
        case.now,
    )


def _means_words(limit: ShownLimit, means: str) -> str:
    words = gettext(MEANS[means])
    if means == Means.ONE_PERSON and not limit.contact:
        return gettext("%(means)s, qui est tenue à l’écart de la plainte", means=words)
    if means == Means.ONE_PERSON and limit.contact:
        return gettext("%(means)s : %(name)s", means=words, name=limit.contact)
    return words


def _what_is_limited(_case: OpenedCase, entry: ContactLimited) -> str:
    day = day_words(entry.last_day, current_language())
    means = "; ".join(worded(MEANS, means) for means in entry.means)
    return gettext("%(means)s. Jusqu’au %(day)s.", means=means, day=day)


CASE_PAGE = (
    Offer(
        "decide_limit",
        to_translate("Décider de la limite proposée"),
        Permission.DECIDE_LIMIT,
        lambda case: _is_own(case, LimitState.PROPOSED),
        rank=290,
        stage=Stage.PROTECT,
    ),
    Offer(
        "lift_limit",
        to_translate("Lever la limite de contact"),
        Permission.DECIDE_LIMIT,
        lambda case: _is_own(case, LimitState.IN_FORCE),
        rank=300,
        stage=Stage.PROTECT,
    ),
    Offer(
        "review_limit",
        to_translate("Réviser la limite de contact"),
        Permission.REVIEW_LIMIT,
        lambda case: any(
            limit.awaits_review and limit.decided_by != case.actor.user_id for limit in _own(case)
        ),
        rank=310,
        stage=Stage.PROTECT,
    ),
    Offer(
        "limit_contact",
        to_translate("Limiter les contacts pour un temps"),
        Permission.PROPOSE_LIMIT,
        lambda case: not _own(case) and case.complaint.parent_id is None,
        rank=320,
        stage=Stage.PROTECT,
    ),
    CasePart("limits", Place.NOTICES, "contact_limits/_limits.html", _shown_limits, rank=30),
    MissingWords("means", "means", to_translate("Choisissez au moins une limite")),
    MissingWords(
        "facts", "facts", to_translate("Écrivez les faits : ce qui s’est passé, et quand")
    ),
    MissingWords("lasts", "lasts", to_translate("Choisissez une durée de la liste")),
    MissingWords(
        "contact_person",
        "contact",
        to_translate("Choisissez la personne qui répond, et qui est au travail"),
    ),
    MissingWords("agreed", "agreed", to_translate("Choisissez ce que vous décidez")),
    HistoryEntry(EntryKind.LIMIT_PROPOSED, to_translate("Limite de contact proposée")),
    HistoryEntry(EntryKind.LIMIT_DECLINED, to_translate("Limite de contact écartée")),
    HistoryEntry(
        EntryKind.CONTACT_LIMITED, to_translate("Contacts limités pour un temps"), _what_is_limited
    ),
    HistoryEntry(EntryKind.LIMIT_REVIEW_ASKED, to_translate("Révision de la limite demandée")),
    HistoryEntry(EntryKind.LIMIT_REVIEWED, to_translate("Limite de contact révisée")),
    HistoryEntry(EntryKind.LIMIT_ENDED, to_translate("Limite de contact terminée")),
    HistoryText(actions.LIMIT, is_exchange=True),
    HistoryText(actions.DECLINED, "note"),
    HistoryText(actions.REVIEW, "in", is_exchange=True, waits_elsewhere=True),
    HistoryText(actions.REVIEWED, is_exchange=True),
)


# Proposing or deciding a limit, as the complainant will read it.


def _limit(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    means = [means for means in Means if means in form.getlist("means")]
    lasts, contact = _lasting(case, form), form.get("contact", "")
    wrong = {
        "means": not means,
        "facts": is_blank(form.get("facts", "")),
        "lasts": lasts is None,
        "contact_person": Means.ONE_PERSON in means and not is_whole_number(contact),
    }
    missing = (code for code, is_wrong in wrong.items() if is_wrong)
    note_missing(problems, IncompleteError(*missing))
    if problems or lasts is None:
        return None
    contact_id = int(contact) if is_whole_number(contact) else None
    limit = actions.Limit(means, form["facts"], lasts, contact_id)
    return partial(actions.limit_contact, limit=limit)


def _lasting(case: OpenedCase, form: Form) -> Allowance | None:
    chosen = form.get("lasts")
    return next((length for length in _lengths(case) if str(length.amount) == chosen), None)


def _lengths(case: OpenedCase) -> list[Allowance]:
    """Return each time that a limit may last, the shortest first."""
    longest = case.agency.configured.longest_limit.allowance
    return [Allowance(n, longest.unit) for n in range(1, longest.amount + 1)]


def _last_day(case: OpenedCase, lasts: Allowance) -> date:
    day = count(case.now, lasts, case.advice.calendar).last_day
    assert day is not None, "a limit is counted in days or months"
    return day


def _choices(case: OpenedCase, form: Form) -> dict[str, Any]:
    """Return what may be chosen, and whether it is decided here or only proposed."""
    excluded = case.file.excluded
    people = runtime().read(current_actor(), who_may_answer, case.complaint, excluded)
    return {
        "means": [(means.value, gettext(MEANS[means])) for means in Means],
        "chosen": form.getlist("means"),
        "people": [(member.user_id, member.name) for member in people],
        "lengths": [(str(lasts.amount), _length_words(case, lasts)) for lasts in _lengths(case)],
        "decides": case.may(Permission.DECIDE_LIMIT),
    }


def _length_words(case: OpenedCase, lasts: Allowance) -> str:
    language, day = current_language(), _last_day(case, lasts)
    return gettext(
        "%(length)s, jusqu’au %(day)s",
        length=allowance_words(lasts, language),
        day=day_words(day, language),
    )


def _as_they_read_it(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the limit as the complainant will read it."""
    lasts = _lasting(case, form)
    assert lasts is not None
    choices, contact = _choices(case, form), form.get("contact", "")
    names = {str(user_id): name for user_id, name in choices["people"]}
    has_contact = Means.ONE_PERSON in form.getlist("means")
    return {
        **choices,
        "facts_text": form["facts"].strip(),
        "lasts": form["lasts"],
        "contact": contact,
        "contact_name": names.get(contact) if has_contact else None,
        "last_day": _last_day(case, lasts),
        "recourses": case.advice.recourses[-1:],
        "inside": _is_reviewed_inside(case, current_actor().user_id),
    }


# Deciding about a limit, lifting and reviewing it.


def _decide(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    is_agreed = _agreed(form, problems)
    if is_agreed is False:
        needed_text(form, problems, "reason")
    return partial(actions.decide, is_agreed=bool(is_agreed), reason=form.get("reason", ""))


def _lift(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    return partial(actions.lift, reason=needed_text(form, problems, "reason"))


def _review(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    goes_on = bool(_agreed(form, problems))
    return partial(actions.review, goes_on=goes_on, reasons=needed_text(form, problems, "reason"))


def _agreed(form: Form, problems: Problems) -> bool | None:
    """Return what was chosen; without a choice it is noted that one is missing."""
    agreed = {"yes": True, "no": False}.get(form.get("agreed", ""))
    if agreed is None:
        note_missing(problems, IncompleteError("agreed"))
    return agreed


def _shown_limit(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return the limit that is decided about, and why its complainant asks for a review."""
    asked = [text.body for text in case.file.messages if text.kind == actions.REVIEW]
    limit = next(iter(_own(case)), None)
    return {
        "limit": limit,
        "means": [gettext(MEANS[means]) for means in limit.means] if limit else [],
        "asked": asked[-1] if asked else None,
    }


for page in (
    ActionPage(
        COMPLAINT,
        "limit_contact",
        "limiter-les-contacts",
        "limit-contact",
        Permission.PROPOSE_LIMIT,
        to_translate("Limite de contact enregistrée."),
        _limit,
        given=_choices,
        preview=_as_they_read_it,
        fields=("means", "contact", "facts", "lasts"),
        folder="contact_limits",
    ),
    ActionPage(
        COMPLAINT,
        "decide_limit",
        "decider-de-la-limite",
        "decide-limit",
        Permission.DECIDE_LIMIT,
        to_translate("Décision enregistrée."),
        _decide,
        given=_shown_limit,
        fields=("agreed", "reason"),
        folder="contact_limits",
    ),
    ActionPage(
        COMPLAINT,
        "lift_limit",
        "lever-la-limite",
        "lift-limit",
        Permission.DECIDE_LIMIT,
        to_translate("Limite levée."),
        _lift,
        tells=tells_complainant,
        given=_shown_limit,
        fields=("reason",),
        folder="contact_limits",
    ),
    ActionPage(
        COMPLAINT,
        "review_limit",
        "reviser-la-limite",
        "review-limit",
        Permission.REVIEW_LIMIT,
        to_translate("Révision envoyée."),
        _review,
        tells=tells_complainant,
        given=_shown_limit,
        fields=("agreed", "reason"),
        folder="contact_limits",
    ),
):
    add_action(pages, page)


# The register of an agency: how many hold, what waits for a decision or a review.


@localized(pages, fr="/gestion/<agency>/limites", en="/office/<agency>/limits")
@requires(Permission.SEE_LIMITS, agency_from="agency")
def contact_limits(agency: str) -> ResponseReturnValue:
    """List the agency's limits, those that hold and those of the last year, the newest first."""
    portal = runtime()
    limits = portal.read(current_actor(), register, agency, portal.now())
    states = [limit.state for limit in limits]
    return render_template(
        "contact_limits/contact_limits.html",
        agency=portal.agencies.agency(agency),
        limits=limits,
        in_force=states.count(LimitState.IN_FORCE),
        proposed=states.count(LimitState.PROPOSED),
        to_review=sum(limit.awaits_review for limit in limits),
        means_words=MEANS,
        states=STATES,
    )
