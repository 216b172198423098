"""The page of an outside body, open by a signed link alone; and where a complainant makes one.

It shows the number, the agency and what may be told: nothing of the complaint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.domain.actor import PORTAL, complainant
from portal.domain.conclusion import JUDGED, Outcome
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.features.outside_outcomes.actions import make_link, tell_outcome
from portal.features.outside_outcomes.queries import link_by_entry, links_of
from portal.features.outside_outcomes.rules import (
    OutsideLink,
    OutsideLinkMade,
    OutsideOutcomeTold,
    is_signed,
    outside_bodies,
    read_token,
    token_of,
)
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import RECOURSES, PagePart
from portal.pages.citizen.follow import FollowAction
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.shown.history_words import Around, ToldWords
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

pages = Pages("citizen")

OUTCOME_FIELD, BODY_FIELD = "issue", "organisme-exterieur"
OUTCOMES: dict[Outcome, str] = {
    Outcome.UPHELD: to_translate("La réponse de l’organisme est maintenue"),
    Outcome.CHANGED: to_translate("La réponse de l’organisme est changée"),
    Outcome.PARTLY: to_translate("La réponse de l’organisme est changée en partie"),
    Outcome.WITHDRAWN: to_translate("La personne s’est désistée"),
    Outcome.NOT_LOOKED_INTO: to_translate("La plainte n’a pas été examinée"),
}


class Opened(Struct, frozen=True):
    """What a link opens: the number, the agency that has the complaint, and the link itself."""

    number: str
    agency: Agency
    link: OutsideLink

    @property
    def may_tell(self) -> bool:
        """Tell whether something may be told by it today."""
        return self.link.may_tell(runtime().now().astimezone(self.agency.zone).date())


def _opened(token: str) -> Opened | None:
    """Return what a token opens, if it is signed."""
    said, portal = read_token(token), runtime()
    if said is None:
        return None
    number, seq, signature = said
    found = portal.read(PORTAL, link_by_entry, number, seq)
    if found is None or not is_signed(portal.keyring, number, found[1], signature):
        return None
    return Opened(number, portal.agencies.agency(found[0]), found[1])


_FR, _EN = "/issue-exterieure/<token>", "/outside-outcome/<token>"


@localized(pages, fr=_FR, en=_EN)
@public
def outside_outcome(token: str) -> ResponseReturnValue:
    """Ask an outside body what became of the complaint, or say what it told."""
    return _page(token, Problems())


@localized(pages, fr=_FR, en=_EN, methods=["POST"])
@public
def tell_outside_outcome(token: str) -> ResponseReturnValue:
    """Keep what is told, and show it."""
    opened, problems = _opened(token), Problems([OUTCOME_FIELD])
    if opened is None or not opened.may_tell:
        return _page(token, problems)
    chosen = request.form.get(OUTCOME_FIELD, "")
    if chosen not in set(Outcome):
        problems.add(OUTCOME_FIELD, gettext("Choisissez ce qu’est devenue la plainte"))
        return _page(token, problems)
    tell = partial(tell_outcome, seq=opened.link.seq, outcome=Outcome(chosen))
    try:
        runtime().change(PORTAL, opened.number, tell)
    except TransitionNotAllowedError:
        return _page(token, problems)
    return redirect(url_for(".outside_outcome", token=token), 303)


def _page(token: str, problems: Problems) -> ResponseReturnValue:
    opened = _opened(token)
    if opened is None:
        return render_template("outside_outcomes/nothing.html"), 404
    link = opened.link
    page = render_template(
        "outside_outcomes/outcome.html",
        number=opened.number,
        agency=opened.agency,
        body=link.name,
        told=gettext(OUTCOMES[link.outcome]) if link.outcome else "",
        chosen=link.outcome.value if link.outcome else "",
        may_tell=opened.may_tell,
        ends_on=link.ends_on,
        outcomes=[(outcome.value, gettext(words)) for outcome, words in OUTCOMES.items()],
        field=OUTCOME_FIELD,
        problems=problems,
    )
    return page, 422 if problems else 200


# The complainant's own.


class ShownLink(Struct, frozen=True):
    """A link as it is handed over: to whom, where it leads, until when, and what was told by it."""

    body: str
    address: str
    until: str
    told: str


def shown_links(number: str, links: Sequence[OutsideLink]) -> list[ShownLink]:
    """Return the links of a complaint, in the language of the page."""
    portal, language = runtime(), current_language()
    return [
        ShownLink(
            link.name.in_(language),
            portal.config.base_url
            + url_for("citizen.outside_outcome", token=token_of(portal.keyring, number, link)),
            day_words(link.ends_on, language),
            gettext(OUTCOMES[link.outcome]) if link.outcome else "",
        )
        for link in links
    ]


def _shown(number: str, complaint_id: int) -> Mapping[str, Any] | None:
    summary = opened_summary(number, complaint_id)
    if summary.status not in JUDGED or not outside_bodies(summary.recourses):
        return None
    links = runtime().read(PORTAL, links_of, complaint_id)
    named = outside_bodies(summary.recourses).items()
    bodies = [(code, name.in_(current_language())) for code, name in named]
    return {"links": shown_links(number, links), "bodies": bodies, "field": BODY_FIELD}


def _make(number: str, complaint_id: int, problems: Problems) -> str:
    make = partial(make_link, body=request.form.get(BODY_FIELD, ""))
    try:
        runtime().change(complainant(complaint_id), number, make)
    except IncompleteError:
        problems.add(BODY_FIELD, gettext("Choisissez l’organisme à qui vous vous adressez"))
        return ""
    except TransitionNotAllowedError:
        return gettext("Rien n’a changé : cette plainte n’a pas de réponse en ce moment.")
    return gettext("Le lien est prêt. Il est sous « Autres recours », plus bas.")


FollowAction(
    name="outside_links",
    sending="make_outside_link",
    fr="issue-exterieure",
    en="outside-outcome",
    template="outside_outcomes/links.html",
    shown=_shown,
    act=_make,
    fields=(BODY_FIELD,),
).serve(pages)


def _part(summary: CaseSummary) -> Mapping[str, Any] | None:
    if summary.status not in JUDGED or not outside_bodies(summary.recourses):
        return None
    made = any(entry.kind == EntryKind.OUTSIDE_LINK_MADE for entry in summary.complaint.history)
    links = runtime().read(PORTAL, links_of, summary.complaint.id) if made else []
    return {"links": shown_links(summary.complaint.facts.number, links)}


def _made(entry: OutsideLinkMade, _around: Around) -> str:
    return gettext("Pour : %(body)s.", body=entry.name.in_(current_language()))


def told_words(entry: OutsideOutcomeTold) -> str:
    """Return what a body told, as everybody reads it."""
    return gettext(
        "%(body)s : %(outcome)s.",
        body=entry.name.in_(current_language()),
        outcome=gettext(OUTCOMES[Outcome(entry.outcome)]),
    )


ADDS = (
    PagePart(RECOURSES, "outside_outcomes/_links.html", _part),
    ToldWords(
        EntryKind.OUTSIDE_LINK_MADE,
        to_translate("Un lien est prêt pour un organisme extérieur"),
        _made,
    ),
    ToldWords(
        EntryKind.OUTSIDE_OUTCOME_TOLD,
        to_translate("Un organisme extérieur a dit ce qu’il a décidé"),
        lambda entry, _around: told_words(entry),
    ),
)
