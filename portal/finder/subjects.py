"""What the finder may find: agencies in force, by the words of their settings."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.agency import Agency
from portal.agencies.registry import InForce
from portal.agencies.settings.categories import CategorySettings
from portal.domain.succession import Destination, Successions, heir, leads_to
from portal.finder.index import Subject, SubjectCategory
from portal.finder.suggest import Finder, build

Inherited = dict[Destination, list[CategorySettings]]
"""The categories that others took over, by the one that has their complaints now."""


def finder_over(in_force: InForce) -> Finder:
    """Build the finder over every agency in force that a citizen may look for.

    That is neither the intake desk nor those replaced: their names, and the words of their
    categories, lead to who took their place.
    """
    desk, replaced = in_force.portal.portal.intake_desk, _replaced(in_force)
    inherited = _inherited(in_force, replaced)
    return build(
        _subject(
            agency,
            [old for old in replaced if leads_to(replaced, old, code)],
            in_force,
            inherited,
        )
        for code, agency in in_force.agencies.items()
        if code != desk and code not in replaced
    )


def _replaced(in_force: InForce) -> Successions:
    return {code: one for code, one in in_force.successions.items() if one.begun}


def _inherited(in_force: InForce, replaced: Successions) -> Inherited:
    """Return, for each category that takes over others, those others."""
    inherited: Inherited = {}
    if not replaced:
        return inherited
    last = max(one.effective_at for one in replaced.values())
    for code in replaced:
        for category in in_force.agencies[code].settings.categories:
            place = heir(replaced, Destination(code, category.code), last)
            inherited.setdefault(place, []).append(category)
    return inherited


def _subject(
    agency: Agency, replaced: list[str], in_force: InForce, inherited: Inherited
) -> Subject:
    who = agency.settings.agency
    former = [name for code in (agency.code, *replaced) for name in _former(in_force, code)]
    former += [name for code in replaced for name in _own_names(in_force.agencies[code])]
    return Subject(
        agency=agency.code,
        names=tuple(filter(None, (who.name.fr, who.name.en, who.short_name))),
        aliases=who.aliases,
        former_names=tuple(former),
        categories=tuple(
            _category(each, inherited.get(Destination(agency.code, each.code), []))
            for each in agency.settings.categories
            if not each.retired
        ),
        mandate=who.mandate.text,
    )


def _former(in_force: InForce, code: str) -> Iterator[str]:
    """Yield the names of the bodies that an agency replaced before it was in the portal."""
    for body in in_force.agencies[code].settings.agency.successor_of:
        yield from filter(None, (body.name.fr, body.name.en, *body.aliases))


def _own_names(agency: Agency) -> Iterator[str]:
    who = agency.settings.agency
    yield from filter(None, (who.name.fr, who.name.en, who.short_name, *who.aliases))


def _category(settings: CategorySettings, inherited: list[CategorySettings]) -> SubjectCategory:
    names = [name for one in inherited for name in (one.name.fr, one.name.en) if name]
    words = [word for one in inherited for word in one.words]
    examples = [example for one in inherited for example in one.examples]
    return SubjectCategory(
        code=settings.code,
        name=settings.name.text,
        words=(*settings.words, *names, *words),
        examples=(*settings.examples, *examples),
        description=settings.description.text if settings.description else None,
    )
