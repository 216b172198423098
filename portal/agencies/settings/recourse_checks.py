"""Which subjects an agency's recourses are for: those that are there, and each has one."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.places import NO_CATEGORY, Mistake, Place, codes_of, exists
from portal.words.catalogue import sentence


def recourses_have_categories(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each subject of a recourse that is not there."""
    categories = codes_of(root.at("categories"))
    for recourse in root.at("recourses").items:
        for category in recourse.at("categories").items:
            yield from exists(category, categories, NO_CATEGORY)


def every_subject_has_a_recourse(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each subject that all of the agency's recourses leave out."""
    recourses = root.at("recourses")
    for category in root.at("categories").items if recourses.items else ():
        if not _recourses_for(recourses, category):
            yield category.at("code").mistake(sentence("aucun recours n’est pour ce sujet"))


def codes_of_recourses_for(recourses: Place, category: Place) -> list[str]:
    """Return the codes of the recourses that are for a subject."""
    for_it = _recourses_for(recourses, category)
    codes = (recourse.at("code").text or recourse.text for recourse in for_it)
    return [code for code in codes if code is not None]


def _recourses_for(recourses: Place, category: Place) -> list[Place]:
    """Return the recourses for a subject: those that name it, and those that name none."""
    code = category.at("code").text
    return [
        recourse
        for recourse in recourses.items
        if not (named := recourse.at("categories").items) or code in [one.text for one in named]
    ]
