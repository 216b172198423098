"""A sound pair of settings files, to change one thing in."""

from __future__ import annotations

from pathlib import Path

from portal.agencies.settings.reader import read_agency, read_portal
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings

PORTAL_TEXT = """\
schema: 1
portal:
  name: {fr: Plaintes, en: Complaints}
  intake_desk: parks
themes:
  - {code: delay, name: {fr: Délai, en: Delay}}
  - {code: other, name: {fr: Autre, en: Other}}
recourses:
  ombudsman:
    body: {fr: Médiation, en: Ombudsman}
    how: {fr: Écrire, en: Write}
    deadline: {fr: 1 an, en: 1 year}
calendar:
  jurisdiction: CA-QC
  hours: "08:30-12:00, 13:00-16:30"
  timezone: America/Toronto
deadlines:
  acknowledge: {within: 2 working days, basis: Commun}
  first_contact: {within: 2 working days, basis: Commun}
  answer: {within: 4 weeks, basis: Commun, extension: {times: 1, at_most: 2 weeks}}
notices:
  - code: danger
    kind: danger
    when: {words: [en danger]}
    title: {fr: Appelez, en: Call}
    text: {fr: Appelez le 911, en: Call 911}
"""

PARKS_TEXT = """\
schema: 1
agency:
  code: parks
  name: {fr: Régie des parcs, en: Parks board}
  service: {fr: Bureau des plaintes, en: Complaints office}
  mandate: {fr: Parcs et sentiers, en: Parks and trails}
  aliases: [parcs nationaux, campings]
units:
  - {code: trails, name: {fr: Sentiers, en: Trails}}
categories:
  - code: trail
    name: {fr: Sentier, en: Trail}
    theme: delay
    unit: trails
    words: [sentier, boue]
    deadlines:
      answer: {within: 10 working days, basis: Notre engagement, silence: ombudsman}
    questions:
      - {code: place, label: {fr: Quel sentier, en: Which trail}, required: true}
      - {code: since, label: {fr: Depuis quand, en: Since when}, kind: date}
  - code: camping
    name: {fr: Camping, en: Camping}
    theme: other
  - code: zoo
    name: {fr: Zoo, en: Zoo}
    theme: other
    retired: true
default_category: camping
escalation:
  - {to: office, title: {fr: Bureau, en: Office}}
  - {to: chair, title: {fr: Présidence, en: Chair}, within: 15 working days, top_authority: true}
recourses:
  - ombudsman
  - code: review
    body: {fr: Révision, en: Review}
    how: {fr: Écrire, en: Write}
    deadline: {fr: 60 jours, en: 60 days}
    review: true
notices:
  - code: fine
    kind: own_review
    when: {categories: [camping], words: [amende, constat d’infraction]}
    title: {fr: Une amende, en: A fine}
    text: {fr: Contestez, en: Contest}
  - code: open
    kind: information
    title: {fr: Ouvert, en: Open}
    text: {fr: Toute l’année, en: All year}
"""


def portal() -> PortalSettings:
    """What the agencies of these tests share."""
    settings, mistakes = read_portal(PORTAL_TEXT)
    assert settings is not None, mistakes
    return settings


def parks(*changes: tuple[str, str]) -> AgencySettings:
    """The sound settings of an agency."""
    settings, mistakes = read_agency(changed(*changes), portal())
    assert settings is not None, mistakes
    return settings


def changed(*changes: tuple[str, str], text: str = PARKS_TEXT) -> str:
    """The agency's file with one piece of text after the other replaced."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
        text = text.replace(old, new)
    return text


def mistakes_after(*changes: tuple[str, str]) -> list[str]:
    """What is wrong with the agency's file once it is changed."""
    _, mistakes = read_agency(changed(*changes), portal())
    return [str(mistake).removeprefix("settings:") for mistake in mistakes]


def folder_with(folder: Path, **files: str) -> Path:
    """A folder of settings: the portal's own file, and the given ones."""
    for name, text in {"_portal": PORTAL_TEXT, **files}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
