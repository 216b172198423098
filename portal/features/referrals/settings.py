"""What the agency adds to the page for its employees; without it the portal's own words stand."""

from __future__ import annotations

from portal.agencies.settings.schema import AgencySettings
from portal.pages.current import gettext, ngettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit
from portal.pages.settings.drafting.fields import Words
from portal.pages.settings.drafting.forms import READ, Entry, HoldsFor, SectionForm
from portal.words.catalogue import to_translate

pages = Pages("settings")

LONGEST = 2000


def _note_long_text(edit: Edit, problems: Problems) -> None:
    for name in ("text_fr", "text_en"):
        excess = len(edit.form[name]) - LONGEST
        if excess > 0:
            problem = ngettext(
                "Raccourcissez le texte de %(num)s caractère",
                "Raccourcissez le texte de %(num)s caractères",
                excess,
            )
            problems.add(name, problem)


def _now(settings: AgencySettings) -> str:
    return gettext("avec un mot de l’organisme") if settings.staff_page else gettext("sans mot")


STAFF_PAGE = SectionForm(
    "staff_page",
    holds_for=HoldsFor.NEW,
    fr="personnel",
    en="staff-page",
    section=("staff_page",),
    template="referrals/settings_staff_page.html",
    fields=(Words("text", has_lines=True),),
    says=lambda settings: settings.staff_page,
    rules=_note_long_text,
    shows=lambda edit: {"longest": LONGEST},
    entry=Entry(READ, to_translate("Page du personnel"), _now),
)
STAFF_PAGE.serve(pages)
