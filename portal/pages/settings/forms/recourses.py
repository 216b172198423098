"""Where else complainants can turn: common recourses, and the agency's own, nearest first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_code
from portal.agencies.settings.categories import RecourseSettings
from portal.agencies.settings.deadlines import Deadlines
from portal.agencies.settings.schema import AgencySettings, listed_for
from portal.domain.handling.notices import Recourse, counted_last_day
from portal.domain.text import Text
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.forms import Problems, chosen
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import (
    NO_LINK,
    Line,
    Tick,
    TickedCategories,
    Words,
    categories_to_choose,
    is_link,
)
from portal.pages.settings.drafting.forms import READ, Entry
from portal.pages.settings.drafting.lengths import TimeLeft, units_to_choose
from portal.pages.settings.drafting.lists import ItemForm, ListPage, wanted_move
from portal.pages.settings.drafting.state import SettingsState, answer_form
from portal.pages.shown.agency import subjects_of_recourses
from portal.releases.effects import recourses_told
from portal.words.catalogue import to_translate

_SHORTEST_PHONE = 3
_TIME_LEFT = TimeLeft(missing=to_translate("Écrivez un nombre entier, par exemple 30"))


def _listed(state: SettingsState, place: Place) -> Mapping[str, Any]:
    """List the recourses as citizens read them, with the common ones that can be added."""
    return {
        "listed": [(recourse, _is_common(recourse)) for recourse in state.settings.recourses],
        "others": _others(state.settings),
        "seen": recourses_told(state.drafted, runtime().now()),
        "subjects": subjects_of_recourses(state.settings),
    }


def _is_common(recourse: RecourseSettings) -> bool:
    """Tell whether the portal says this recourse for every agency."""
    portal = runtime().agencies.portal
    return recourse.code in portal.recourses and portal.recourse(recourse.code) == recourse


def _others(settings: AgencySettings) -> list[tuple[str, str]]:
    """Return the common recourses that the agency does not name: code and body."""
    named, common = _codes(settings), runtime().agencies.portal.recourses
    language = current_language()
    return [
        (code, recourse.body.text.in_(language))
        for code, recourse in common.items()
        if code not in named
    ]


def _codes(settings: AgencySettings) -> list[str]:
    return [recourse.code for recourse in settings.recourses]


def _arrange(state: SettingsState, place: Place) -> ResponseReturnValue | None:
    """Add a common recourse, or refuse a move that would let a review stand last."""
    if wanted_move() is None:
        return _add_common(state)
    if _ends_outside(state.settings, _after_move(state.settings.recourses)):
        return None
    flash(_review_is_last(), "warn")
    return redirect(request.path, 303)


def _add_common(state: SettingsState) -> ResponseReturnValue:
    code = chosen("common", frozenset(code for code, _ in _others(state.settings)))
    if not code:
        flash(gettext("Choisissez un recours commun"), "warn")
        return redirect(request.path, 303)
    page = partial(RECOURSES.list_page, place={})
    write = partial(with_code, state.text, "recourses", code)
    return answer_form(state, Problems(), page, write, request.path)


def _after_move(listed: Sequence[RecourseSettings]) -> list[RecourseSettings]:
    code, by = wanted_move() or ("", 0)
    codes = [recourse.code for recourse in listed]
    after = list(listed)
    if code in codes and 0 <= codes.index(code) + by < len(after):
        place = codes.index(code)
        after[place], after[place + by] = after[place + by], after[place]
    return after


def _ends_outside(settings: AgencySettings, listed: Sequence[RecourseSettings]) -> bool:
    """Tell whether the last recourse of each subject lies outside the agency, where any does."""
    every = [listed_for(listed, category.code) for category in settings.categories]
    return all(
        not own or not own[-1].review or all(recourse.review for recourse in own) for own in every
    )


def _left_without(settings: AgencySettings, listed: Sequence[RecourseSettings]) -> Text | None:
    """Return the name of a subject for which no recourse is left, if there is one."""
    names = (
        category.name.text
        for category in settings.categories
        if not listed_for(listed, category.code)
    )
    return next(names, None)


def _review_is_last() -> str:
    """Say why a review by the agency cannot stand at the end."""
    return gettext(
        "Une révision ne peut pas être la dernière :"
        " le dernier recours s’ouvre quand la plus haute autorité dépasse sa date"
    )


def _first(edit: Edit) -> ResponseReturnValue | None:
    """Say why a recourse stays that was to be taken away; leave a common one as it is."""
    if "remove" in request.form and edit.before is not None:
        problems = _removal(edit)
        return answer_form(edit.state, problems, edit.page, str, "") if problems else None
    is_common = edit.before is not None and _is_common(edit.before)
    return redirect(request.path, 303) if is_common else None


def _removal(edit: Edit) -> Problems:
    """Return why a recourse has to stay, if it has to."""
    problems = Problems()
    named = _named_by_silence(edit.settings, edit.before.code)
    left = [recourse for recourse in edit.settings.recourses if recourse.code != edit.before.code]
    if named is not None:
        problem = gettext(
            "Ce recours reste : un délai de « %(name)s » l’ouvre quand le temps passe sans réponse",
            name=named.in_(current_language()),
        )
        problems.add("remove", problem)
    elif _left_without(edit.settings, left) is not None:
        problems.add("remove", gettext("Ce recours reste : chaque lettre doit en nommer un"))
    elif not _ends_outside(edit.settings, left):
        problems.add("remove", _review_is_last())
    return problems


def _named_by_silence(settings: AgencySettings, code: str) -> Text | None:
    """Return whose deadline opens this recourse by itself: a category's name, or the agency's."""
    owners: list[tuple[Text, Deadlines]] = [(settings.agency.name.text, settings.deadlines)]
    owners += [(category.name.text, category.deadlines) for category in settings.categories]
    opening = (
        name
        for name, deadlines in owners
        for _, deadline in deadlines
        if deadline is not None and deadline.silence == code
    )
    return next(opening, None)


def _hold_together(edit: Edit, problems: Problems) -> None:
    """Note a subject that would be left without a recourse, or with a review as its last."""
    settings, code = edit.settings, edit.place["code"]
    typed = {"review": edit.form["review"], "categories": edit.form["categories"]}
    as_typed = [
        recourse.model_copy(update=typed) if recourse.code == code else recourse
        for recourse in settings.recourses
    ]
    without = _left_without(settings, as_typed) if edit.before is not None else None
    if without is not None:
        problem = gettext(
            "Cochez aussi « %(name)s » : ce sujet n’aurait plus de recours",
            name=without.in_(current_language()),
        )
        problems.add("categories", problem)
    elif any(typed.values()) and not _ends_outside(settings, as_typed):
        problems.add("review", _review_is_last())


def _has_digits(typed: str) -> bool:
    return len(re.sub(r"\D", "", typed)) >= _SHORTEST_PHONE


def _shown(edit: Edit) -> Mapping[str, Any]:
    before, seen = edit.before, _seen(edit)
    return {
        "before": before,
        "is_common": before is not None and _is_common(before),
        "categories": categories_to_choose(edit.settings),
        "kept_because": _removal(edit).text_of("remove") if before else None,
        "counted": units_to_choose(_TIME_LEFT.units),
        "seen": seen,
        "last_day": _last_day(edit, seen),
    }


def _seen(edit: Edit) -> list[Recourse]:
    """Return the recourse as citizens would read it under this form, if it can be read."""
    recourses = recourses_told(edit.drafted, runtime().now()) if edit.drafted else ()
    return [recourse for recourse in recourses if recourse.code == edit.code]


def _last_day(edit: Edit, seen: Sequence[Recourse]) -> date | None:
    """Return until when one could turn there if the answer left today, where that is counted."""
    recourse = next((one for one in seen if one.within is not None), None)
    if recourse is None or recourse.within is None or edit.drafted is None:
        return None
    works = edit.drafted.consult().calendar()
    today, put_off = works.day_of(runtime().now()), bool(recourse.next_open_day)
    return counted_last_day(today, recourse.within, works, put_off=put_off)


RECOURSES = ItemForm(
    "recourse",
    fr="recours/<code>",
    en="recourses/<code>",
    section=("recourses",),
    template="settings/forms/recourse.html",
    fields=(
        Words("body", to_translate("Écrivez le nom en français")),
        Words("how", to_translate("Dites en français comment s’y adresser")),
        Words("deadline", to_translate("Dites en français jusqu’à quand")),
        Line("link", is_link, NO_LINK),
        Line("link_en", is_link, NO_LINK),
        Line("phone", _has_digits, to_translate("Écrivez un numéro de téléphone")),
        _TIME_LEFT,
        Tick("review"),
        TickedCategories(),
    ),
    first=_first,
    rules=_hold_together,
    shows=_shown,
    entries=lambda settings, place: settings.recourses,
    listing=ListPage(
        "recourses",
        fr="recours",
        en="recourses",
        template="settings/forms/recourses.html",
        shows=_listed,
        order_by="arrange_recourses",
        arrange=_arrange,
    ),
    named_by="body_fr",
    taken=lambda edit: [*_codes(edit.settings), *runtime().agencies.portal.recourses],
    # A new review stands ahead of all, being the nearest.
    ahead_of=lambda edit: next(iter(_codes(edit.settings)), None) if edit.form["review"] else None,
    entry=Entry(
        READ,
        to_translate("Autres recours"),
        lambda settings: (
            ngettext("un recours", "%(num)s recours", len(settings.recourses))
            if settings.recourses
            else gettext("aucun recours")
        ),
    ),
)
