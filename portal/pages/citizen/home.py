"""The home page, and the agencies that the finder proposes for the words typed there."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.complaints.planning.kept_drafts import OpenDraft, save_draft, start_draft
from portal.domain.complaint import Draft
from portal.pages.citizen import bp
from portal.pages.citizen.agencies import AgencyCard, listed, suggested
from portal.pages.citizen.contributions import ON_FINDER, ON_HOME, AtStart, Search, shown_parts
from portal.pages.citizen.journey import STORY, Journey
from portal.pages.citizen.opening import opens_draft, placed, saved
from portal.pages.current import current_language, runtime
from portal.pages.draft_cookie import newest_draft_id, remember_draft
from portal.pages.features import added
from portal.pages.forms import typed_line
from portal.pages.languages import localized, preferred_language
from portal.pages.shown import before_filing

ENOUGH_FOR_A_STORY = 40


@bp.get("/")
@public
def door() -> ResponseReturnValue:
    """Lead to the home page in the person's language."""
    return redirect(url_for(".home", language=preferred_language()))


@localized(bp, fr="/", en="/")
@public
def home() -> ResponseReturnValue:
    """Show what the portal does, and ask what happened."""
    portal = runtime()
    return render_template(
        "citizen/home.html",
        topics=portal.agencies.portal.topics,
        draft_id=newest_draft_id(),
        parts=shown_parts(ON_HOME, portal.now()),
    )


@localized(bp, fr="/plainte", en="/complaint", methods=["POST"])
@public
def start() -> ResponseReturnValue:
    """Begin a draft: with the words typed, for an agency, or without choosing one."""
    portal = runtime()
    agency = _agency_asked_for()
    now, language = portal.now(), current_language()
    with portal.transaction() as session:
        draft_id, secret = start_draft(session, portal.keyring, language, typed_line("mots"), now)
        session.flush()
        if agency is not None:
            place = {"agency": agency.code, "category": request.form.get("categorie") or None}
            save_draft(session, draft_id, now, place=place, **_started_with(agency))
    page = ".story" if agency else ".finder"
    response = make_response(redirect(url_for(page, draft=draft_id), 303))
    remember_draft(response, draft_id, secret)
    return response


@localized(bp, fr="/plainte", en="/complaint", endpoint="start_again")
@public
def start_again() -> Response:
    """Lead whoever reloads the address of the form to where it stands."""
    return make_response(redirect(url_for(".home"), 303))


def _started_with(agency: Agency) -> dict[str, Any]:
    """Return what the draft keeps of the page where it began, by its name in the draft."""
    adding = added(AtStart)
    return {key: value for addition in adding for key, value in addition.kept(agency).items()}


def _agency_asked_for() -> Agency | None:
    agencies = runtime().agencies
    code = request.form.get("organisme")
    if code:
        return agencies.agency(code)
    return agencies.intake_desk if request.form.get("sans-choisir") else None


@localized(bp, fr="/plainte/<draft>/organisme", en="/complaint/<draft>/agency")
@public
@opens_draft
def finder(draft: OpenDraft) -> ResponseReturnValue:
    """Propose agencies for the words typed, with what to know first."""
    words = draft.content.words or draft.content.story
    cards = suggested(words)
    return render_template(
        "citizen/finder.html",
        draft=draft,
        words=draft.content.words,
        cards=cards,
        elsewhere=before_filing.other_bodies(words),
        notices=_notices(words, cards),
        parts=shown_parts(ON_FINDER, Search(words, {card.code: card.category for card in cards})),
        agencies=listed(),
        desk=runtime().agencies.intake_desk.code,
    )


@localized(bp, fr="/plainte/<draft>/organisme", en="/complaint/<draft>/agency", methods=["POST"])
@public
@opens_draft
def choose_agency(draft: OpenDraft) -> ResponseReturnValue:
    """Take the agency that was chosen, or look again with other words."""
    code = request.form.get("organisme")
    if not code:
        saved(draft, words=typed_line("mots"))
        return redirect(url_for(".finder", draft=draft.id), 303)
    agency = runtime().agencies.agency(code)
    chosen = placed(draft, agency.code, request.form.get("categorie") or None)
    journey = Journey.of(chosen, agency)
    # To the story the first time, to what is missing when only the agency changed.
    return redirect(journey.url(journey.next_step() if journey.content.story else STORY), 303)


def _notices(words: str, cards: list[AgencyCard]) -> list[before_filing.ToldNotice]:
    """Return the portal's notices and those of the likeliest agency."""
    if not words:
        return []
    draft = Draft(category=None, story=words, language=current_language())
    joined = before_filing.common_notices(draft)
    if cards:
        agency = runtime().agencies.agency(cards[0].code)
        about = Draft(category=cards[0].category, story=words, language=current_language())
        joined += before_filing.notices_of(agency.consult(), about)
    return before_filing.in_order(joined)
