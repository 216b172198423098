"""What the finder may find: agencies in force, by the words of their settings."""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.agencies.registry import InForce
from portal.agencies.schema import CategorySettings
from portal.finder import Finder, Subject, SubjectCategory, build


def finder_over(in_force: InForce) -> Finder:
    """Build the finder over every agency in force but the intake desk, which nobody looks for."""
    desk = in_force.portal.portal.intake_desk
    return build(_subject(agency) for code, agency in in_force.agencies.items() if code != desk)


def _subject(agency: Agency) -> Subject:
    who = agency.settings.agency
    former = [name for body in who.successor_of for name in (body.name.fr, body.name.en)]
    return Subject(
        agency=agency.code,
        names=tuple(filter(None, (who.name.fr, who.name.en, who.short_name))),
        aliases=who.aliases,
        former_names=(*former, *(alias for body in who.successor_of for alias in body.aliases)),
        categories=tuple(
            _category(each) for each in agency.settings.categories if not each.retired
        ),
        mandate=who.mandate.text,
    )


def _category(settings: CategorySettings) -> SubjectCategory:
    return SubjectCategory(
        code=settings.code,
        name=settings.name.text,
        words=settings.words,
        examples=settings.examples,
        description=settings.description.text if settings.description else None,
    )
