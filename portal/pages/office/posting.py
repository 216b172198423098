"""Letters that wait to be printed and posted, for complainants who chose the post."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import record_opening
from portal.complaints.letters.posted import printed_letters, record_posted
from portal.complaints.queries.case_reads import complaint_id_of
from portal.complaints.queries.waiting_letters import ToPost, letters_to_post
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.typed import whole_number
from portal.gateways.printer import pdf_of
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.forms import Problems, TypedDay
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.shown.before_filing import needs_words
from portal.words.catalogue import to_translate

_DAY = "postee"
_AS_ASKED = {"demandee": True, "ordinaire": False}
LETTERS: dict[str, str] = {
    "acknowledgement": to_translate("Accusé de réception"),
    "taken_in_charge": to_translate("Prise en charge"),
    "question": to_translate("Question"),
    "extended": to_translate("Prolongation du délai"),
    "answered": to_translate("Réponse"),
    "closed": to_translate("Fermeture et conclusion"),
    "late": to_translate("Réponse en retard"),
    "withdrawn": to_translate("Retrait"),
}


@localized(bp, fr="/gestion/<agency>/a-poster", en="/office/<agency>/to-post")
@requires(Permission.CONTACT, agency_from="agency")
def to_post(agency: str) -> ResponseReturnValue:
    """List the letters that wait, the oldest first."""
    today = runtime().agencies.agency(agency).consult().calendar().day_of(runtime().now())
    return _page(agency, TypedDay.of(today), Problems())


@localized(bp, fr="/gestion/<agency>/a-poster/lettres", en="/office/<agency>/to-post/letters")
@requires(Permission.CONTACT, agency_from="agency")
def letters_pdf(agency: str) -> ResponseReturnValue:
    """Hand out the letters that the address names, or all that wait, as one PDF to print.

    One whose reader keeps back where it goes is not among them: nobody could post it.
    """
    waiting = _waiting(agency)
    wanted = set(request.args.getlist("lettre", type=whole_number))
    is_every = "lettre" not in request.args
    chosen = [
        letter for letter in waiting if (is_every or letter.id in wanted) and not letter.is_held
    ]
    if not chosen:
        abort(404)
    portal = runtime()
    printed = portal.read(
        current_actor(),
        printed_letters,
        portal.config,
        portal.agencies,
        portal.features.letters,
        [letter.id for letter in chosen],
        portal.now(),
    )
    numbers = dict.fromkeys(letter.number for letter in chosen)
    with portal.reading(current_actor()) as session:
        complaint_ids = [complaint_id_of(session, agency, number) for number in numbers]
    record_opening(portal.database, current_user.user_id, complaint_ids, "letter", portal.now())
    return send_file(
        BytesIO(pdf_of(printed)),
        "application/pdf",
        as_attachment=True,
        download_name=f"{gettext('lettres')}.pdf",
        etag=False,
    )


@localized(
    bp,
    fr="/gestion/<agency>/a-poster",
    en="/office/<agency>/to-post",
    methods=("POST",),
    endpoint="mark_posted",
)
@requires(Permission.CONTACT, agency_from="agency")
def mark_posted(agency: str) -> ResponseReturnValue:
    """Write down that the chosen letters were posted, and on which day."""
    typed, problems = TypedDay.read(_DAY), Problems((_DAY, "lettre"))
    ids = set(request.form.getlist("lettre", type=whole_number))
    chosen = [letter for letter in _waiting(agency) if letter.id in ids and not letter.is_held]
    for letter in chosen:
        if letter.forms and _as_asked(letter) is None:
            problems.add(_form_field(letter), gettext("Dites sous quelle forme cette lettre part"))
    if typed.as_date is None:
        problems.add(_DAY, gettext("Écrivez le jour où les lettres ont été postées"))
    if not chosen:
        problems.add("lettre", gettext("Choisissez au moins une lettre"))
    if not problems:
        _mark(chosen, typed, problems)
    if problems:
        return _page(agency, typed, problems, ids), 422
    flash(ngettext("%(num)s lettre postée.", "%(num)s lettres postées.", len(chosen)))
    return redirect(url_for(".to_post", agency=agency), 303)


def _mark(chosen: list[ToPost], typed: TypedDay, problems: Problems) -> None:
    assert typed.as_date is not None
    for letter in chosen:
        act = partial(
            record_posted, letter_id=letter.id, day=typed.as_date, is_as_asked=_as_asked(letter)
        )
        try:
            runtime().change(current_actor(), letter.number, act)
        except IncompleteError:
            problems.add(
                _DAY, gettext("Ce jour est à venir, ou vient avant une des lettres. Vérifiez-le")
            )


def _form_field(letter: ToPost) -> str:
    return f"forme-{letter.id}"


def _as_asked(letter: ToPost) -> bool | None:
    """Return whether a letter left in the form its reader asked for; None if nobody said."""
    return _AS_ASKED.get(request.form.get(_form_field(letter), ""))


def _waiting(agency: str) -> list[ToPost]:
    return runtime().read(current_actor(), letters_to_post, agency)


def _page(agency: str, day: TypedDay, problems: Problems, chosen: set[int] | None = None) -> str:
    this_agency, waiting = runtime().agencies.agency(agency), _waiting(agency)
    return render_template(
        "office/to_post.html",
        agency=this_agency,
        letters=waiting,
        first=next((letter.id for letter in waiting if not letter.is_held), None),
        names=LETTERS,
        other=to_translate("Lettre sur la plainte"),
        day=day,
        chosen=chosen or set(),
        forms={letter.id: needs_words(letter.forms) for letter in waiting},
        left_as={letter.id: request.form.get(_form_field(letter)) for letter in waiting},
        problems=problems,
        zone=this_agency.consult().calendar().zone,
    )
