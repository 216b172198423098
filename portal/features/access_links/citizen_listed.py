"""All drafts of an address, by day and agency: whoever has its mailbox opens their own.

Whoever names an address in however many drafts keeps its owner from none: all are listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.kept_drafts import KEPT, DraftSentError
from portal.domain.actor import PORTAL
from portal.domain.errors import DraftGoneError
from portal.features.access_links import actions_drafts
from portal.features.access_links.citizen_drafts import opened_here, spent
from portal.features.access_links.queries import (
    ListedDraft,
    Span,
    count_between,
    drafts_between,
)
from portal.features.access_links.rules import LISTED_AT_ONCE
from portal.pages.current import current_language, gettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, asked_page
from portal.pages.languages import localized
from portal.words.dates import day_words, moment_words

pages = Pages("citizen")

CHOICE_FIELD = "draft"
_UNPROCESSABLE = 422


@localized(pages, fr="/reprendre/brouillons/<int:link>/<key>", en="/resume/drafts/<int:link>/<key>")
@public
def drafts_link(link: int, key: str) -> ResponseReturnValue:
    """Show the drafts of the address by day and agency: whoever looks uses nothing up."""
    address = _address_of_list(link, key)
    return _choosing(address, Problems([CHOICE_FIELD])) if address else spent()


@localized(
    pages,
    fr="/reprendre/brouillons/<int:link>/<key>",
    en="/resume/drafts/<int:link>/<key>",
    methods=("POST",),
    endpoint="open_chosen_draft",
)
@public
def open_chosen_draft(link: int, key: str) -> ResponseReturnValue:
    """Open the draft that was chosen here and on no other device; the link opens none after."""
    portal, chosen = runtime(), request.form.get(CHOICE_FIELD, "")
    of_link = (portal.keyring, link, key, chosen, portal.now())
    try:
        with portal.transaction() as session:
            opened = actions_drafts.use_list(session, *of_link)
    except (DraftSentError, DraftGoneError):
        opened = None
    if opened is not None:
        return opened_here(opened)
    address = _address_of_list(link, key)
    if not address:
        return spent()
    problems = Problems([CHOICE_FIELD])
    problems.add(CHOICE_FIELD, gettext("Choisissez un des brouillons de la liste"))
    return _choosing(address, problems, _UNPROCESSABLE)


def _address_of_list(link: int, key: str) -> str:
    portal = runtime()
    now = portal.now()
    return portal.read(PORTAL, actions_drafts.address_of_list, portal.keyring, link, key, now)


def _choosing(address: str, problems: Problems, status: int = 200) -> ResponseReturnValue:
    """Return the page of all drafts of an address; where they are many, of one day."""
    portal, zone = runtime(), portal_zone()
    now = portal.now()
    days = _days_kept(now, zone)
    counts = portal.read(PORTAL, count_between, address, now, [span for _day, span in days])
    saved = [(*each, count) for each, count in zip(days, counts, strict=True) if count]
    if not saved:
        return spent()
    is_crowded, asked = sum(counts) > LISTED_AT_ONCE, request.args.get("jour", "")
    day, span, count = next((each for each in saved if each[0].isoformat() == asked), saved[0])
    if not is_crowded:
        span, count = (days[-1][1][0], days[0][1][1]), sum(counts)
    last = -(-count // LISTED_AT_ONCE)
    page = asked_page(last)
    after = (page - 1) * LISTED_AT_ONCE
    drafts = portal.read(PORTAL, drafts_between, address, now, span, after, LISTED_AT_ONCE)
    shown = render_template(
        "access_links/choose_draft.html",
        problems=problems,
        choices=_worded(drafts, zone),
        days=[(each[0], each[2]) for each in saved] if is_crowded else [],
        shown=day,
        pages=range(1, last + 1),
        page=page,
    )
    return shown, status


def _days_kept(now: datetime, zone: ZoneInfo) -> list[tuple[date, Span]]:
    """Return the days on which a draft that is kept may have been saved, the newest first."""
    today = now.astimezone(zone).date()
    days = (today - timedelta(days=back) for back in range(KEPT.days + 2))
    return [(day, (_begins(day, zone), _begins(day + timedelta(days=1), zone))) for day in days]


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _worded(drafts: Iterable[ListedDraft], zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return each by its day and agency, and by its hour where several have both in common."""
    worded = [(draft, *_day_and_agency(draft, zone)) for draft in drafts]
    alike = Counter(words[1:] for words in worded)
    language = current_language()
    return [
        (
            draft.id,
            gettext("%(day)s, %(agency)s", day=day, agency=agency)
            if alike[day, agency] == 1
            else gettext(
                "%(day)s, %(agency)s",
                day=moment_words(draft.at, zone, language),
                agency=agency,
            ),
        )
        for draft, day, agency in worded
    ]


def _day_and_agency(draft: ListedDraft, zone: ZoneInfo) -> tuple[str, str]:
    day = day_words(draft.at.astimezone(zone).date(), current_language())
    agencies = runtime().agencies.in_force.agencies
    agency = agencies.get(draft.agency or "")
    if agency is None:
        return day, gettext("organisme à choisir")
    return day, agency.name.in_(current_language())
