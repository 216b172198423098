"""The page on which the head, or whom the service reports to, opens a file by own motion."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.handling.filing import Receipt, file_complaint
from portal.complaints.kept_drafts import DraftContent, OpenDraft, new_draft_id
from portal.complaints.planning import plan_filing
from portal.complaints.queries.case_reads import complaint_id_of
from portal.complaints.registering import EntryBegunError, keep_entry
from portal.domain.actor import PORTAL
from portal.domain.complaint import Channel, Draft, FiledFor
from portal.domain.errors import DraftGoneError, UnknownComplaintError
from portal.domain.permissions import Permission
from portal.features.own_motion.queries import story_of
from portal.features.own_motion.rules import SOURCES, Opening
from portal.pages import uploads
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import Pages, added
from portal.pages.forms import LONGEST_STORY, Problems, chosen, typed_text
from portal.pages.languages import localized
from portal.pages.office.actions import category_choices
from portal.pages.office.kept_entry import kept_entry
from portal.pages.office.opening import OpeningPart
from portal.pages.shown.before_filing import ACCEPTED

pages = Pages("office")

_FIELDS = ("led_to", "led_to_why", "story", "category", "documents")


class Typed(Struct, frozen=True):
    """What was typed for a file of an agency, kept under an id until it is opened."""

    id: str
    agency: Agency
    category: str
    content: DraftContent


@localized(pages, fr="/gestion/<agency>/initiative", en="/office/<agency>/own-motion")
@requires(Permission.OPEN_OWN_MOTION, agency_from="agency")
def new_own_motion(agency: str) -> ResponseReturnValue:
    """Lead to an empty form; its address is what makes sending it twice one file."""
    _opening(agency)
    names = {part.asked_by for part in added(OpeningPart)}
    asked: dict[str, Any] = {name: request.args[name] for name in names if name in request.args}
    return redirect(url_for(".own_motion", agency=agency, entry=new_draft_id(), **asked), 303)


@localized(
    pages, fr="/gestion/<agency>/initiative/<entry>", en="/office/<agency>/own-motion/<entry>"
)
@requires(Permission.OPEN_OWN_MOTION, agency_from="agency")
def own_motion(agency: str, entry: str) -> ResponseReturnValue:
    """Show what was typed so far."""
    where, draft = _opening(agency), _kept(agency, entry)
    if draft is not None and draft.receipt is not None:
        return _opened(where, Receipt.read(draft.receipt).number)
    if draft is None:
        return _page(Typed(entry, where, "", _begun()), Problems())
    return _page(Typed(entry, where, draft.category or "", draft.content), Problems())


@localized(
    pages,
    fr="/gestion/<agency>/initiative/<entry>",
    en="/office/<agency>/own-motion/<entry>",
    methods=("POST",),
    endpoint="open_own_motion",
)
@requires(Permission.OPEN_OWN_MOTION, agency_from="agency")
def open_own_motion(agency: str, entry: str) -> ResponseReturnValue:
    """Keep what was typed, and open the file, once however often it is sent."""
    where, draft = _opening(agency), _kept(agency, entry)
    if draft is not None and draft.receipt is not None:
        number = Receipt.read(draft.receipt).number
        return _begun_again(where, number) if _says_more(number) else _opened(where, number)
    typed = _keep(where, entry)
    refused = Problems()
    attach = partial(uploads.attach_to_draft, typed.id, None)
    uploads.take("documents", attach, refused)
    problems = _wrong(typed, refused)
    if problems:
        return _page(typed, problems, 422)
    return _open(typed)


def _begun() -> DraftContent:
    return DraftContent(
        filed_for=FiledFor.SERVICE.value,
        channel=Channel.SERVICE.value,
        reply_language=current_language(),
    )


def _opening(agency: str) -> Agency:
    """Return the agency, if its service has complaints of its own now: the desk only hands on."""
    portal = runtime()
    taking = portal.agencies.taking_complaints(portal.now())
    found = next((one for one in taking if one.code == agency), None)
    return found if found is not None and found.intake is None else abort(404)


def _kept(agency: str, entry: str) -> OpenDraft | None:
    """Return what this person kept under the address; None if nothing is kept there yet."""
    draft = kept_entry(agency, entry)
    if draft is not None and draft.content.filed_for not in ("", FiledFor.SERVICE):
        abort(404)
    return draft


def _keep(agency: Agency, entry: str) -> Typed:
    portal, typed = runtime(), _typed(agency, entry)
    place = {"agency": agency.code, "category": typed.category or None}
    try:
        keep_entry(
            portal.database,
            draft_id=entry,
            user_id=current_user.user_id,
            place=place | {"language": current_language()},
            content=typed.content,
            now=portal.now(),
        )
    except EntryBegunError:
        # Pressed twice: the other of the two has just begun it. What is somebody else's stays so.
        if _kept(agency.code, entry) is None:
            abort(404)
    return typed


def _typed(agency: Agency, entry: str) -> Typed:
    opening = Opening(chosen("led_to", frozenset(map(str, SOURCES))), typed_text("led_to_why"))
    parts = (part.typed(agency) for part in _parts_asked(agency, _begun()))
    content = _begun().having(opening, *parts)
    categories = frozenset(code for code, _ in category_choices(agency))
    content = replace(content, story=typed_text("story"))
    return Typed(entry, agency, chosen("category", categories), content)


def _parts_asked(agency: Agency, content: DraftContent) -> list[OpeningPart]:
    return [part for part in added(OpeningPart) if part.shown(agency, content) is not None]


def _wrong(typed: Typed, refused: Problems) -> Problems:
    """Return what there is to correct, with what was refused of its documents."""
    content, problems = typed.content, Problems(_FIELDS)
    opening, excess = content.part(Opening), len(content.story) - LONGEST_STORY
    problems.check_text("led_to_why", opening.led_to_why)
    for field, is_wrong, words in (
        ("led_to", not opening.led_to, gettext("Choisissez ce qui mène à ce dossier")),
        ("led_to_why", not opening.led_to_why, gettext("Dites en quelques mots ce qui y mène")),
        ("story", not content.story, gettext("Écrivez ce que le service examine")),
        (
            "story",
            excess > 0,
            ngettext(
                "Raccourcissez ce texte de %(num)s caractère, ou joignez un document",
                "Raccourcissez ce texte de %(num)s caractères, ou joignez un document",
                excess,
            ),
        ),
        ("category", not typed.category, gettext("Choisissez une catégorie")),
    ):
        if is_wrong:
            problems.add(field, words)
    for part in _parts_asked(typed.agency, content):
        for field, words in part.wrong(typed.agency, content):
            problems.add(field, words)
    for problem in refused:
        problems.add(problem.field_id, problem.text)
    return problems


def _open(typed: Typed) -> ResponseReturnValue:
    portal, content = runtime(), typed.content
    now = portal.now()
    draft = Draft(
        category=typed.category,
        story=content.story,
        language=current_language(),
        filed_for=FiledFor.SERVICE,
        channel=Channel.SERVICE,
    )
    plan = plan_filing(typed.agency, draft, now)
    try:
        receipt = file_complaint(portal, plan, typed.id, content, draft, now, current_actor())
    except DraftGoneError:
        # Sent a moment ago by the same button.
        return redirect(url_for(".own_motion", agency=typed.agency.code, entry=typed.id), 303)
    flash(gettext("Le dossier %(number)s est ouvert.", number=receipt.number))
    for part in _parts_asked(typed.agency, content):
        if undone := part.opened(typed.agency, receipt.number, content):
            flash(undone, "warn")
    return _opened(typed.agency, receipt.number)


def _opened(agency: Agency, number: str) -> ResponseReturnValue:
    """Lead to the file, unless it is about whoever opened it: then it is no longer theirs."""
    try:
        runtime().read(current_actor(), complaint_id_of, agency.code, number)
    except UnknownComplaintError:
        flash(gettext("Il ne s’ouvre pas pour vous : il vous nomme."), "warn")
        return redirect(url_for("office.worklist", agency=agency.code), 303)
    return redirect(url_for("office.case", agency=agency.code, number=number), 303)


def _says_more(number: str) -> bool:
    """Tell whether what was just typed is another text than that of the file of its form."""
    story = runtime().read(PORTAL, story_of, number)
    return typed_text("story").split() not in ([], story.split())


def _begun_again(agency: Agency, number: str) -> ResponseReturnValue:
    """Keep what was typed in another tab, after its form was sent, as a file of its own."""
    typed = _keep(agency, new_draft_id())
    flash(
        gettext(
            "Le dossier %(number)s est déjà ouvert par cette page. Ce que vous venez d’écrire "
            "n’y est pas : le voici pour un nouveau dossier.",
            number=number,
        ),
        "warn",
    )
    return redirect(url_for(".own_motion", agency=agency.code, entry=typed.id), 303)


def _page(typed: Typed, problems: Problems, status: int = 200) -> ResponseReturnValue:
    agency, content = typed.agency, typed.content
    parts = ((part.template, part.shown(agency, content)) for part in added(OpeningPart))
    page = render_template(
        "own_motion/open.html",
        agency=agency,
        content=content,
        opening=content.part(Opening),
        category=typed.category,
        categories=category_choices(agency),
        sources=[(code, gettext(words)) for code, words in SOURCES.items()],
        parts=[(template, shown) for template, shown in parts if shown is not None],
        top=agency.settings.escalation[-1].title.text,
        documents=uploads.kept_for(typed.id),
        accepted=ACCEPTED,
        longest=LONGEST_STORY,
        problems=problems,
    )
    return page, status
