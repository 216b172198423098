"""The home page, the agencies proposed for the words typed there, and pages that only inform."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.settings.categories import CommonRecourse
from portal.auth.access import public
from portal.complaints.kept_drafts import KEPT, DraftContent, OpenDraft, start_draft
from portal.domain.handling.notices import Recourse
from portal.domain.permissions import ROLE_PERMISSIONS, Permission
from portal.domain.role import Role
from portal.pages.addresses import address_of
from portal.pages.citizen import bp
from portal.pages.citizen.agencies import NEITHER, listed, to_choose
from portal.pages.citizen.contributions import (
    ON_CARD,
    ON_FINDER,
    ON_HOME,
    AtFinder,
    AtStart,
    ProposedAgency,
    shown_parts,
)
from portal.pages.citizen.draft import opens_draft, saved
from portal.pages.citizen.finding import finding_of
from portal.pages.citizen.journey import STORY, Journey
from portal.pages.citizen.known_drafts import open_draft_ids, remember_draft
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import added
from portal.pages.flood_limits import heed_new_draft
from portal.pages.forms import typed_line
from portal.pages.kept import kept
from portal.pages.languages import localized, preferred_language
from portal.pages.rewording import reword_for
from portal.words.catalogue import to_translate


@bp.get("/")
@public
def door() -> ResponseReturnValue:
    """Lead to the home page in the person's language."""
    return redirect(url_for(".home", language=preferred_language()))


def _is_told_something() -> bool:
    """Tell whether the page has something for this visitor: a message, or a draft to resume."""
    return "_flashes" in session or bool(open_draft_ids())


@localized(bp, fr="/", en="/")
@public
@kept(unless=_is_told_something)
def home() -> ResponseReturnValue:
    """Show what the portal does, and ask what happened."""
    portal = runtime()
    return render_template(
        "citizen/home.html",
        topics=portal.agencies.portal.topics,
        draft_ids=open_draft_ids(),
        parts=shown_parts(ON_HOME, portal.now()),
    )


@localized(bp, fr="/plainte", en="/complaint", methods=["POST"])
@public
def start() -> ResponseReturnValue:
    """Begin a draft: with the words typed, for an agency, or without choosing one."""
    agency, content, place = _agency_asked_for(), DraftContent(words=typed_line("mots")), None
    if agency is not None:
        place = {"agency": agency.code, "category": request.form.get("categorie") or None}
        content = content.having(*(addition.kept(agency) for addition in added(AtStart)))
    heed_new_draft()
    portal, language = runtime(), current_language()
    draft_id, secret = start_draft(portal.database, language, portal.now(), content, place)
    page = "citizen.story" if agency else "citizen.finder"
    response = make_response(redirect(address_of(page, draft=draft_id), 303))
    remember_draft(response, draft_id, secret)
    return response


@localized(bp, fr="/plainte", en="/complaint", endpoint="start_again")
@public
def start_again() -> ResponseReturnValue:
    """Lead whoever reloads the address of the form to where it stands."""
    return redirect(url_for(".home"), 303)


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
    finding = finding_of(draft.content)
    reword_for(finding.search)
    return render_template(
        "citizen/finder.html",
        draft=draft,
        words=draft.content.words,
        answer=finding.answer,
        where=finding.where,
        elsewhere=finding.elsewhere,
        dangers=finding.dangers,
        maybe_danger=finding.maybe_danger,
        notices=finding.notices,
        parts=shown_parts(ON_FINDER, finding.search),
        on_cards={
            code: shown_parts(ON_CARD, ProposedAgency(code, finding.search))
            for code in finding.search.categories
        },
        agencies=to_choose(),
        desk=runtime().agencies.intake_desk.code,
        NEITHER=NEITHER,
    )


@localized(bp, fr="/plainte/<draft>/organisme", en="/complaint/<draft>/agency", methods=["POST"])
@public
@opens_draft
def choose_agency(draft: OpenDraft) -> ResponseReturnValue:
    """Take the agency that was chosen, or look again: with other words, a place, an answer.

    What else is ticked is kept.
    """
    code, parts = _chosen(), [addition.kept(draft) for addition in added(AtFinder)]
    if not code:
        words, town, rather = _looked_for(draft.content)
        saved(draft, parts=parts, words=words, municipality=town, rather=rather)
        return redirect(url_for(".finder", draft=draft.id), 303)
    agency = runtime().agencies.agency(code)
    category = request.form.get(f"categorie-{code}") or request.form.get("categorie")
    place = {"agency": agency.code, "category": category or None}
    journey = Journey.of(saved(draft, place, parts, **_words_typed()), agency)
    # To the story the first time, to what is missing when only the agency changed.
    return redirect(journey.url(journey.next_step() if journey.content.story else STORY), 303)


def _chosen() -> str:
    """Return the code of the agency whose button was pressed, or that was chosen in the list."""
    in_list = request.form.get("liste", "") if "choisir-liste" in request.form else ""
    return in_list or request.form.get("organisme", "")


def _words_typed() -> dict[str, str]:
    """Return what was typed beside the choice: another search may come back to it."""
    return {"words": typed_line("mots")} if request.form.get("mots") else {}


def _looked_for(kept: DraftContent) -> tuple[str, str, str]:
    """Return the words, the place, and what was said when the page asked between two.

    That goes with its words. A page from before the place was asked for has no field of it.
    """
    rather = typed_line("plutot") if "plutot" in request.form else kept.rather
    words = typed_line("mots") if "mots" in request.form else kept.words
    place = typed_line("municipalite") if "municipalite" in request.form else kept.municipality
    return words, place, rather if words == kept.words else ""


@localized(bp, fr="/autres-recours", en="/other-recourses")
@public
@kept()
def other_recourses() -> ResponseReturnValue:
    """Name where else people can turn, whatever the agency."""
    recourses = [_recourse(*recourse) for recourse in runtime().agencies.portal.recourses.items()]
    return render_template("citizen/other_recourses.html", recourses=recourses, agencies=listed())


@localized(bp, fr="/sans-represailles", en="/no-reprisals")
@public
@kept()
def protections() -> ResponseReturnValue:
    """Say how people who complain are protected, and what to do about reprisals."""
    return render_template("citizen/protections.html")


@localized(bp, fr="/autres-facons", en="/other-ways")
@public
@kept()
def other_ways() -> ResponseReturnValue:
    """Say how to complain without this site."""
    return render_template("citizen/other_ways.html")


READERS: dict[Role, str] = {
    Role.OFFICER: to_translate("Le personnel de son service des plaintes."),
    Role.HEAD: to_translate("La personne qui dirige ce service."),
    Role.MANAGER: to_translate(
        "Ses gestionnaires, si la plainte monte à leur palier. Une personne du service décide si "
        "votre nom, vos coordonnées et vos documents leur sont montrés."
    ),
    Role.TOP_AUTHORITY: to_translate("Sa plus haute autorité."),
    Role.INTAKE: to_translate(
        "Sans organisme choisi : le guichet, qui la remet à l’organisme qui doit répondre."
    ),
    Role.AUDITOR: to_translate("Le personnel qui vérifie le portail, dans tous les organismes."),
}
"""Who may read complaints, by what they are: the table of permissions says that they may."""


@localized(bp, fr="/confidentialite", en="/privacy")
@public
@kept()
def privacy() -> ResponseReturnValue:
    """Say what is kept, who reads it, how it is protected."""
    readers = [
        gettext(READERS[role])
        for role, permissions in ROLE_PERMISSIONS.items()
        if Permission.SEE_COMPLAINTS in permissions
    ]
    return render_template("citizen/privacy.html", days=KEPT.days, readers=readers)


@localized(bp, fr="/accessibilite", en="/accessibility")
@public
@kept()
def accessibility() -> ResponseReturnValue:
    """Say what bar the site meets, and how to get help where it does not."""
    return render_template("citizen/accessibility.html")


@localized(bp, fr="/nous-joindre", en="/contact-us")
@public
@kept()
def contact() -> ResponseReturnValue:
    """Say how to reach the people behind the portal."""
    return render_template("citizen/contact.html")


def _recourse(code: str, settings: CommonRecourse) -> Recourse:
    return Recourse(
        code=code,
        body=settings.body.text,
        how=settings.how.text,
        deadline=settings.deadline.text,
        link=settings.link,
        link_en=settings.link_en,
        phone=settings.phone,
        review=settings.review,
    )
