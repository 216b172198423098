"""What the address of a work list says: which view, narrowed to what; and searches kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct, field

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import forget_search, keep_search
from portal.complaints.queries.counted_complaints import Counted, OpenNow
from portal.complaints.queries.work_list import COUNTED_AT_MOST, ROWS_A_PAGE
from portal.complaints.queries.work_list_views import OF_FIGURES, Narrowing, View
from portal.domain.permissions import Permission, may
from portal.domain.typed import whole_number
from portal.pages.current import gettext, runtime
from portal.pages.features import added
from portal.pages.forms import asked_page, typed_line
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.case.contributions import ListFilter, ListPart
from portal.pages.office.wording import CHANNELS
from portal.pages.office.work_list.counted import OPEN_NOW, Asked
from portal.words.catalogue import to_translate

RECEIVED: dict[str, str] = {
    "7": to_translate("Depuis 7 jours"),
    "30": to_translate("Depuis 30 jours"),
    "90": to_translate("Depuis 90 jours"),
}
LONGEST_NAME = 60


class Filters(Struct, frozen=True):
    """What the address says of the list; `others` are ids that features narrow it to, by name.

    The `figure` is the one that led to it, where one did.
    """

    view: View
    category: str | None
    unit: str | None
    channel: str | None
    received: str | None
    words: str
    page: int
    others: Mapping[str, int] = field(default_factory=dict)
    figure: Asked | None = None

    @classmethod
    def read(cls, agency: str) -> Filters:
        """Read the query string; what is not known is left out."""
        query = request.args
        channel, received = query.get("canal"), query.get("recues")
        figure = Asked.read(query)
        return cls(
            view=_view_of(figure) if figure else _view(query.get("vue"), agency),
            category=query.get("categorie") or None,
            unit=query.get("unite") or None,
            channel=channel if channel in CHANNELS else None,
            received=received if received in RECEIVED else None,
            words=query.get("q", "").strip(),
            others=_others(agency),
            page=asked_page(COUNTED_AT_MOST // ROWS_A_PAGE),
            figure=figure,
        )

    def query(self) -> dict[str, str]:
        """Return the query string of the first page of the list."""
        parameters = {
            "vue": self.view.value,
            "categorie": self.category,
            "unite": self.unit,
            "canal": self.channel,
            "recues": self.received,
            "q": self.words,
            **{name: str(value) for name, value in self.others.items()},
            **(self.figure.query if self.figure else {}),
        }
        return {name: value for name, value in parameters.items() if value}

    def narrowing(
        self, now: datetime, found: Sequence[int], counted: Counted | OpenNow | None = None
    ) -> Narrowing:
        """Return what the list is narrowed to; `found` is what a search by the words did.

        What its figure counts is `counted`.
        """
        return Narrowing(
            self.category,
            self.unit,
            self.channel,
            now - timedelta(days=int(self.received)) if self.received else None,
            found if self.words else None,
            {
                offered.narrows: self.others[offered.name]
                for offered in added(ListFilter)
                if offered.name in self.others
            },
            counted,
        )

    @property
    def lacks_figure(self) -> bool:
        """Tell whether what a figure counts was asked for, and of no figure that is known."""
        return self.figure is None and request.args.get("vue") in OF_FIGURES

    @property
    def narrow_nothing(self) -> bool:
        """Tell whether the whole view is shown."""
        narrowed = (self.category, self.unit, self.channel, self.received, self.words, self.others)
        return not any(narrowed)


def _view(name: str | None, agency: str) -> View:
    """Return the view that was asked for; all of them, for those who handle no complaints."""
    if name in set(View) - OF_FIGURES:
        return View(name)
    if name in OF_FIGURES or request.args.get("q"):
        return View.TEAM
    return View.MINE if may(current_actor(), Permission.CONTACT, agency) else View.TEAM


def _view_of(figure: Asked) -> View:
    return View.OPEN_NOW if figure.what == OPEN_NOW else View.COUNTED


def filters_of(agency: str) -> list[ListFilter]:
    """Return what else the person may narrow the list of an agency to."""
    return [
        offered for offered in added(ListFilter) if may(current_actor(), offered.permission, agency)
    ]


def list_parts(agency: str) -> list[ListPart]:
    """Return what may stand above the list of an agency for the person."""
    return [part for part in added(ListPart) if may(current_actor(), part.permission, agency)]


def _others(agency: str) -> dict[str, int]:
    chosen = {
        offered.name: request.args.get(offered.name, type=whole_number)
        for offered in filters_of(agency)
    }
    return {name: value for name, value in chosen.items() if value}


@localized(
    bp, fr="/gestion/<agency>/file/garder", en="/office/<agency>/list/keep", methods=("POST",)
)
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def keep(agency: str) -> ResponseReturnValue:
    """Keep the search whose query string the address carries."""
    query = Filters.read(agency).query()
    name = typed_line("nom-recherche")[:LONGEST_NAME]
    if not name:
        flash(gettext("Donnez un nom à la recherche"), "err")
    else:
        with runtime().transaction() as session:
            keep_search(session, current_user.user_id, agency, name, query)
        flash(gettext("La recherche « %(name)s » est gardée.", name=name))
    return redirect(url_for(".worklist", agency=agency) + "?" + urlencode(query), 303)


@localized(
    bp, fr="/gestion/<agency>/file/oublier", en="/office/<agency>/list/forget", methods=("POST",)
)
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def forget(agency: str) -> ResponseReturnValue:
    """Forget one of one's own searches."""
    search_id = request.form.get("recherche", 0, type=whole_number)
    with runtime().transaction() as session:
        forget_search(session, current_user.user_id, agency, search_id)
    flash(gettext("La recherche n’est plus gardée."))
    return redirect(url_for(".worklist", agency=agency), 303)
