"""Which agency can answer: proposals from the person's words, and no wrong door."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.planning.drafts import OpenDraft
from portal.domain.complaint import Draft
from portal.pages.citizen import cards
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.contributions import ON_FINDER, Search, shown_parts
from portal.pages.citizen.journey import STORY, Journey
from portal.pages.citizen.opening import opens_draft, placed, saved
from portal.pages.current import current_language, runtime
from portal.pages.languages import localized
from portal.pages.shown import notices
from portal.pages.typed import typed_line

ENOUGH_FOR_A_STORY = 40


@localized(bp, fr="/plainte/<draft>/organisme", en="/complaint/<draft>/agency")
@public
@opens_draft
def finder(draft: OpenDraft) -> ResponseReturnValue:
    """Propose agencies for the words typed, with what to know first."""
    words = draft.content.words or draft.content.story
    found = cards.suggested(words)
    return render_template(
        "citizen/finder.html",
        draft=draft,
        words=draft.content.words,
        cards=found,
        elsewhere=notices.other_bodies(words),
        notices=_notices(words, found),
        parts=shown_parts(ON_FINDER, Search(words, {one.code: one.category for one in found})),
        agencies=cards.listed(),
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
    return redirect(_after_choice(Journey.of(chosen, agency)), 303)


def _after_choice(journey: Journey) -> str:
    """Lead to the story the first time, to what is missing when only the agency changed."""
    return journey.url(journey.next_step() if journey.content.story else STORY)


def _notices(words: str, found: list[cards.AgencyCard]) -> list[notices.ToldNotice]:
    """Return the portal's notices and those of the likeliest agency."""
    if not words:
        return []
    told = Draft(category=None, story=words, language=current_language())
    joined = notices.common_notices(told)
    if found:
        agency = runtime().agencies.agency(found[0].code)
        about = Draft(category=found[0].category, story=words, language=current_language())
        joined += notices.notices_of(agency.consult(), about)
    return notices.in_order(joined)
