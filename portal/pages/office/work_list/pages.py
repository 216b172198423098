"""The work list: an agency's complaints in their views, the soonest date first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct
from msgspec.structs import replace

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.returning import local_path
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import SEARCHES
from portal.complaints.queries.counted_complaints import (
    SEEN_OF_COUNTED,
    SEEN_OF_OPEN,
    Counted,
    OpenNow,
    totals_of,
)
from portal.complaints.queries.held_messages import TO_READ
from portal.complaints.queries.identity import (
    IDENTITIES,
    knows_who_complains,
    knows_without_loans,
    with_identities_kept,
)
from portal.complaints.queries.search import Search, search_for
from portal.complaints.queries.withheld import WITHHELD_IN_ROWS
from portal.complaints.queries.work_list import (
    COUNTED_AT_MOST,
    ROWS_A_PAGE,
    SIZES,
    ids_of_numbers,
    page_of,
)
from portal.complaints.queries.work_list_views import OF_FIGURES, Looking, View
from portal.db import Session
from portal.db.reads import Read, read_all
from portal.db.row_filter import as_the_portal
from portal.domain.number import numbers_ending, read_any_number
from portal.domain.permissions import Permission
from portal.domain.text import Language, Text
from portal.domain.time.calendar import WorkingCalendar
from portal.pages.addresses import BACK, address_of, path_in
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import led_to_last_page
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.case import category_names
from portal.pages.office.case.contributions import ListFilter, ListPart
from portal.pages.office.wording import CHANNELS
from portal.pages.office.work_list import RECEIVED, Filters, filters_of, list_parts
from portal.pages.office.work_list.bulk_actions import offered_bulk_actions
from portal.pages.office.work_list.counted import Asked, Told, told
from portal.pages.office.work_list.rows import shown_rows
from portal.pages.shown.agency import unit_names
from portal.words.catalogue import gettext_in, to_translate
from portal.words.typography import number_words

VIEW_NAMES: dict[View, str] = {
    View.URGENT: to_translate("Urgentes"),
    View.TO_READ: to_translate("À relire"),
    View.WRITTEN: to_translate("Message après la fin"),
    View.MINE: to_translate("À moi"),
    View.UNASSIGNED: to_translate("Non attribuées"),
    View.LATE: to_translate("En retard"),
    View.SOON: to_translate("Échéance dans 2 jours"),
    View.ASKED: to_translate("Question posée"),
    View.PASSED: to_translate("Transmises à la direction"),
    View.TEAM: to_translate("Toute l’équipe"),
    View.CLOSED: to_translate("Fermées"),
    View.COUNTED: to_translate("Comptées par un chiffre"),
    View.OPEN_NOW: to_translate("Comptées par un chiffre"),
}
EMPTY: dict[View, str] = {
    View.URGENT: to_translate("Aucune plainte n’est confirmée comme urgente."),
    View.TO_READ: to_translate("Aucune réponse n’attend d’être relue par vous."),
    View.WRITTEN: to_translate("Personne n’a écrit au sujet d’une plainte terminée."),
    View.MINE: to_translate("Aucune plainte ne vous est attribuée."),
    View.UNASSIGNED: to_translate("Chaque plainte a une personne responsable."),
    View.LATE: to_translate("Aucune plainte n’est en retard."),
    View.SOON: to_translate("Aucune échéance n’arrive dans les 2 prochains jours ouvrables."),
    View.ASKED: to_translate("Aucune question n’attend de réponse."),
    View.PASSED: to_translate("Aucune plainte n’est chez la plus haute autorité."),
    View.TEAM: to_translate("Aucune plainte n’est ouverte."),
    View.CLOSED: to_translate("Aucune plainte n’est fermée."),
    View.COUNTED: to_translate("Ce chiffre ne compte aucune plainte qui vous est ouverte."),
    View.OPEN_NOW: to_translate("Ce chiffre ne compte aucune plainte qui vous est ouverte."),
}
_NEWEST_FIRST = to_translate("Trié par numéro, le plus récent en premier.")
_ORDER: dict[View, str] = {
    View.CLOSED: _NEWEST_FIRST,
    **dict.fromkeys(OF_FIGURES, _NEWEST_FIRST),
    View.WRITTEN: to_translate(
        "Trié par message, le plus ancien en premier. Une plainte sort d’ici quand une note dit ce "
        "qui en est fait."
    ),
}
_SOONEST_FIRST = to_translate(
    "Les urgentes d’abord, puis les dates passées, puis les dates promises,"
    " la plus proche en premier."
)
_EMPTY_AT_LEVEL = to_translate("Aucune plainte de cette vue n’est rendue à votre palier.")
PINNED = (View.URGENT, View.TO_READ, View.WRITTEN)
"""The views that are shown only while they hold something."""

_SOON_DAYS = 2
_WHOLE_END = 6
"""Digits of the end of a number that are meant for nothing else: with all its zeros."""


@localized(bp, fr="/gestion/<agency>/file", en="/office/<agency>/list")
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def worklist(agency: str) -> ResponseReturnValue:
    """Show one view of the agency's complaints, or what a search found."""
    portal = runtime()
    this_agency, now = portal.agencies.agency(agency), portal.now()
    calendar, names = this_agency.consult().calendar(), category_names(this_agency)
    filters, reads = Filters.read(agency), (*portal.features.row_reads, WITHHELD_IN_ROWS)
    is_kept = not knows_who_complains(current_actor(), agency)
    with portal.reading(current_actor()) as session:
        number = read_any_number(filters.words)
        numbers = [number] if number else numbers_ending(filters.words, now.year)
        numbered = ids_of_numbers(session, agency, numbers)
        if len(numbered) == 1 and (number or len(filters.words) >= _WHOLE_END):
            return redirect(url_for(".case", agency=agency, number=next(iter(numbered))), 303)
        lists = filters_of(agency)
        search = search_for(session, portal.keyring, filters.words, agency)
        parts = list_parts(agency)
        looking, view = _looking(agency, calendar, now), filters.view
        figure = filters.figure.counted(this_agency, now) if filters.figure else None
        around = _read_around(session, looking, lists, parts, search, figure)
        looking = replace(looking, to_read=around[TO_READ])
        sizes = around[SIZES] | {View.TO_READ: len(looking.to_read)}
        page = page_of(
            session,
            looking,
            view,
            filters.narrowing(
                now, [*numbered.values(), *(around[search.read] if search else ())], figure
            ),
            filters.page,
            sizes=sizes,
            reads=reads if knows_without_loans(current_actor(), agency) else (*reads, IDENTITIES),
        )
        rows = with_identities_kept(session, agency, page.rows)
        listed = filters.figure and _told(session, this_agency, filters.figure, figure, around)
    pages = ceil(page.total / ROWS_A_PAGE)
    if elsewhere := led_to_last_page(filters.page, pages):
        return elsewhere
    choices = _choices(this_agency, names)
    return render_template(
        "office/worklist.html",
        agency=this_agency,
        filters=filters,
        number=number,
        view_name=listed.title if listed else gettext(VIEW_NAMES[view]),
        listed=listed,
        views=_views(sizes, view, agency),
        order_words=gettext(_ORDER.get(view, _SOONEST_FIRST)),
        empty_text=gettext(_EMPTY_AT_LEVEL if is_kept else EMPTY[view]),
        is_identity_kept=is_kept,
        rebuilding=search.rebuilding if search else None,
        rows=shown_rows(rows, view, this_agency, now, calendar.zone),
        total=page.total,
        actions=offered_bulk_actions(agency),
        above=_above(agency, parts, around),
        searches=around[SEARCHES],
        most=COUNTED_AT_MOST,
        pages=pages,
        choices=choices,
        others=[
            _other_filter(agency, offered, around[offered.choices], filters) for offered in lists
        ],
        names_of={name: dict(offered) for name, offered in choices.items()},
    )


class OtherFilter(Struct, frozen=True):
    """A filter of a feature, in words: what it is, its choices, and what is chosen of them."""

    name: str
    label: str
    every: str
    choices: Sequence[tuple[int, str]]
    value: int | None
    chosen: str


def _other_filter(
    agency: str, offered: ListFilter, choices: Sequence[tuple[int, str]], filters: Filters
) -> OtherFilter:
    choices = [(choice, offered.named(agency, choice, name)) for choice, name in choices]
    value = filters.others.get(offered.name)
    return OtherFilter(
        name=offered.name,
        label=gettext(offered.label),
        every=gettext(offered.every),
        choices=choices,
        value=value,
        chosen=gettext(offered.chosen, name=dict(choices).get(value or 0, value)),
    )


class ViewLink(Struct, frozen=True):
    """A view as the list offers it: its name, its size in words if it is counted, its address."""

    name: str
    size: str | None
    address: str
    is_shown: bool


def _views(sizes: Mapping[View, int], shown: View, agency: str) -> list[ViewLink]:
    """Return the views with their names and sizes.

    What is urgent comes first, and what waits to be read, while there are any.
    """
    hidden = {view for view in PINNED if not sizes[view]} - {shown}
    language = current_language()
    return [
        ViewLink(
            name=gettext_in(language, name),
            size=_size_words(sizes[view], language) if view in sizes else None,
            address=address_of("office.worklist", agency=agency, vue=view),
            is_shown=view is shown,
        )
        for view, name in VIEW_NAMES.items()
        if view not in hidden and view not in OF_FIGURES
    ]


def _size_words(size: int, language: Language) -> str:
    """Return how many there are, as far as they are counted: "12", or "999+"."""
    if size >= COUNTED_AT_MOST:
        return f"{number_words(COUNTED_AT_MOST - 1, language)}+"
    return number_words(size, language)


def _looking(agency: str, calendar: WorkingCalendar, now: datetime) -> Looking:
    soon = calendar.ends_at(calendar.working_day_after(calendar.day_of(now), _SOON_DAYS))
    people = frozenset(person for code, person in current_actor().replaced if code == agency)
    return Looking(agency, current_user.user_id, now, soon, people)


def _read_around(
    session: Session,
    looking: Looking,
    lists: Iterable[ListFilter],
    parts: Sequence[ListPart],
    search: Search | None,
    figure: Counted | OpenNow | None,
) -> dict[Read[Any], Any]:
    """Return what stands around the list: the views' sizes, kept searches, filters' choices.

    With them comes what a search finds, by which the list is then narrowed.
    """
    reads: list[Read[Any]] = [SIZES, TO_READ, SEARCHES, *(offered.choices for offered in lists)]
    values = {**looking.values, "user_id": looking.user_id, "reader": looking.user_id or 0}
    for part in parts:
        reads.append(part.read)
        values |= part.values(looking.agency)
    if search is not None:
        reads.append(search.read)
        values |= search.values
    if figure is not None:
        reads.append(_seen_of(figure))
        values |= figure.values
    return read_all(session, tuple(reads), **values)


def _seen_of(figure: Counted | OpenNow) -> Read[int]:
    return SEEN_OF_OPEN if isinstance(figure, OpenNow) else SEEN_OF_COUNTED


def _told(
    session: Session,
    agency: Agency,
    asked: Asked,
    figure: Counted | OpenNow | None,
    around: Mapping[Read[Any], Any],
) -> Told | None:
    """Return what is said of the figure that led here, where one did."""
    if figure is None:
        return None
    # As the portal: the figure counts whatever the agency has, whoever looks.
    with as_the_portal(session):
        totals = totals_of(session, agency.code, figure)
    names = {code: text.in_(current_language()) for code, text in category_names(agency).items()}
    back = local_path(request.args.get(BACK))
    led_from = path_in(current_language(), back, "GET") if back else None
    return told(asked, names, totals, around[_seen_of(figure)], led_from)


def _above(
    agency: str, parts: Sequence[ListPart], around: Mapping[Read[Any], Any]
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the template of each part above the list, with what it is to show."""
    shown = ((part.template, part.shown(agency, around[part.read])) for part in parts)
    return [(template, values) for template, values in shown if values is not None]


def _choices(agency: Agency, names: Mapping[str, Text]) -> dict[str, list[tuple[str, str]]]:
    language = current_language()
    return {
        "category": [(code, name.in_(language)) for code, name in names.items()],
        "unit": [(code, name.in_(language)) for code, name in unit_names(agency).items()],
        "channel": [(code, gettext(words)) for code, words in CHANNELS.items()],
        "received": [(days, gettext(words)) for days, words in RECEIVED.items()],
    }
