"""« J’ai perdu mon code »: a link or a letter is asked for; what is said is the same for all.

Nothing is looked up while somebody waits: the worker does it afterwards. So neither the answer nor
its time tells whether there is such a complaint, or whose it is.
"""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.auth.tries import sender
from portal.db.shared_counts import Pace
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.number import read_number
from portal.domain.phone import is_phone
from portal.features.access_links import actions
from portal.features.access_links.rules_reaching import is_of_an_address
from portal.pages.citizen.contributions import CODE_LOST, CONFIRMED, PagePart
from portal.pages.citizen.journey import Journey
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.flood_limits import heed
from portal.pages.forms import LONGEST_LINE, Problems, typed_line, typed_phone
from portal.pages.languages import localized

pages = Pages("citizen")

NUMBER_FIELD, MEANS_FIELD = "numero", "moyen"
_DETAIL = {ReplyBy.EMAIL: "courriel", ReplyBy.TEXT: "texto", ReplyBy.POST: "code-postal"}
FIELDS = (NUMBER_FIELD, MEANS_FIELD, *_DETAIL.values())

ASKED_FOR = Pace(free=3, first=60, longest=15 * 60, kept=24 * 60 * 60)
"""How fast one address asks for links to one complaint, whether there is such a complaint: from
elsewhere, others may ask at the same time."""

_UNPROCESSABLE = 422


@localized(pages, fr="/suivi/code-perdu", en="/follow/lost-code")
@public
def lost_code() -> ResponseReturnValue:
    """Ask which complaint it is, and what is known of the address that it has."""
    return _page(Problems(), request.args.get(NUMBER_FIELD, ""))


@localized(pages, fr="/suivi/code-perdu", en="/follow/lost-code", methods=("POST",))
@public
def ask_for_link() -> ResponseReturnValue:
    """Keep what is asked for, and say the same whatever comes of it."""
    typed, means = typed_line(NUMBER_FIELD), _means_chosen()
    said = _said(means)
    problems = _problems(typed, means, said)
    number = read_number(typed)
    if problems or means is None or number is None:
        return _page(problems, typed), _UNPROCESSABLE
    heed(ASKED_FOR, f"link to {number} from {sender()}")
    portal = runtime()
    with portal.transaction() as session:
        actions.ask(session, number, means, said, portal.now())
    return redirect(url_for(".link_asked_for"), 303)


@localized(pages, fr="/suivi/code-perdu/demande", en="/follow/lost-code/asked")
@public
def link_asked_for() -> ResponseReturnValue:
    """Say what comes if all of it is right, and what to do if nothing does."""
    return render_template("access_links/asked.html", offered=_offered())


def _offered() -> list[ReplyBy]:
    """Return by what something may be sent here: by e-mail only where e-mails leave."""
    portal = runtime()
    email = [ReplyBy.EMAIL] if portal.letters_leave else []
    text = [ReplyBy.TEXT] if portal.plugins.deliver_texts else []
    return [*email, *text, ReplyBy.POST]


def _means_chosen() -> ReplyBy | None:
    chosen = request.form.get(MEANS_FIELD, "")
    return next((means for means in _offered() if means == chosen), None)


def _said(means: ReplyBy | None) -> str:
    if means is None:
        return ""
    field = _DETAIL[means]
    return typed_phone(field, LONGEST_LINE) if means is ReplyBy.TEXT else typed_line(field)


def _problems(typed: str, means: ReplyBy | None, said: str) -> Problems:
    """Note what cannot be right, whatever complaints there are."""
    problems = Problems(FIELDS)
    if read_number(typed) is None:
        wrong = gettext("Écrivez le numéro au complet, avec l’année, comme 2026-004182")
        problems.add(NUMBER_FIELD, wrong)
    if means is None:
        problems.add(MEANS_FIELD, gettext("Dites comment on vous écrit"))
    elif means is ReplyBy.EMAIL:
        problems.check_email(_DETAIL[means], said)
    elif means is ReplyBy.TEXT and not is_phone(said):
        problems.add(_DETAIL[means], gettext("Écrivez un numéro de téléphone à 10 chiffres"))
    elif means is ReplyBy.POST and not is_of_an_address(said):
        wrong = gettext("Écrivez le code postal de cette adresse, ou son numéro et sa rue")
        problems.add(_DETAIL[means], wrong)
    return problems


def _page(problems: Problems, number: str) -> str:
    offered = _offered()
    return render_template(
        "access_links/lost_code.html",
        problems=problems,
        number=number,
        means=request.form.get(MEANS_FIELD, ""),
        offered=offered,
        typed={field: typed_line(field) for field in _DETAIL.values()},
    )


def _nothing_can_be_sent(journey: Journey) -> dict[str, Any] | None:
    """Tell who files without an address for letters that nothing can be sent to them."""
    content = journey.content
    if content.reply_by in _DETAIL:
        return None
    return {"is_anonymous": content.filed_for == FiledFor.ANONYMOUS}


ADDS = (
    PagePart(CODE_LOST, "access_links/_lost_code.html", lambda number: {"number": number}),
    PagePart(CONFIRMED, "access_links/_nothing_sent.html", _nothing_can_be_sent),
)
