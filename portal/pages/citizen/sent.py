"""What was sent: number, code and promised dates, on a page to print and in a calendar file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.agencies.agency import Agency, Consultation
from portal.auth.access import public
from portal.complaints.handling.filing import Receipt
from portal.complaints.kept_drafts import code_is_shown
from portal.complaints.queries.followed import SentComplaint
from portal.complaints.queries.sent import sent_by_citizen
from portal.domain.complaint import Draft
from portal.domain.errors import DraftGoneError
from portal.domain.number import written_code
from portal.domain.time.clock import ClockKind
from portal.gateways.printer import qr_svg
from portal.pages.citizen import bp
from portal.pages.citizen.contributions import (
    ON_SENT,
    AgencyDay,
    AlsoAnswered,
    AlsoRecourses,
    MoreDays,
    led_elsewhere,
    shown_parts,
)
from portal.pages.citizen.draft import opened
from portal.pages.citizen.finding import bodies_outside
from portal.pages.citizen.followed_here import (
    followed_id,
    hash_of_code,
    opened_here,
    remember_if_possible,
)
from portal.pages.citizen.known_drafts import draft_secret, remember_draft
from portal.pages.citizen.lost_drafts import not_open_here
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import added
from portal.pages.filters import text
from portal.pages.languages import localized
from portal.pages.rewording import reword_for
from portal.pages.shown.before_filing import reminders
from portal.pages.shown.recourses import AgencyWays, ToldWays, told_ways
from portal.words.calendar_file import WholeDay, calendar_file
from portal.words.catalogue import to_translate

HASH_SHOWN = 32
_DAYS = {
    ClockKind.FIRST_CONTACT: to_translate("Plainte %(number)s : prise en charge, %(agency)s"),
    ClockKind.INTAKE: to_translate("Plainte %(number)s : remise à l’organisme, %(agency)s"),
    ClockKind.ANSWER: to_translate("Plainte %(number)s : réponse écrite, %(agency)s"),
}
"""The promised days of the page, and what a calendar calls each: nothing of the complaint."""


class Sent(NamedTuple):
    """A complaint that this browser sent, with its code while that is shown."""

    draft_id: str
    receipt: Receipt
    complaint: SentComplaint
    code: str

    @property
    def agency(self) -> Agency:
        """The agency that it was sent to."""
        return runtime().agencies.agency(self.complaint.facts.agency)

    @property
    def others(self) -> list[AgencyDay]:
        """The other agencies that answer it, each with its own day."""
        return [day for also in added(AlsoAnswered) for day in also.read(self.complaint)]


@localized(bp, fr="/plainte/<draft>/envoyee", en="/complaint/<draft>/sent")
@public
def sent(draft: str) -> ResponseReturnValue:
    """Show the receipt while this browser follows the complaint; its code for ten minutes."""
    opened_here = _sent_here(draft)
    if not isinstance(opened_here, Sent):
        return opened_here
    return _remembered(make_response(_confirmation(opened_here)), draft)


@localized(bp, fr="/plainte/<draft>/dates", en="/complaint/<draft>/dates")
@public
def sent_dates(draft: str) -> ResponseReturnValue:
    """Hand out the promised days for a calendar, to whoever may see the receipt.

    Where none is promised any more, the page of the receipt says so.
    """
    opened_here = _sent_here(draft)
    if not isinstance(opened_here, Sent):
        return opened_here
    number = opened_here.complaint.facts.number
    days = list(_whole_days(opened_here, opened_here.others))
    if not days:
        return redirect(url_for(".sent", draft=draft), 303)
    response = make_response(calendar_file(days, runtime().now()))
    response.mimetype = "text/calendar"
    name = f"{gettext('dates')}-{number}.ics"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return _remembered(response, draft)


def _sent_here(draft: str) -> Sent | ResponseReturnValue:
    """Return what this browser sent as this draft, or where it is led instead."""
    try:
        draft_opened = opened(draft)
    except DraftGoneError:
        return not_open_here()
    if draft_opened.receipt is None:
        return redirect(url_for(".check", draft=draft), 303)
    receipt, portal = Receipt.read(draft_opened.receipt), runtime()
    is_shown = code_is_shown(portal.database, draft_opened, portal.now())
    if not is_shown and followed_id(receipt.number) is None:
        return redirect(url_for(".follow", numero=receipt.number), 303)
    if not is_shown and (instead := led_elsewhere(receipt.number, opened_here(receipt.number))):
        return instead
    complaint = portal.glance(sent_by_citizen, receipt.number)
    reword_for(complaint)
    if is_shown:
        # What was handed over meanwhile has another address by then, and is still watched.
        is_watched = complaint.is_for_another or complaint.contact_changed
        code_hash = hash_of_code(receipt.code)
        if complaint.code_hash == code_hash:
            remember_if_possible(receipt.number, complaint.id, code_hash, is_watched=is_watched)
    return Sent(draft, receipt, complaint, written_code(receipt.code) if is_shown else "")


def _remembered(response: Response, draft: str) -> Response:
    return remember_draft(response, draft, draft_secret(draft) or "", is_sent=True)


def _confirmation(sent: Sent) -> str:
    complaint, agency = sent.complaint, sent.agency
    consultation = agency.consult()
    facts = complaint.facts
    filed = Draft(facts.category, complaint.story, current_language(), facts.answers)
    followed = runtime().config.base_url + url_for(".follow", numero=facts.number)
    others = sent.others
    return render_template(
        "citizen/sent.html",
        draft_id=sent.draft_id,
        complaint=complaint,
        code=sent.code,
        followed=followed,
        # Drawn here from an address of this portal.
        qr=Markup(qr_svg(followed)),  # noqa: S704
        others=others,
        at_desk=_is_at_desk(complaint),
        elsewhere=bodies_outside(complaint.story) if _is_at_desk(complaint) else (),
        has_days=any(_whole_days(sent, others)),
        unacknowledged=sent.receipt.unacknowledged,
        proof=groups_of_four(sent.receipt.hash[:HASH_SHOWN]),
        agency=agency,
        zone=consultation.calendar().zone,
        ways=_ways(sent, consultation, filed),
        dangers=agency.configured.dangers_in([complaint.story], facts.answers),
        maybe_danger=agency.configured.maybe_danger_in([complaint.story]),
        parts=shown_parts(ON_SENT, complaint),
    )


def _ways(sent: Sent, consultation: Consultation, filed: Draft) -> list[ToldWays]:
    """Return where else to turn, at each agency that answers."""
    own = AgencyWays(
        sent.agency.name,
        consultation.recourses(sent.complaint.facts, runtime().now()),
        reminders(consultation, filed),
    )
    others = [ways for also in added(AlsoRecourses) for ways in also.sent(sent.complaint)]
    return told_ways(own, others)


def _is_at_desk(complaint: SentComplaint) -> bool:
    """Tell whether the intake desk still looks for who has to answer."""
    is_with_it = complaint.facts.agency == runtime().agencies.intake_desk.code
    return is_with_it and not complaint.is_withdrawn


def _whole_days(sent: Sent, others: Iterable[AgencyDay]) -> Iterator[WholeDay]:
    """Yield the days that are promised, as they stand: none once the complaint is withdrawn.

    Those that features add come after them, even then.
    """
    complaint = sent.complaint
    number, agency = complaint.facts.number, text(sent.agency.name)
    host = urlsplit(runtime().config.base_url).hostname
    for kind, words in _DAYS.items():
        promised = None if complaint.is_withdrawn else complaint.day(kind)
        if promised is not None and promised.last_day is not None:
            title = gettext(words, number=number, agency=agency)
            yield WholeDay(f"{number}-{kind}@{host}", promised.last_day, title)
    for other in others:
        if other.day is not None:
            words = _DAYS[ClockKind.ANSWER]
            title = gettext(words, number=number, agency=text(other.agency))
            yield WholeDay(f"{number}-{other.key}@{host}", other.day, title)
    for more in added(MoreDays):
        for one in more.days(complaint):
            yield WholeDay(f"{number}-{one.name}@{host}", one.day, one.title)


def groups_of_four(digits: str) -> str:
    """Return digits as they are read aloud: four by four."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
