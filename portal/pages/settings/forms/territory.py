"""Where the agency serves, if not everywhere, and who receives complaints elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from portal.agencies.settings.fields import POSTAL_PREFIX
from portal.agencies.settings.schema import AgencySettings
from portal.finder.territory.municipalities import municipalities, plain_name
from portal.pages.current import gettext, ngettext
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, whole_section
from portal.pages.settings.drafting.fields import Lines, Words, unlike_names
from portal.pages.settings.drafting.forms import READ, Entry, HoldsFor, SectionForm
from portal.words.catalogue import to_translate


def _prefixes(typed: str) -> list[str]:
    """Return the beginnings of postal codes, as they are kept: in capitals, each once."""
    return unlike_names(typed.upper())


def _note_problems(edit: Edit, problems: Problems) -> None:
    names, prefixes = unlike_names(edit.form["municipalities"]), _prefixes(edit.form["postal"])
    wrong = next((each for each in prefixes if not re.fullmatch(POSTAL_PREFIX, each)), None)
    if wrong is not None:
        problem = gettext(
            "« %(typed)s » : écrivez les trois premiers signes, comme H2X", typed=wrong
        )
        problems.add("postal", problem)
    if edit.form["elsewhere_fr"] and not (names or prefixes):
        problem = gettext("Nommez une municipalité ou le début d’un code postal, ou videz le reste")
        problems.add("municipalities", problem)


def _shown(edit: Edit) -> Mapping[str, Any]:
    """Say which names the portal hears in what people write, and which it does not know."""
    names, known = unlike_names(edit.form["municipalities"]), municipalities().by_name
    return {"unknown": [name for name in names if plain_name(name) not in known], "names": names}


def _now(settings: AgencySettings) -> str:
    territory = settings.territory
    if territory is None:
        return gettext("partout")
    if not territory.municipalities:
        count = len(territory.postal)
        return ngettext("un code postal", "%(num)s codes postaux", count)
    count = len(territory.municipalities)
    return ngettext("une municipalité ou un quartier", "%(num)s municipalités et quartiers", count)


TERRITORY = SectionForm(
    "territory",
    holds_for=HoldsFor.NEW,
    fr="territoire",
    en="territory",
    section=("territory",),
    template="settings/forms/territory.html",
    fields=(
        Lines("municipalities", unlike_names),
        Lines("postal", _prefixes),
        Words("elsewhere"),
    ),
    says=lambda settings: settings.territory,
    may_go=True,
    rules=_note_problems,
    shows=_shown,
    write=whole_section,
    entry=Entry(READ, to_translate("Territoire"), _now),
)
