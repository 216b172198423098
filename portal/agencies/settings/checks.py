"""Checks between fields: codes that must exist, the way up, questions that can be asked.

They look at the file itself, not at the settings made from it, so that they run although a field
failed; what is of the wrong kind is passed over here, since the schema tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain

from portal.agencies.files.mistakes import Mistake
from portal.agencies.files.places import Place
from portal.agencies.matching import folded
from portal.agencies.settings.codes import codes_of, exists, unique
from portal.agencies.settings.question_checks import check_questions
from portal.agencies.settings.schema import PortalSettings
from portal.domain.time.allowance import Allowance, Unit

STAGES = ("acknowledge", "first_contact", "answer")
ELAPSED = {Unit.HOURS: "hours", Unit.WORKING_HOURS: "working", Unit.WORKING_DAYS: "working"}

Known = Collection[str]
Check = Callable[[Place], Iterable[Mistake]]


def check_agency(root: Place, portal: PortalSettings | None, stem: str | None) -> list[Mistake]:
    """Return what is wrong between the fields of an agency's file called `stem`.yaml.

    Without `portal`, what must agree with it is not looked at.
    """
    checks = chain.from_iterable(check(root) for check in AGENCY_CHECKS)
    agreeing = [] if portal is None else agrees_with_portal(root, portal)
    return [*checks, *agreeing, *code_is_file_name(root, stem)]


def check_portal(root: Place) -> list[Mistake]:
    """Return what is wrong between the fields of the portal's own file."""
    recourses = root.at("recourses").keys
    lists = ("themes", "topics", "notices", "elsewhere")
    return [
        *chain.from_iterable(unique(root.at(name)) for name in lists),
        *_deadlines(root.at("deadlines"), recourses),
        *calendar_changes_in_order(root),
        *(
            category.mistake("agencies have their own categories; go by words here")
            for notice in root.at("notices").items
            for category in notice.at("when", "categories").items
        ),
    ]


def check_folder(
    portal: Place | None, agencies: Mapping[str, Place], stems: Known
) -> list[Mistake]:
    """Return what is wrong between files: the intake desk, codes and names that clash."""
    desk = None if portal is None else portal.at("portal", "intake_desk")
    missing = () if desk is None else exists(desk, stems, "agency")
    return [*missing, *_names_that_clash(agencies.values())]


def agrees_with_portal(root: Place, portal: PortalSettings) -> Iterator[Mistake]:
    """Yield a mistake for each theme or recourse that the portal does not have."""
    themes = [theme.code for theme in portal.themes]
    for category in root.at("categories").items:
        yield from exists(category.at("theme"), themes, "theme")
    for recourse in root.at("recourses").items:
        yield from exists(recourse, portal.recourses, "common recourse")


def code_is_file_name(root: Place, stem: str | None) -> Iterator[Mistake]:
    """Yield a mistake if the agency’s code differs from the name of its file."""
    code = root.at("agency", "code")
    if stem is not None and code.text is not None and code.text != stem:
        yield code.mistake(f'"{code.text}" differs from the name of the file, {stem}')


def calendar_changes_in_order(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for a change of the calendar that comes too early or changes nothing."""
    before: str | None = None
    for change in root.at("calendar", "changes").items:
        day = change.at("from")
        since = str(day.value) if day.is_said else None
        if since is not None and before is not None and since <= before:
            yield day.mistake(f"must be later than {before}, the change before it")
        if not set(change.keys) - {"from"} and since is not None:
            yield change.mistake("changes nothing: say the hours, the closures or the jurisdiction")
        before = since or before


def codes_are_unique(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each code that stands twice in a list."""
    for name in ("units", "categories", "recourses", "notices"):
        yield from unique(root.at(name))
    yield from unique(root.at("escalation"), key="to")
    yield from unique(root.at("agency", "languages"))


def units_exist(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each unit of a category that is not listed."""
    units = codes_of(root.at("units"))
    for category in root.at("categories").items:
        yield from exists(category.at("unit"), units, "unit")


def notices_have_categories(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each category that a notice speaks of and that is not there."""
    categories = codes_of(root.at("categories"))
    for notice in root.at("notices").items:
        for category in notice.at("when", "categories").items:
            yield from exists(category, categories, "category")


def default_category_is_offered(root: Place) -> Iterator[Mistake]:
    """Yield a mistake if the default category is not there or is retired."""
    default = root.at("default_category")
    yield from exists(default, codes_of(root.at("categories")), "category")
    for category in root.at("categories").items:
        is_retired = category.at("retired").value is True
        if is_retired and default.text is not None and category.at("code").text == default.text:
            yield default.mistake(f'"{default.text}" is retired')


def path_ends_at_the_top(root: Place) -> Iterator[Mistake]:
    """Yield a mistake unless the last step, and it alone, is the top authority."""
    steps = root.at("escalation").items
    for step in steps[:-1]:
        if step.at("top_authority").value is True:
            yield step.at("top_authority").mistake("only the last step is the top authority")
    tops = [step.at("top_authority") for step in steps]
    if tops and not any(top.value is True for top in tops) and tops[-1].value in (None, False):
        yield tops[-1].mistake("the last step must be the top authority: top_authority: true")


def steps_have_their_time(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for the first step with a time, or another without."""
    for number, step in enumerate(root.at("escalation").items):
        within = step.at("within")
        if number == 0 and within.is_said:
            yield within.mistake("the first step has none: the time for the answer rules it")
        if number > 0 and step.keys and not within.is_there:
            yield within.mistake("is missing")


def deadlines_hold_together(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for an unknown recourse, or an extension that counts otherwise."""
    recourses = codes_of(root.at("recourses"))
    yield from _deadlines(root.at("deadlines"), recourses)
    for category in root.at("categories").items:
        yield from _deadlines(category.at("deadlines"), recourses)


def _deadlines(deadlines: Place, recourses: Known) -> Iterator[Mistake]:
    for deadline in map(deadlines.at, STAGES):
        silence = deadline.at("silence")
        yield from exists(silence, recourses, "recourse")
        yield from _extension_counts_alike(deadline)


def _extension_counts_alike(deadline: Place) -> Iterator[Mistake]:
    within, at_most = _length(deadline.at("within")), deadline.at("extension", "at_most")
    longer = _length(at_most)
    if within is not None and longer is not None and _counting(within) != _counting(longer):
        yield at_most.mistake(f'"{longer}" does not count as "{within}" does')


def _length(place: Place) -> Allowance | None:
    try:
        return Allowance.parse(place.text or "")
    except ValueError:
        return None


def _counting(length: Allowance) -> str:
    """Return how a length is counted: what is neither hours nor working time is calendar days."""
    return ELAPSED.get(length.unit, "calendar")


def _names_that_clash(agencies: Iterable[Place]) -> Iterator[Mistake]:
    first: dict[str, Place] = {}
    for agency in agencies:
        own: dict[str, Place] = {}
        for name in _names(agency.at("agency")):
            own.setdefault(folded(name.text or ""), name)
        for name_folded, name in own.items():
            other = first.setdefault(name_folded, name)
            if other is not name:
                where = f"{other.file}, line {other.node.line}"
                yield name.mistake(f'"{name.text}" already leads to {where}')


def _names(identity: Place) -> list[Place]:
    places = [identity.at("code"), identity.at("short_name"), *identity.at("aliases").items]
    return [place for place in places if place.text]


AGENCY_CHECKS: tuple[Check, ...] = (
    codes_are_unique,
    units_exist,
    notices_have_categories,
    default_category_is_offered,
    path_ends_at_the_top,
    steps_have_their_time,
    deadlines_hold_together,
    calendar_changes_in_order,
    check_questions,
)
