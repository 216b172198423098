"""Following a complaint: its number and code open it, here it is, and what is done with it.

Its page says where it is, who acts next, by when.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import partial, wraps
from io import BytesIO
from typing import Any, NamedTuple

from flask import (
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import public
from portal.auth.returning import KeptForm, opened_form, sealed_form
from portal.auth.tries import ACCESS_CODES, trying
from portal.complaints.queries.access_codes import complaint_opened_by
from portal.complaints.queries.followed import Followed
from portal.complaints.queries.following import document_to_download
from portal.complaints.queries.kept_clocks import KeptClock
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Draft, ReplyBy, Status
from portal.domain.errors import UnknownComplaintError
from portal.domain.history import EntryKind
from portal.domain.number import RESUME_CODE_LENGTH, read_code, read_number
from portal.gateways.file_store import FileMissingError
from portal.pages import uploads
from portal.pages.citizen import bp
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import (
    ON_CODE,
    ON_FOLLOWED,
    MoreHistory,
    OtherCode,
    is_watched,
    led_elsewhere,
    may_open,
    shown_parts,
    ways_followed,
)
from portal.pages.citizen.finding import bodies_outside
from portal.pages.citizen.followed_here import (
    KnownHere,
    Opened,
    followed_id,
    hash_of_code,
    opened_here,
    remember_followed,
    sign_out,
)
from portal.pages.citizen.known_drafts import forget_sent, open_draft_ids
from portal.pages.citizen.written import written_by_person, written_lines
from portal.pages.current import current_language, gettext, runtime
from portal.pages.devices import device, know_again
from portal.pages.features import Pages, added
from portal.pages.flood_limits import limited_by_tries
from portal.pages.forms import LONGEST_STORY, Problems
from portal.pages.languages import localized
from portal.pages.own_fields import KEPT_FIELD, ONCE_FIELD
from portal.pages.resending import (
    Resent,
    is_sent_form,
    kept_documents,
    kept_values,
    resent_as,
    resent_of,
)
from portal.pages.rewording import reword_for
from portal.pages.shown.before_filing import ACCEPTED, ToldNotice, reminders_of
from portal.pages.shown.help_first import dangers_of
from portal.pages.shown.history_words import Around, Happened, explained_dates, worded_history
from portal.pages.switching import waiting_form
from portal.pages.telling import UNACKNOWLEDGED
from portal.words.statuses import FINDINGS, FINDINGS_EXPLAINED

FollowedView = Callable[..., ResponseReturnValue]
NUMBER_FIELD, CODE_FIELD = "numero", "code"
_FOLLOWING = ("suivi", "follow")
_WRONG_PAIR, _CODE_NEEDED = 422, 401
REASON_FIELD = "raison"
FIRST_ADDRESSEE = "premier"
"""By what a form names the agency that leads, where several read messages."""
_LONGEST = 40
_SHOWN_OF_AN_ADDRESS = 3


def follows(
    view: FollowedView, *, finds_its_words: bool = False
) -> Callable[..., ResponseReturnValue]:
    """Hand a view the number and id of a complaint opened in this session; else ask its code.

    What else its address names follows. What was being sent waits in the page that asks the code.
    The page speaks in the words that are true of what was opened: one that reads all of it anyway
    `finds_its_words` by itself, without another statement.
    """

    @wraps(view)
    def following(number: str, **more: int) -> ResponseReturnValue:
        known = read_number(number) or number
        complaint_id = followed_id(known)
        if complaint_id is None and is_sent_form():
            return _code_page(Problems(), known, sealed_form()), _CODE_NEEDED
        if complaint_id is None:
            return redirect(url_for("citizen.follow", numero=known), 303)
        instead = led_elsewhere(known, opened_here(known))
        if instead is not None:
            return instead
        if not finds_its_words:
            reword_for(KnownHere(complaint_id))
        return view(known, complaint_id, **more)

    return following


def mark() -> str:
    """Return the mark of the form on the page: that of the form that was sent, or a new one."""
    return request.form.get(ONCE_FIELD) or secrets.token_urlsafe(12)


def sent_mark(complaint_id: int, words: str, rank: int = 0) -> str:
    """Return the mark of the form that was sent about a complaint with these words.

    It belongs to the complaint and to the words: neither another complaint's form nor other words
    of the same form are swallowed. Each of several agencies that the form goes to has its own, by
    its rank.
    """
    place = f"{complaint_id}.{rank}" if rank else f"{complaint_id}"
    form = f"{request.form.get(ONCE_FIELD, '')}\0{words}"
    return f"{place}-{runtime().keyring.hashed(form, 'once')}"[:_LONGEST]


class FollowAction(Struct, frozen=True):
    """Something that a complainant does with a complaint, on a page of its own.

    `act` does what the form asks for and returns what is said of it, or notes what is wrong.
    `shown` is what else the page shows, with what the form held if it comes back, or None where
    there is nothing to do: it leads to the complaint. `fields` are its fields, in order.
    `resent` is how its form is sent again where it comes back.
    """

    name: str
    sending: str
    fr: str
    en: str
    template: str
    shown: Callable[[str, int], Mapping[str, Any] | None]
    act: Callable[[str, int, Problems], str]
    fields: tuple[str, ...] = ()
    resent: Resent = Resent()

    def serve(self, pages: Pages) -> None:
        """Give the page its addresses."""
        fr, en = f"/suivi/<number>/{self.fr}", f"/follow/<number>/{self.en}"
        serve = partial(localized, pages, fr=fr, en=en)
        serve(endpoint=self.name)(public(follows(self.open)))
        sending = resent_as(self.resent)(public(follows(self.send)))
        serve(endpoint=self.sending, methods=["POST"])(sending)

    def open(self, number: str, complaint_id: int) -> ResponseReturnValue:
        """Show the page."""
        return self._page(number, complaint_id, Problems())

    def send(self, number: str, complaint_id: int) -> ResponseReturnValue:
        """Do what the form asks for, say so, and lead to the complaint; or say what to correct."""
        problems = Problems(self.fields)
        done = self.act(number, complaint_id, problems)
        if done:
            flash(done)
        if problems:
            return self._page(number, complaint_id, problems)
        return redirect(url_for("citizen.followed", number=number), 303)

    def _page(self, number: str, complaint_id: int, problems: Problems) -> ResponseReturnValue:
        shown = self.shown(number, complaint_id)
        if shown is None:
            return redirect(url_for("citizen.followed", number=number), 303)
        page = render_template(self.template, number=number, problems=problems, **shown)
        return page, 422 if problems else 200


@localized(bp, fr="/suivi", en="/follow")
@public
def follow() -> ResponseReturnValue:
    """Ask for the number and the code; the number may come from the address."""
    return _code_page(Problems(), request.args.get(NUMBER_FIELD, ""), waiting_form())


@localized(bp, fr="/suivi", en="/follow", methods=["POST"])
@public
@limited_by_tries
def open_complaint() -> ResponseReturnValue:
    """Open the complaint, or say that the two do not go together, never which is wrong."""
    typed, sealed = request.form.get(NUMBER_FIELD, ""), request.form.get(KEPT_FIELD, "")
    typed_code = request.form.get(CODE_FIELD, "")
    opened = _opened_by(typed, typed_code)
    if opened is None:
        return _code_page(_problems(typed, typed_code), typed, sealed, typed_code), _WRONG_PAIR
    if not isinstance(opened, OpenedComplaint):
        return opened
    complaint_id, number, by_code = opened
    remember_followed(
        number,
        complaint_id,
        hash_of_code(typed_code) if by_code else "",
        is_watched=is_watched(number),
        by_code=by_code,
    )
    response = make_response(_first_page(number, sealed))
    know_again(response)
    return response


def _first_page(number: str, sealed: str) -> ResponseReturnValue:
    """Return what whoever opened a complaint reads first: the form that waited, or its page."""
    kept = opened_form(sealed, runtime().keyring) if sealed else None
    if kept is not None and _is_about(kept, number):
        return render_template(
            "citizen/send_again.html",
            kept=kept,
            values=kept_values(kept),
            unkept=kept_documents(kept),
            again=resent_of(kept.path),
        )
    return redirect(url_for(".followed", number=number), 303)


class OpenedComplaint(NamedTuple):
    """A complaint that a number and a code open, and whether that is its access code."""

    id: int
    number: str
    by_code: bool = True


def _opened_by(typed_number: str, typed_code: str) -> OpenedComplaint | ResponseReturnValue | None:
    """Return the complaint that a number and a code open, if they do, or what is answered instead.

    A code that opens it no more is counted as a right one, and one that never did as a wrong one.
    """
    portal = runtime()
    number = read_number(typed_number) or ""
    with trying(ACCESS_CODES, number, portal.now().timestamp(), device()) as one_try:
        instead = led_elsewhere(number, Opened(hash_of_code(typed_code), portal.now()))
        if instead is not None:
            one_try.was_right = True
            return instead
        try:
            opened = portal.read(PORTAL, complaint_opened_by, portal.keyring, number, typed_code)
            complaint_id, by_code = opened[0], True
        except UnknownComplaintError:
            otherwise, by_code = _opened_otherwise(number, typed_code), False
            if otherwise is None:
                return None
            complaint_id = otherwise
        one_try.was_right = True
    return OpenedComplaint(complaint_id, number, by_code)


def _opened_otherwise(number: str, typed_code: str) -> int | None:
    """Return the id of the complaint that a code which features know of opens, if one does."""
    tried = (other.opened(number, typed_code) for other in added(OtherCode))
    return next((opened for opened in tried if opened is not None), None)


def _is_about(kept: KeptForm, number: str) -> bool:
    """Tell whether a form that waited was on a page of this complaint's follow-up."""
    _, _, page, about, *_ = [*kept.path.split("/"), "", "", ""]
    return page in _FOLLOWING and read_number(about) == number


def _problems(typed: str, typed_code: str) -> Problems:
    """Return what to correct: each of the two that is missing, or what is wrong with them."""
    problems = Problems([NUMBER_FIELD, CODE_FIELD])
    has_code = bool(read_code(typed_code))
    if not has_code:
        problems.add(CODE_FIELD, gettext("Écrivez le code d’accès"))
    if has_code or not read_number(typed):
        problems.add(NUMBER_FIELD, _wrong(typed, typed_code))
    return problems


def _wrong(typed: str, typed_code: str) -> str:
    """Return what to correct: a number, or the pair; the code of a draft is written elsewhere."""
    if read_number(typed):
        return gettext("Ce numéro et ce code ne vont pas ensemble. Vérifiez les deux")
    if any(len(read_code(code)) == RESUME_CODE_LENGTH for code in (typed, typed_code)):
        return gettext(
            "Écrivez un numéro comme 2026-004182. Un code de 12 caractères est peut-être celui "
            "d’un brouillon : il s’écrit à « Reprendre mon brouillon »"
        )
    return gettext("Écrivez le numéro au complet, avec l’année, comme 2026-004182")


def _code_page(problems: Problems, number: str, sealed: str = "", code: str = "") -> str:
    return render_template(
        "citizen/follow.html",
        problems=problems,
        number=number,
        code=code,
        sealed=sealed,
        one_time_length=next((other.length for other in added(OtherCode)), 0),
        parts=shown_parts(ON_CODE, read_number(request.args.get(NUMBER_FIELD, "")) or ""),
    )


@localized(bp, fr="/suivi/<number>", en="/follow/<number>")
@public
@partial(follows, finds_its_words=True)
def followed(number: str, complaint_id: int) -> ResponseReturnValue:
    """Show where the complaint is, what is expected of whom, and all that happened."""
    summary = opened_summary(number, complaint_id)
    complaint, facts = summary.complaint, summary.complaint.facts
    question = complaint.last_text("asked")
    return render_template(
        "citizen/followed.html",
        summary=summary,
        complaint=complaint,
        facts=facts,
        agency=summary.agency,
        category=summary.agency.subject(complaint.category),
        history=_history(summary),
        findings={
            code: (gettext(words), gettext(FINDINGS_EXPLAINED[code]))
            for code, words in FINDINGS.items()
        },
        explained=explained_dates(_told_clocks(summary), summary.calendar, summary.agency.code),
        question=question,
        asks_here=bool(facts.status is Status.WAITING and question and question.text),
        first_addressee=FIRST_ADDRESSEE,
        once=mark(),
        longest=LONGEST_STORY,
        limits=uploads.limits(),
        accepted=ACCEPTED,
        answer=complaint.last_text("answered"),
        acknowledged_at=_acknowledged_at(complaint),
        contact_changed=complaint.last_text(EntryKind.CONTACT_CHANGED) is not None,
        unacknowledged=gettext(UNACKNOWLEDGED) if complaint.is_unacknowledged else "",
        written=written_lines(summary, shows_where=False),
        parts=shown_parts(ON_FOLLOWED, summary),
        may_open=partial(may_open, number, opened_here(number)),
        dangers=dangers_of(summary.agency, complaint, summary.now),
        elsewhere=bodies_outside(complaint.story) if _is_at_desk(summary) else (),
        ways=ways_followed(summary, _reminders(summary) if facts.status.is_unanswered else ()),
    )


def _is_at_desk(summary: CaseSummary) -> bool:
    """Tell whether the intake desk still looks for who has to answer."""
    return summary.is_owed_an_answer and summary.complaint.intake is not None


@localized(
    bp,
    fr="/suivi/<number>/documents/<int:document>",
    en="/follow/<number>/documents/<int:document>",
)
@public
@follows
def download(number: str, complaint_id: int, document: int) -> ResponseReturnValue:
    """Give out a document of the complaint as a file, never as a page of the portal."""
    stored = runtime().read(complainant(complaint_id), document_to_download, complaint_id, document)
    if stored is None:
        abort(404)
    try:
        content = runtime().files.get(stored.file_key)
    except FileMissingError:
        abort(404)
    return send_file(
        BytesIO(content),
        mimetype=stored.content_type,
        as_attachment=True,
        download_name=stored.name,
        etag=False,
    )


@localized(bp, fr="/suivi/<number>/quitter", en="/follow/<number>/leave", methods=["POST"])
@public
def leave(number: str) -> ResponseReturnValue:
    """Sign out: this device shows no complaint any more, nor any receipt."""
    sign_out()
    response = make_response(redirect(url_for(".follow"), 303))
    forget_sent(response)
    flash(gettext("Vos plaintes ne sont plus ouvertes sur cet appareil."))
    if open_draft_ids():
        flash(
            gettext(
                "Un brouillon y est encore ouvert. Ouvrez-le de l’accueil pour l’effacer d’ici."
            )
        )
    return response


def _told_clocks(summary: CaseSummary) -> list[KeptClock]:
    """Return the clocks whose dates are told: not those of what was called off since."""
    untold = runtime().features.untold_once_ended
    return [
        clock
        for clock in summary.complaint.clocks
        if not (clock.kind in untold and clock.is_called_off)
    ]


def _reminders(summary: CaseSummary) -> list[ToldNotice]:
    """Return the time limits told by anything that the person wrote: they run on meanwhile."""
    facts, language = summary.complaint.facts, current_language()
    drafts = (
        Draft(facts.category, text, language, facts.answers) for text in written_by_person(summary)
    )
    return reminders_of(summary.agency, drafts)


def _history(summary: CaseSummary) -> list[Happened]:
    """Return all that the complainant is told of, newest first."""
    around = Around(summary.path, summary.recourses, summary.zone)
    own = worded_history(summary.complaint.history, around)
    adding = added(MoreHistory)
    added_lines = [line for addition in adding for line in addition.lines(summary)]
    return (
        sorted([*own, *added_lines], key=lambda line: line.at, reverse=True) if added_lines else own
    )


def _acknowledged_at(complaint: Followed) -> str:
    """Return where the acknowledgement went, masked; "" where it is not known any more."""
    contact = complaint.contact
    if contact.reply_by is not ReplyBy.EMAIL or complaint.last_text(EntryKind.CONTACT_CHANGED):
        return ""
    if complaint.is_unacknowledged:
        return ""
    return _masked(contact.email)


def _masked(email: str) -> str:
    """Return an address that its owner recognises and nobody else learns: m.g•••@exemple.org."""
    name, _, domain = email.partition("@")
    return f"{name[:_SHOWN_OF_AN_ADDRESS]}•••@{domain}" if domain else ""
