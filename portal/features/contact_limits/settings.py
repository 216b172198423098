"""How long a limit on contact with a complainant may last at most, and the day that leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.files.tree import says
from portal.agencies.settings.deadlines import LIMITS_COUNTED_IN, LONGEST_LIMIT, TimeSettings
from portal.agencies.settings.fields import Words
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.promise import Unit
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.settings.drafting.edit import Edit, whole_section
from portal.pages.settings.drafting.forms import UNUSUAL, Entry, HoldsFor, SectionForm
from portal.pages.settings.drafting.lengths import PublishedLength, units_to_choose
from portal.releases.effects import longest_limit_day
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words

pages = Pages("settings")


def _said(settings: AgencySettings) -> TimeSettings:
    return settings.contact_limit or _common()


def _common() -> TimeSettings:
    """Return what holds for agencies that say nothing: the portal's settings, else its rule."""
    limit = runtime().agencies.portal.contact_limit
    if limit is not None:
        return limit
    assert LONGEST_LIMIT.basis is not None
    basis = Words(fr=LONGEST_LIMIT.basis.fr, en=LONGEST_LIMIT.basis.en)
    return TimeSettings(
        within=LONGEST_LIMIT.allowance, basis=basis, confidence=LONGEST_LIMIT.confidence
    )


def _shown(edit: Edit) -> Mapping[str, Any]:
    return {
        "counted": units_to_choose(LIMITS_COUNTED_IN),
        "common": _common(),
        "has_own": says(edit.state.text, "contact_limit"),
        "until": longest_limit_day(edit.drafted, runtime().now()) if edit.drafted else None,
    }


def _now(settings: AgencySettings) -> str:
    own = settings.contact_limit
    longest = own.within if own else LONGEST_LIMIT.allowance
    return gettext("au plus %(length)s", length=allowance_words(longest, current_language()))


CONTACT_LIMIT = SectionForm(
    "contact_limit",
    holds_for=HoldsFor.AT_ONCE,
    fr="limite-de-contact",
    en="contact-limit",
    section=("contact_limit",),
    template="contact_limits/settings_contact_limit.html",
    fields=(
        PublishedLength(
            unit=Unit.CALENDAR_DAYS,
            units=LIMITS_COUNTED_IN,
            missing=to_translate(
                "Écrivez un nombre entier, par exemple 6, et choisissez des jours ou des mois"
            ),
            missing_basis=to_translate("Dites sur quoi cette durée repose"),
        ),
    ),
    says=_said,
    may_go=True,
    shows=_shown,
    write=whole_section,
    entry=Entry(UNUSUAL, to_translate("Limites de contact"), _now, rank=1),
    names={"contact_limit": to_translate("Durée la plus longue d’une limite de contact")},
)
CONTACT_LIMIT.serve(pages)
