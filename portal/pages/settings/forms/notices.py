"""What citizens are told before they file: the agency's own notices, beside the common ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.settings.categories import NoticeSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.handling.notices import NoticeKind
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import (
    NO_LINK,
    Choice,
    Line,
    Lines,
    TickedCategories,
    Words,
    categories_to_choose,
    is_link,
    unlike_lines,
)
from portal.pages.settings.drafting.forms import READ, Entry
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState, existing
from portal.pages.shown.before_filing import ToldNotice, notices_of
from portal.releases.effects import calling_for
from portal.words.catalogue import to_translate

KIND_NAMES: dict[NoticeKind, str] = {
    NoticeKind.INFORMATION: to_translate("Bon à savoir"),
    NoticeKind.OUT_OF_SCOPE: to_translate("Hors du mandat de l’organisme"),
    NoticeKind.OWN_REVIEW: to_translate("Décision qui a sa propre révision"),
    NoticeKind.LEGAL_DELAY: to_translate("Délai de la loi que la plainte n’arrête pas"),
    NoticeKind.DANGER: to_translate("Danger : montré en premier"),
}


def _own_notices(settings: AgencySettings) -> list[NoticeSettings]:
    """Return the notices of the agency's own file; the portal's go ahead of them."""
    common = runtime().agencies.portal.notices
    return [notice for notice in settings.notices if notice not in common]


def _listed_notices(state: SettingsState, place: Place) -> Mapping[str, Any]:
    own = _own_notices(state.settings)
    return {
        "own": own,
        "common": [notice for notice in state.settings.notices if notice not in own],
        "names": {category.code: category.name.text for category in state.settings.categories},
        "kinds": KIND_NAMES,
    }


def _seen(edit: Edit) -> ToldNotice | None:
    """Return the notice as citizens would read it under this form, if it can be read."""
    if edit.drafted is None:
        return None
    draft = calling_for(existing(edit.drafted.settings.notices, edit.code), runtime().now())
    notices = notices_of(edit.drafted.consult(), draft)
    return next((shown for shown in notices if shown.notice.code == edit.code), None)


NOTICES = ItemForm(
    "notice",
    fr="avis/<code>",
    en="notices/<code>",
    section=("notices",),
    template="settings/forms/notice.html",
    fields=(
        Choice(
            "kind",
            lambda: KIND_NAMES,
            to_translate("Choisissez pourquoi le citoyen est averti"),
        ),
        TickedCategories(at=("when",)),
        Lines("words", unlike_lines, at=("when",)),
        Words("title", to_translate("Écrivez le titre en français")),
        # As one line: a notice is short.
        Words("text", to_translate("Écrivez l’avis en français")),
        Line("link", is_link, NO_LINK),
    ),
    shows=lambda edit: {
        "kinds": [(kind.value, gettext(name)) for kind, name in KIND_NAMES.items()],
        "categories": categories_to_choose(edit.settings),
        "seen": _seen(edit),
    },
    concerns=lambda edit: {"categories": edit.form["categories"]},
    entries=lambda settings, place: _own_notices(settings),
    listing=ListPage(
        "notices",
        fr="avis",
        en="notices",
        template="settings/forms/notices.html",
        shows=_listed_notices,
        order_by="order_notices",
    ),
    named_by="title_fr",
    taken=lambda edit: [notice.code for notice in edit.settings.notices],
    entry=Entry(
        READ,
        to_translate("Avis aux citoyens"),
        lambda settings: (
            ngettext("un avis", "%(num)s avis", count)
            if (count := len(_own_notices(settings)))
            else gettext("aucun avis")
        ),
    ),
)
