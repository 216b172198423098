"""Checks between fields: codes that must exist, the way up, words in both languages.

They look at the file itself, not at the settings made from it, so that they run although a field
failed; what is of the wrong kind is passed over here, since the schema tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain

from portal.agencies.files.places import (
    MISSING,
    NO_AGENCY,
    NO_CATEGORY,
    NO_COMMON_RECOURSE,
    NO_THEME,
    NO_UNIT,
    Mistake,
    Place,
    codes_of,
    exists,
    unique,
)
from portal.agencies.settings.date_checks import (
    calendars_change_in_order,
    calendars_leave_working_days,
    check_changes,
    check_deadlines,
    check_recourses,
    check_redirects,
    check_working_days,
    deadlines_hold_together,
    limits_end_with_a_day,
)
from portal.agencies.settings.elsewhere_checks import check_elsewhere
from portal.agencies.settings.identity_checks import (
    category_names_differ,
    facts_were_verified,
    names_lead_somewhere,
    territory_is_said_once,
)
from portal.agencies.settings.length_checks import lengths_can_be_promised
from portal.agencies.settings.matching import folded
from portal.agencies.settings.notice_checks import notices_have_answers, notices_have_categories
from portal.agencies.settings.recourse_checks import (
    every_subject_has_a_recourse,
    recourses_have_categories,
)
from portal.agencies.settings.shared import PortalSettings
from portal.agencies.settings.text_checks import check_letters, check_questions
from portal.words.catalogue import sentence

RESERVED = frozenset({"new", "nouveau", "alarms", "alertes"})
"""Words that stand where an agency's code does in addresses."""

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
        *check_deadlines(root.at("deadlines"), recourses),
        *limits_end_with_a_day(root),
        *lengths_can_be_promised(root),
        *check_changes(root.at("calendar")),
        *check_working_days(root.at("calendar")),
        *check_recourses(root),
        *check_redirects(root),
        *check_elsewhere(root),
        *english_is_there(root),
        *(
            category.mistake(
                sentence("chaque organisme a ses catégories; ici, passez par des mots")
            )
            for notice in root.at("notices").items
            for category in notice.at("when", "categories").items
        ),
        *(
            answer.mistake(sentence("chaque organisme a ses questions; ici, passez par des mots"))
            for notice in root.at("notices").items
            for answer in notice.at("when", "answers").items
        ),
    ]


def check_folder(
    portal: Place | None, agencies: Mapping[str, Place], stems: Known
) -> list[Mistake]:
    """Return what is wrong between files: the intake desk, codes and names that clash."""
    desk = None if portal is None else portal.at("portal", "intake_desk")
    missing = () if desk is None else exists(desk, stems, NO_AGENCY)
    return [*missing, *_names_that_clash(agencies.values())]


def agrees_with_portal(root: Place, portal: PortalSettings) -> Iterator[Mistake]:
    """Yield a mistake for each theme, recourse or time zone that is not the portal's.

    The time zone is the portal's where the agency says nothing of its days and hours.
    """
    themes = [theme.code for theme in portal.themes]
    for category in root.at("categories").items:
        yield from exists(category.at("theme"), themes, NO_THEME)
    for recourse in root.at("recourses").items:
        yield from exists(recourse, portal.recourses, NO_COMMON_RECOURSE)
    if not root.at("calendar").is_there:
        yield from _other_time_zones(root, portal.calendar.timezone)


def code_is_file_name(root: Place, stem: str | None) -> Iterator[Mistake]:
    """Yield a mistake if the agency’s code differs from the name of its file."""
    code = root.at("agency", "code")
    if stem is not None and code.text is not None and code.text != stem:
        yield code.mistake(
            sentence(
                "« %(code)s » n’est pas le code attendu ici, %(file)s", code=code.text, file=stem
            )
        )


def code_is_free_in_addresses(root: Place) -> Iterator[Mistake]:
    """Yield a mistake if the agency's code stands for something else in addresses."""
    code = root.at("agency", "code")
    if code.text in RESERVED:
        yield code.mistake(
            sentence("« %(code)s » veut dire autre chose dans les adresses", code=code.text)
        )


def codes_are_unique(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each code that stands twice in a list."""
    for name in ("units", "categories", "recourses", "notices", "criteria", "remedies", "letters"):
        yield from unique(root.at(name))
    yield from unique(root.at("escalation"), key="to")
    yield from unique(root.at("agency", "languages"))


def remedies_have_their_sums(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each sum that officers decide without a limit, or limit of no sum."""
    for remedy in root.at("remedies").items:
        is_sum = remedy.at("kind").text == "reimbursement"
        is_decided = is_sum and remedy.at("decided_by").text != "head"
        if is_decided and not remedy.at("up_to").is_said:
            yield remedy.mistake(
                sentence("dites jusqu’à combien, sous %(setting)s", setting="up_to")
            )
        if not is_decided and remedy.at("up_to").is_said:
            yield remedy.at("up_to").mistake(
                sentence("est pour un remboursement que le personnel décide seul")
            )


def units_exist(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each unit of a category that is not listed."""
    units = codes_of(root.at("units"))
    for category in root.at("categories").items:
        yield from exists(category.at("unit"), units, NO_UNIT)


def calendars_keep_the_time_zone(root: Place) -> Iterable[Mistake]:
    """Return a mistake for each category that would count in another time zone than the agency.

    Pages, numbers and reports tell the agency's moments in one time zone.
    """
    zone = root.at("calendar", "timezone").text
    return () if zone is None else _other_time_zones(root, zone)


def read_categories_are_there(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each category with a second reader that is not there, and for none."""
    reader = root.at("second_reader")
    categories = codes_of(root.at("categories"))
    for category in reader.at("categories").items:
        yield from exists(category, categories, NO_CATEGORY)
    if reader.at("answers").text == "categories" and not reader.at("categories").items:
        yield reader.at("answers").mistake(
            sentence("nommez les catégories, sous %(setting)s", setting="categories")
        )


def proved_categories_are_there(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each category that needs a proof and is not there, and for none."""
    wanted = root.at("representation")
    categories = codes_of(root.at("categories"))
    for category in wanted.at("categories").items:
        yield from exists(category, categories, NO_CATEGORY)
    if wanted.at("proof").text == "categories" and not wanted.at("categories").items:
        yield wanted.at("proof").mistake(
            sentence("nommez les catégories, sous %(setting)s", setting="categories")
        )


def former_categories_are_others(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each category that took the place of one that is not there, or of itself.

    What it took the place of stays in the file, retired or not: complaints still have it.
    """
    categories = codes_of(root.at("categories"))
    for category in root.at("categories").items:
        for former in category.at("formerly").items:
            yield from exists(former, categories, NO_CATEGORY)
            if former.text is not None and former.text == category.at("code").text:
                yield former.mistake(sentence("une catégorie ne prend pas sa propre place"))


def default_category_is_offered(root: Place) -> Iterator[Mistake]:
    """Yield a mistake if the default category is not there or is retired."""
    default = root.at("default_category")
    yield from exists(default, codes_of(root.at("categories")), NO_CATEGORY)
    for category in root.at("categories").items:
        is_retired = category.at("retired").value is True
        if is_retired and default.text is not None and category.at("code").text == default.text:
            yield default.mistake(sentence("« %(code)s » est retirée", code=default.text))


def path_ends_at_the_top(root: Place) -> Iterator[Mistake]:
    """Yield a mistake unless the last step, and it alone, is the top authority."""
    steps = root.at("escalation").items
    for step in steps[:-1]:
        if step.at("top_authority").value is True:
            yield step.at("top_authority").mistake(
                sentence("seul le dernier palier est la plus haute autorité")
            )
    tops = [step.at("top_authority") for step in steps]
    if tops and not any(top.value is True for top in tops) and tops[-1].value in (None, False):
        yield tops[-1].mistake(
            sentence(
                "le dernier palier doit être la plus haute autorité : %(setting)s",
                setting="top_authority: true",
            )
        )


def steps_have_their_time(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for the first step with a time, or another without."""
    for number, step in enumerate(root.at("escalation").items):
        within = step.at("within")
        if number == 0 and within.is_said:
            yield within.mistake(
                sentence("le premier palier n’en a pas : le délai de réponse en tient lieu")
            )
        if number > 0 and step.keys and not within.is_there:
            yield within.mistake(MISSING)


def _other_time_zones(root: Place, zone: str) -> Iterator[Mistake]:
    for category in root.at("categories").items:
        own = category.at("calendar", "timezone")
        if own.text is not None and own.text != zone:
            yield own.mistake(
                sentence(
                    "« %(zone)s » n’est pas le fuseau horaire de l’organisme, %(agency)s",
                    zone=own.text,
                    agency=zone,
                )
            )


def _names_that_clash(agencies: Iterable[Place]) -> Iterator[Mistake]:
    first: dict[str, Place] = {}
    for agency in agencies:
        own: dict[str, Place] = {}
        identity = agency.at("agency")
        for name in (identity.at("code"), identity.at("short_name"), *identity.at("aliases").items):
            if name.text:
                own.setdefault(folded(name.text), name)
        for name_folded, name in own.items():
            other = first.setdefault(name_folded, name)
            if other is not name:
                yield name.mistake(
                    sentence(
                        "« %(name)s » mène déjà à %(file)s, ligne %(line)s",
                        name=name.text or "",
                        file=other.file,
                        line=other.node.line,
                    )
                )


NO_ENGLISH = sentence("n’est qu’en français pour l’instant")


def french_alone(place: Place) -> Iterator[Place]:
    """Yield each place, from here on, whose words have no English."""
    if "fr" in place.keys and set(place.keys) <= {"fr", "en"} and not place.at("en").is_said:
        yield place
    for child in (*place.items, *map(place.at, place.keys)):
        yield from french_alone(child)


def english_is_there(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for all words without English, where English is needed."""
    for words in french_alone(root):
        yield words.at("en").mistake(MISSING)


def main_language_is_there(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for all words without English, if it is the agency's main language."""
    if _is_english_first(root):
        yield from english_is_there(root)


def notes_on(root: Place) -> list[Mistake]:
    """Return what should be translated, each thing told in its place like a mistake."""
    if _is_english_first(root):
        return []
    return [words.mistake(NO_ENGLISH) for words in french_alone(root)]


def _is_english_first(root: Place) -> bool:
    return root.at("agency", "languages", 0).text == "en"


AGENCY_CHECKS: tuple[Check, ...] = (
    code_is_free_in_addresses,
    names_lead_somewhere,
    facts_were_verified,
    territory_is_said_once,
    codes_are_unique,
    category_names_differ,
    remedies_have_their_sums,
    units_exist,
    calendars_keep_the_time_zone,
    notices_have_categories,
    notices_have_answers,
    recourses_have_categories,
    every_subject_has_a_recourse,
    read_categories_are_there,
    proved_categories_are_there,
    former_categories_are_others,
    default_category_is_offered,
    path_ends_at_the_top,
    steps_have_their_time,
    deadlines_hold_together,
    limits_end_with_a_day,
    calendars_change_in_order,
    calendars_leave_working_days,
    lengths_can_be_promised,
    check_questions,
    check_recourses,
    check_redirects,
    check_letters,
    main_language_is_there,
)
