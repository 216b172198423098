"""The first settings file of a new agency: sound at once, short, to be completed."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from portal.domain.text import Text


@dataclass(frozen=True, slots=True)
class FirstCategory:
    """Something that complaints can be about, and the portal's theme it belongs to."""

    code: str
    name: Text
    theme: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What has to be known of an agency before it can receive a complaint."""

    code: str
    name: Text
    service: Text
    mandate: Text
    top_authority: Text
    days_to_answer: int
    categories: Sequence[FirstCategory]
    other_theme: str


OTHER = Text("Autre sujet", "Another subject")
"""What the category is called that is there for whatever fits no other."""

STILL_TO_SAY = "# Still to say; agency_configs/README.md explains every key:"
REMINDERS = {
    "agency": (
        "# - in agency, aliases: what people call it; "
        "verified_on: the day when the facts were gathered"
    ),
    "categories": "# - in each category, words and examples, as citizens write them",
    "recourses": "# - recourses: where else to turn, by the codes of _portal.yaml",
    "channels": (
        "# - channels: a phone number, a postal address or a counter, for those without the web"
    ),
}
"""What a first file ends with, by the section that is to say it."""


def first_file(beginning: Beginning) -> str:
    """Return the text of a settings file with a way up of two levels and an "other" category.

    It ends with what is still to say, for whoever completes it.
    """
    other = FirstCategory("other", OTHER, beginning.other_theme)
    categories = "\n".join(map(_category, [*beginning.categories, other]))
    reminders = "\n".join((STILL_TO_SAY, *REMINDERS.values()))
    return f"""schema: 1

agency:
  code: {beginning.code}
  name: {_words(beginning.name)}
  service: {_words(beginning.service)}
  mandate: {_words(beginning.mandate)}
  sample: true

deadlines:
  answer:
    within: "{beginning.days_to_answer} working days"
    basis: {{fr: "Engagement de l’organisme", en: "The agency’s own commitment"}}
    confidence: assumed

categories:
{categories}

default_category: other

escalation:
  - {{to: service, title: {_words(beginning.service)}}}
  - to: top
    title: {_words(beginning.top_authority)}
    within: "10 working days"
    top_authority: true

{reminders}
"""


def without_reminders(text: str, completed: Collection[str]) -> str:
    """Return a text without the reminders of what is `completed`, its other words as they are.

    Once nothing is left to say, the line that announces the reminders goes too.
    """
    gone = {REMINDERS[section] for section in completed}
    left = [reminder for reminder in REMINDERS.values() if reminder not in gone]
    lines = text.split("\n")
    if not any(reminder in lines for reminder in left):
        gone.add(STILL_TO_SAY)
    kept = [line for line in lines if line not in gone]
    return text if kept == lines else "\n".join(kept).rstrip("\n") + "\n"


def _category(category: FirstCategory) -> str:
    return (
        f"  - code: {category.code}\n    name: {_words(category.name)}\n    theme: {category.theme}"
    )


def _words(text: Text) -> str:
    """Write words as YAML: in quotes, where JSON and YAML agree on every character."""
    french, english = (json.dumps(wording, ensure_ascii=False) for wording in (text.fr, text.en))
    return f"{{fr: {french}, en: {english}}}"
