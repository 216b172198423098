"""What a first file reminds of: taken out of a text once it is said."""

from __future__ import annotations

from portal.agencies.files.first_file import without_reminders
from portal.agencies.settings.schema import AgencySettings


def without_said(text: str, settings: AgencySettings) -> str:
    """Return a text without the reminders of what it says by now."""
    is_said = {
        "agency": settings.agency.aliases and settings.agency.verified_on,
        "categories": _all_have_words(settings),
        "recourses": settings.recourses,
        "channels": _is_reached_without_web(settings),
    }
    return without_reminders(text, [section for section, said in is_said.items() if said])


def _all_have_words(settings: AgencySettings) -> bool:
    """Tell whether words and examples lead to each subject; what fits none needs no words."""
    own = [one for one in settings.categories if one.code != settings.default_category]
    return all(one.retired or (one.words and one.examples) for one in own)


def _is_reached_without_web(settings: AgencySettings) -> bool:
    channels = settings.channels
    return bool(channels.phone or channels.post or channels.counter)
