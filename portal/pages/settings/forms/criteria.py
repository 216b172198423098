"""By what complaints are judged when they are closed: the list of criteria, the form of each."""

from __future__ import annotations

from portal.agencies.settings.schema import AgencySettings
from portal.domain.text import Text
from portal.pages.current import gettext, ngettext
from portal.pages.settings.drafting.fields import Choice, Words
from portal.pages.settings.drafting.forms import HANDLING, Edit, Entry
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.words.catalogue import to_translate

NAME = to_translate("Critères de conclusion")
FOUNDED, UNFOUNDED = "founded", "unfounded"
FINDINGS: dict[str, str] = {
    FOUNDED: to_translate("Pour une plainte fondée, même en partie"),
    UNFOUNDED: to_translate("Pour une plainte non fondée"),
}


def _offered(edit: Edit) -> list[Text]:
    """Return all that could be chosen beside it when a complaint is closed, it among them."""
    listed = edit.drafted.settings.criteria if edit.drafted else ()
    return [one.name.text for one in listed if one.finding == edit.form["finding"]]


def _now(settings: AgencySettings) -> str:
    count = len(settings.criteria)
    return ngettext("un critère", "%(num)s critères", count) if count else gettext("aucun critère")


CRITERIA = ItemForm(
    "criterion",
    fr="criteres/<code>",
    en="criteria/<code>",
    section=("criteria",),
    template="settings/forms/criterion.html",
    fields=(
        Words("name", to_translate("Écrivez le critère en français")),
        Choice(
            "finding",
            lambda: FINDINGS,
            to_translate("Choisissez à quelle conclusion il mène"),
            first=lambda: FOUNDED,
            unsaid=FOUNDED,
        ),
    ),
    shows=lambda edit: {
        "findings": [(finding, gettext(name)) for finding, name in FINDINGS.items()],
        "offered": _offered(edit),
    },
    each=lambda settings, place: settings.criteria,
    listing=ListPage(
        "criteria",
        fr="criteres",
        en="criteria",
        template="settings/forms/criteria.html",
        shows=lambda state, place: {"criteria": state.settings.criteria, "findings": FINDINGS},
        order_by="order_criteria",
    ),
    entry=Entry(HANDLING, NAME, _now),
    names={"criteria": NAME},
)
