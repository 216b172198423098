"""The desk of e-mails: what waits, why a complaint is proposed, one button to say what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.handling.documents import Reason
from portal.domain.actor import Actor
from portal.domain.permissions import Permission
from portal.features.incoming_mail import actions_sorting as sorting
from portal.features.incoming_mail.queries import ROWS_A_PAGE, WAITING, Email, email, listed
from portal.features.incoming_mail.rules import SortedMeanwhileError, State
from portal.features.incoming_mail.words import KINDS, STATES, WHY
from portal.gateways.incoming_mail.addresses import agency_address
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, TypedDay, asked_page, led_to_last_page
from portal.pages.languages import localized
from portal.pages.office.case.contributions import ListPart
from portal.runtime import Runtime
from portal.words.catalogue import to_translate

pages = Pages("office")

_MOST_PAGES = 1000
_FR, _EN = "/gestion/<agency>/courriels", "/office/<agency>/e-mails"
VIEWS: dict[str, tuple[tuple[State, ...], str]] = {
    "": ((State.TO_SORT,), to_translate("À trier")),
    "ranges": ((State.ADDED, State.COMPLAINT), to_translate("Versés à une plainte")),
    "pas-plainte": ((State.NOT_COMPLAINT,), to_translate("Pas une plainte")),
    "machines": ((State.SET_ASIDE,), to_translate("Envois automatiques")),
}


@localized(pages, fr=_FR, en=_EN)
@requires(Permission.SORT_EMAILS, agency_from="agency")
def emails(agency: str) -> ResponseReturnValue:
    """List the e-mails of an agency: those that wait first, and all that became of the others."""
    where = runtime().agencies.agency(agency)
    view = request.args.get("vue", "")
    view = view if view in VIEWS else ""
    page = asked_page(_MOST_PAGES)
    found, total = runtime().read(current_actor(), listed, agency, VIEWS[view][0], page)
    last = -(-total // ROWS_A_PAGE)
    if elsewhere := led_to_last_page(page, last):
        return elsewhere
    inbox = runtime().config.inbox
    return render_template(
        "incoming_mail/list.html",
        agency=where,
        rows=[(one, _words(one)) for one in found],
        total=total,
        view=view,
        views=[(code, gettext(words)) for code, (_, words) in VIEWS.items()],
        current_page=page,
        last_page=last,
        address=agency_address(inbox, agency) if inbox else None,
        zone=where.zone,
    )


@localized(pages, fr=f"{_FR}/<int:email>", en=f"{_EN}/<int:email>", endpoint="email")
@requires(Permission.SORT_EMAILS, agency_from="agency")
def one_email(agency: str, email: int) -> ResponseReturnValue:
    """Show one e-mail as text, why it is here, and what can be done with it."""
    found = _opened(agency, email)
    where = runtime().agencies.agency(agency)
    return render_template(
        "incoming_mail/email.html",
        agency=where,
        email=found,
        words=_words(found),
        zone=where.zone,
        is_to_sort=found.state == State.TO_SORT,
        is_left=found.state in (State.NOT_COMPLAINT, State.SET_ASIDE),
    )


@pages.app_context_processor
def receiving() -> dict[str, Any]:
    """Tell the frame of the office whether mail comes in at all."""
    return {"receives_mail": lambda: bool(runtime().config.inbox)}


def _opened(agency: str, email: int, what: str = "email") -> Email:
    return runtime().read(current_actor(), _email, agency, email)


_email = email


def _words(found: Email) -> dict[str, Any]:
    """Return what the page says of an e-mail: where it stands, why, and of what kind it is."""
    why = gettext(WHY[found.why], number=found.number or "") if found.why in WHY else ""
    return {
        "state": gettext(STATES[State(found.state)]),
        "why": why,
        "kind": gettext(KINDS[found.kind]) if found.kind in KINDS else "",
        "sender": found.said("sender") or gettext("Expéditeur inconnu"),
        "subject": found.said("subject") or gettext("Sans objet"),
        "refused": [
            (name, gettext(REFUSED.get(reason, _NOT_KEPT)))
            for name, reason in found.content.get("refused", [])
        ],
    }


_NOT_KEPT = to_translate("n’a pas été versé : il ne passe pas les contrôles")
REFUSED: Mapping[str, str] = {
    Reason.KIND.value: to_translate("n’a pas été versé : ce genre de fichier n’est pas accepté"),
    Reason.SIZE.value: to_translate("n’a pas été versé : il est trop lourd"),
    Reason.VIRUS.value: to_translate("n’a pas été versé : il contient un virus"),
    Reason.EMPTY.value: to_translate("n’a pas été versé : il est vide"),
}


def _button(
    name: str,
    fr: str,
    en: str,
    done: str,
    act: Callable[..., Any],
    then: Callable[[Email, Any], str] | None = None,
) -> None:
    """Give a button of an e-mail its address."""

    def asked(found: Email, _form: Form, _problems: Problems) -> Act | None:
        return partial(act, runtime(), current_actor(), found, runtime().now())

    page = ActionPage(
        EMAIL, name, fr, en, Permission.SORT_EMAILS, done, asked, then=then, is_button=True
    )
    add_action(pages, page)


def _begin(portal: Runtime, actor: Actor, found: Email, _now: datetime) -> str:
    zone = runtime().agencies.agency(found.agency).zone
    day = TypedDay.of(found.received_at.astimezone(zone).date())
    return sorting.begin_entry(portal, actor, found, (day.day, day.month, day.year))


def _list_of(found: Email, _result: Any) -> str:
    return url_for("office.emails", agency=found.agency)


EMAIL: Subject[Email] = Subject(
    fr=f"{_FR}/<int:email>",
    en=f"{_EN}/<int:email>",
    opened=_opened,
    change=lambda _found, act, _seen: act(),
    url=lambda found: url_for("office.email", agency=found.agency, email=found.id),
    refusals={
        SortedMeanwhileError: to_translate("Ce courriel a été trié depuis que vous l’avez ouvert")
    },
    announces=True,
)
_button(
    "confirm_email",
    "verser",
    "add",
    to_translate("Le courriel est versé à la plainte."),
    sorting.confirm,
    _list_of,
)
_button(
    "leave_email",
    "pas-une-plainte",
    "not-a-complaint",
    to_translate("C’est noté : ce n’est pas une plainte. Le courriel reste gardé."),
    sorting.leave_aside,
    _list_of,
)
_button(
    "take_email_back",
    "remettre",
    "take-back",
    to_translate("Le courriel est de nouveau à trier."),
    sorting.take_back,
)
_button(
    "begin_from_email",
    "nouvelle-plainte",
    "new-complaint",
    to_translate("Vérifiez ce que le courriel a rempli, puis inscrivez la plainte."),
    _begin,
    lambda found, entry: url_for("office.entry", agency=found.agency, entry=entry),
)


def _waiting(_agency: str, count: int) -> Mapping[str, Any] | None:
    return {"count": count} if count else None


ADDS = (
    ListPart(
        "incoming_mail/_above_list.html",
        Permission.SORT_EMAILS,
        WAITING,
        lambda agency: {"agency": agency},
        _waiting,
    ),
)
