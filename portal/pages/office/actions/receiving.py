"""Another agency that would get a complaint, or a part of it: which are offered, and its dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.planning import FilingPlan, plan_filing
from portal.complaints.work import complaint_by_number
from portal.domain.complaint import draft_of
from portal.domain.time.clock import ClockKind
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Contribution
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import AskedElsewhere
from portal.pages.shown.agency_order import here_first, is_elsewhere

Choice = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Proposes(Contribution):
    """How a complaint is proposed to another agency, by whatever way it is asked for.

    `propose` acts under the lock, given the agency `to` which, a `category` of it, and a `reason`.
    """

    propose: Callable[..., None]


def receivers(case: OpenedCase) -> list[Agency]:
    """Return every other agency that takes complaints, the intake desk apart."""
    portal = runtime()
    excluded = (portal.agencies.intake_desk.code, case.complaint.agency)
    taking = portal.agencies.taking_complaints(portal.now())
    return [agency for agency in taking if agency.code not in excluded]


def choices(case: OpenedCase, agencies: list[Agency]) -> list[Choice]:
    """Return agencies to choose from, those that the finder hears in the story first.

    Those of another country than the complaint's agency come last, but for the one that the finder
    puts before all others: it does so for a sign of its country alone.
    """
    suggestions = runtime().suggested(case.complaint.story, case.complaint.language)
    words = {suggestion.agency: ", ".join(suggestion.matched) for suggestion in suggestions}
    ranks = {code: rank for rank, code in enumerate(words)}
    country, language = case.agency.settings.calendar.country, current_language()
    ranked = sorted(
        here_first(agencies, country),
        key=lambda agency: (
            is_elsewhere(agency, country) and ranks.get(agency.code) != 0,
            ranks.get(agency.code, len(ranks)),
        ),
    )
    return [
        (
            agency.code,
            agency.name.in_(language),
            _beside(words.get(agency.code), is_abroad=is_elsewhere(agency, country)),
        )
        for agency in ranked
    ]


def _beside(heard: str | None, *, is_abroad: bool) -> str | None:
    """Return what stands beside an agency: that it is of another country, and what was heard."""
    told = [gettext("Dans un autre pays.")] if is_abroad else []
    told += [gettext("Proposé pour : %(words)s", words=heard)] if heard else []
    return " ".join(told) or None


def reasons_not_offered(asked: Mapping[str, AskedElsewhere]) -> list[str]:
    """Return why each agency that is asked already cannot be chosen, in sentences."""
    return [_reason(runtime().agencies.agency(code), what) for code, what in asked.items()]


def why_not_offered(asked: Mapping[str, AskedElsewhere], code: str) -> str | None:
    """Return why an agency cannot be chosen that a form has all the same; None if it is not known.

    It is what a form says beside its field: without the stop at its end.
    """
    if code not in asked:
        return None
    return _reason(runtime().agencies.agency(code), asked[code]).removesuffix(".")


def _reason(agency: Agency, asked: AskedElsewhere) -> str:
    told = {"agency": agency.name.in_(current_language()), "number": asked.number}
    if asked.is_whole:
        return gettext(
            "%(agency)s doit recevoir la plainte entière : le transfert est proposé. Attendez le "
            "choix de la personne, ou reprenez d’abord le transfert.",
            **told,
        )
    if not asked.is_awaited:
        return gettext(
            "%(agency)s a déjà répondu à sa partie, %(number)s. Sa réponse va dans la vôtre.",
            **told,
        )
    return gettext(
        "%(agency)s a déjà la partie %(number)s. Attendez sa réponse, ou retirez d’abord cette "
        "partie.",
        **told,
    )


def heard_category(case: OpenedCase, agency: Agency) -> str | None:
    """Return the category of an agency that the finder hears in the story, if it hears one."""
    story, language = case.complaint.story, case.complaint.language
    return runtime().heard_category(agency.code, story, language)


def plan_of(case: OpenedCase, agency: Agency, *, arbitrates: bool = False) -> FilingPlan:
    """Ask an agency what it would promise now; a desk that arbitrates has another time for it."""
    portal = runtime()
    if arbitrates:
        agency = replace(agency, intake=portal.agencies.handing_on.arbitration)
    with portal.reading(current_actor()) as session:
        draft = draft_of(
            complaint_by_number(session, case.complaint.number), heard_category(case, agency)
        )
    return plan_filing(agency, draft, portal.now())


def shown_of(plan: FilingPlan) -> dict[str, Any]:
    """Return what the page shows of the agency that would receive a complaint."""
    return {
        "receiver": plan.agency,
        "category": plan.category,
        "contact_due": plan.clock(ClockKind.FIRST_CONTACT).due,
        "answer_due": plan.clock(ClockKind.ANSWER).due,
    }
