"""What every employee of an agency has to know of complaints, and the leaflet that they hand out.

The pages are open to everybody: most of those who serve the public have no account here, and
nothing in them is secret. They name posts and units, never people. The page of an agency leads to
that of its staff. The leaflet says how to complain, what happens next, which rights there are, and
other ways; of whoever followed its QR code, the unit that handed it out goes along with the
complaint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.agencies.settings.fields import Words
from portal.auth.access import public
from portal.complaints.letters.posted import paper_of
from portal.complaints.planning import plan_filing
from portal.complaints.registering import ANOTHER_UNIT
from portal.domain.complaint import Draft
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Confidence, Promise
from portal.features.referrals.rules import Referral
from portal.gateways.printer import Leaflet, Passage, qr_svg
from portal.gateways.printer import leaflet_pdf as printed
from portal.pages.citizen.agencies import public_agency
from portal.pages.citizen.contributions import BUTTON, COMMITMENT, STAFF, AtStart, PagePart
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.filters import text
from portal.pages.kept import AskedWith
from portal.pages.languages import localized
from portal.pages.shown.agency import (
    ShownAgency,
    referring_unit,
    shown_agency,
    unit_choices,
    unit_names,
)
from portal.words.dates import after_file_words, allowance_words
from portal.words.typography import full_stop

pages = Pages("citizen")

MOST_RECOURSES = 3
"""As many as have room on the sheet, the nearest first."""


class DatedStep(Struct, frozen=True):
    """Until when the agency does something for a complaint that comes in now."""

    kind: str
    promise: Promise
    last_day: date | None

    @property
    def is_sample(self) -> bool:
        """Tell whether the time is a sample."""
        return self.promise.confidence is Confidence.ASSUMED


@localized(pages, fr="/organismes/<code>/personnel", en="/agencies/<code>/staff")
@public
def staff_page(code: str) -> ResponseReturnValue:
    """Show what the complaints service is for, what to say, how to refer, and the dates."""
    agency = public_agency(code, "citizen.staff_page")
    if not isinstance(agency, Agency):
        return agency
    now = runtime().now()
    plan = plan_filing(agency, Draft(None, story="", language=current_language()), now)
    return render_template(
        "referrals/citizen_staff_page.html",
        agency=agency,
        shown=shown_agency(agency),
        steps=[
            DatedStep(kind.value, plan.clock(kind).promise, plan.latest_day(kind))
            for kind in (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_CONTACT, ClockKind.ANSWER)
        ],
        today=plan.calendar.day_of(now),
        address=runtime().config.base_url,
    )


def _handed_by(agency: Agency) -> Mapping[str, Any] | None:
    """Return the unit whose leaflet led to this page, by its code and in a sentence."""
    unit = _known(agency, request.args.get("depliant", ""))
    return {"code": unit, "unit": referring_unit(agency, unit)} if unit else None


def _leaflet_followed(agency: Agency) -> Referral:
    """Return what a draft keeps of the leaflet that its sender followed."""
    unit = _known(agency, request.form.get("depliant", ""))
    return Referral(unit, agency.code) if unit else Referral()


def _read_unit(typed: str) -> str:
    return _known(runtime().agencies.agency((request.view_args or {})["code"]), typed)


def _known(agency: Agency, unit: str) -> str:
    """Return a unit of the agency; one that it no longer has is one without a name."""
    return unit if not unit or unit in unit_names(agency) else ANOTHER_UNIT


# The leaflet: on a page and as a PDF, with the unit in its QR code.


@localized(pages, fr="/organismes/<code>/depliant", en="/agencies/<code>/leaflet")
@public
def leaflet(code: str) -> ResponseReturnValue:
    """Show the leaflet of a unit, which prints as it stands; let whoever hands it out say which."""
    agency = public_agency(code, "citizen.leaflet")
    if not isinstance(agency, Agency):
        return agency
    unit = _unit_of(agency)
    shown = leaflet_of(agency, unit)
    return render_template(
        "referrals/leaflet.html",
        agency=agency,
        leaflet=shown,
        # Drawn here from an address of this portal.
        code=Markup(shown.code),  # noqa: S704
        unit=unit,
        units=unit_choices(agency),
    )


@localized(pages, fr="/organismes/<code>/depliant/pdf", en="/agencies/<code>/leaflet/pdf")
@public
def leaflet_pdf(code: str) -> ResponseReturnValue:
    """Hand out the leaflet of a unit as a PDF: a sheet to print on both sides and fold."""
    agency = public_agency(code, "citizen.leaflet_pdf")
    if not isinstance(agency, Agency):
        return agency
    sheet = printed(leaflet_of(agency, _unit_of(agency)))
    name = f"{gettext('depliant')}-{agency.code}.pdf"
    return send_file(BytesIO(sheet), "application/pdf", download_name=name, etag=False)


def _unit_of(agency: Agency) -> str:
    """Return the unit that the address names, or the one of those that have no name here."""
    named = request.args.get("depliant", "")
    return named if named in dict(unit_choices(agency)) else ANOTHER_UNIT


def leaflet_of(agency: Agency, unit: str) -> Leaflet:
    """Return the leaflet that a unit hands out, in the language of the page."""
    shown = shown_agency(agency)
    address = runtime().config.base_url + url_for("citizen.agency", code=agency.code)
    followed = f"{address}?depliant={unit}"
    return Leaflet(
        language=current_language(),
        paper=paper_of(agency),
        agency=text(shown.name),
        service=text(shown.who.service.text),
        title=gettext("Quelque chose ne va pas? Dites-le."),
        lead=gettext(
            "Porter plainte est gratuit, confidentiel et sans représailles. Aucun compte n’est "
            "demandé."
        ),
        address=_as_read(address),
        code=qr_svg(followed),
        alt=gettext("Code QR qui mène à cette adresse : %(address)s", address=followed),
        scan=gettext("Visez ce code avec l’appareil photo de votre téléphone, ou écrivez :"),
        call=_call(shown),
        ways_title=gettext("Comment porter plainte"),
        ways=tuple(_ways(shown, address)),
        useful=gettext(
            "Dites ce qui est arrivé, quand et où, et ce que vous demandez. Vous n’avez pas à "
            "savoir quelle règle s’applique."
        ),
        steps_title=gettext("Ce qui arrive ensuite"),
        steps=tuple(_steps(shown)),
        rights_title=gettext("Vos droits"),
        rights=tuple(_rights()),
        recourses_title=gettext("Si la réponse ne vous convient pas"),
        recourses=tuple(_recourses(shown)),
        colophon=_colophon(agency, unit),
    )


def _as_read(address: str) -> str:
    """Return an address as people type it."""
    parts = urlsplit(address)
    return parts.netloc + parts.path


def _call(shown: ShownAgency) -> str:
    phone = shown.channels.phone or runtime().agencies.portal.portal.phone
    return gettext("Ou appelez le %(phone)s.", phone=_unbroken(phone)) if phone else ""


def _unbroken(phone: str) -> str:
    return phone.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")


def _ways(shown: ShownAgency, address: str) -> Iterator[Passage]:
    channels = shown.channels
    phones = [channels.phone or runtime().agencies.portal.portal.phone, channels.relay]
    if channels.web:
        yield Passage(gettext("En ligne"), _as_read(address))
    if phones[0]:
        called = " · ".join(_unbroken(phone) for phone in phones if phone)
        yield Passage(gettext("Au téléphone"), called)
    ways = (
        (gettext("Par courriel"), channels.email),
        (gettext("Par la poste"), _worded(channels.post)),
        (gettext("Sur place"), _worded(channels.counter)),
        (gettext("Par télécopieur"), channels.fax and _unbroken(channels.fax)),
        (gettext("Heures"), _worded(channels.hours)),
    )
    for name, words in ways:
        if words:
            yield Passage(name, words)
    aloud = gettext(
        "Dites à la personne devant vous que vous voulez porter plainte. Elle vous aide."
    )
    yield Passage(gettext("À toute personne qui travaille ici, de vive voix"), aloud)


def _worded(words: Words | None) -> str:
    return text(words.text) if words else ""


def _steps(shown: ShownAgency) -> Iterator[Passage]:
    number = gettext("Vous recevez un numéro et un code, pour suivre votre plainte en tout temps.")
    yield Passage(gettext("Tout de suite"), number)
    contact = gettext("Une personne prend votre plainte en charge et vous le dit.")
    yield Passage(_within(shown.first_contact), contact)
    answer = gettext("Vous recevez une réponse écrite. La date exacte vous est dite à l’envoi.")
    yield Passage(_within(shown.answer), answer)
    late = gettext(
        "Votre plainte monte toute seule d’un palier, jusqu’à : %(top)s",
        top=text(shown.path[-1].title),
    )
    yield Passage(gettext("Si cette date passe"), full_stop(late))
    if shown.answer.extension is not None:
        longer = gettext("On vous dit pourquoi, et la nouvelle date, avant la fin du délai.")
        yield Passage(gettext("S’il faut plus de temps"), longer)


def _within(promise: Promise) -> str:
    word = after_file_words if promise.complete_within else allowance_words
    length = word(promise.allowance, current_language())
    if promise.confidence is Confidence.ASSUMED:
        return gettext("%(length)s au plus (délai d’exemple)", length=length)
    return gettext("%(length)s au plus", length=length)


def _rights() -> Iterator[Passage]:
    yield Passage(
        gettext("Sans représailles"),
        gettext(
            "Personne n’a le droit de vous punir parce que vous portez plainte. Si cela arrive, "
            "signalez-le : on agit tout de suite."
        ),
    )
    yield Passage(
        gettext("Confidentiel"),
        gettext(
            "Seules les personnes qui traitent votre plainte, ou qui vérifient ce travail, "
            "la lisent."
        ),
    )
    yield Passage(
        gettext("Avec de l’aide, ou sans votre nom"),
        gettext("Un proche peut porter plainte pour vous. Vous pouvez aussi taire votre nom."),
    )


def _recourses(shown: ShownAgency) -> Iterator[Passage]:
    for_any = [recourse for recourse in shown.recourses if recourse.code not in shown.subjects]
    for recourse in for_any[:MOST_RECOURSES]:
        how = full_stop(text(recourse.how))
        words = f"{how} {_unbroken(recourse.phone)}" if recourse.phone else how
        yield Passage(text(recourse.body), words)


def _colophon(agency: Agency, unit: str) -> str:
    handed = gettext("Remis par : %(unit)s.", unit=referring_unit(agency, unit))
    if not agency.settings.agency.sample:
        return handed
    sample = gettext("Configuration d’exemple : non publiée par l’organisme.")
    return f"{handed} {sample}"


AGENCY_PARTS = (
    PagePart(BUTTON, "referrals/_leaflet_followed.html", _handed_by),
    PagePart(COMMITMENT, "referrals/_handed_by.html", _handed_by),
    PagePart(STAFF, "referrals/_for_staff.html", lambda _agency: {}),
    AskedWith("citizen.agency", "depliant", _read_unit),
    AtStart(_leaflet_followed),
)
