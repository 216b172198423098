"""What complaints can be about, as the agency answers it, plugin included."""

from __future__ import annotations

import re

from portal.agencies.settings.fields import CODE, not_matching
from portal.conformance.kit.check import Findings, Topic, repeated
from portal.conformance.kit.subject import Subject

categories = Topic("categories")


@categories.check(
    protects="citizens: with no category nothing can be filed",
    mend="Answer complaint_categories with at least one category, or leave it to the settings.",
)
def there_is_a_category(subject: Subject) -> Findings:
    """At least one category is offered."""
    if not subject.asked.categories:
        yield "complaint_categories answers an empty list"


@categories.check(
    protects="citizens: whoever finds no category that fits still has to be received",
    mend="Keep the settings' default category among those that the plugin answers.",
)
def the_default_category_is_among_those_answered(subject: Subject) -> Findings:
    """The default category of the settings is one of those that the agency answers."""
    answered = {category.code for category in subject.asked.categories}
    if answered and subject.sound.default_category not in answered:
        yield f'"{subject.sound.default_category}" is not among {", ".join(sorted(answered))}'


@categories.check(
    protects="officers: of two categories with one code only one is ever reached",
    mend="Give each category a code of its own.",
)
def each_category_has_its_own_code(subject: Subject) -> Findings:
    """No two categories have the same code."""
    for code, times in repeated(category.code for category in subject.asked.categories):
        yield f'"{code}" is answered {times} times'


@categories.check(
    protects="everybody: codes stand in addresses, statistics and stored complaints",
    mend="Begin with a small letter; go on with small letters without accents, digits and _.",
)
def each_answered_category_has_a_sound_code(subject: Subject) -> Findings:
    """The code of every category is one that settings could have."""
    for category in subject.asked.categories:
        if not re.fullmatch(CODE, category.code):
            yield not_matching(CODE, category.code).in_("en")


@categories.check(
    protects="citizens: between two categories of one name nobody can choose",
    mend="Say in each name what sets it apart.",
)
def each_category_has_its_own_name(subject: Subject) -> Findings:
    """No two categories have the same name, in either language."""
    for language in ("fr", "en"):
        names = (category.name.in_(language).casefold() for category in subject.asked.categories)
        for name, times in repeated(names):
            yield f'{times} categories are called "{name}"'


@categories.check(
    protects="the public: organisations are compared by common themes",
    mend="Give the category one of the themes of _portal.yaml.",
)
def each_answered_category_has_a_common_theme(subject: Subject) -> Findings:
    """Every category has one of the portal's themes."""
    themes = {theme.code for theme in subject.portal.themes}
    for category in subject.asked.categories:
        if category.theme not in themes:
            yield f'category "{category.code}" has the theme "{category.theme}"'


@categories.check(
    protects="officers: what is retired is closed to new complaints for a reason",
    mend="Leave retired categories out of complaint_categories.",
)
def no_retired_category_is_offered(subject: Subject) -> Findings:
    """No category that the settings retired is offered."""
    retired = {category.code for category in subject.sound.categories if category.retired}
    for category in subject.asked.categories:
        if category.code in retired:
            yield f'"{category.code}" is retired'
