"""The settings file as it is written: what its reader, the schema and its own rules find.

Those rules, of what fields say of each other, are the reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from portal.agencies.files.places import Mistake, Place, unique
from portal.agencies.settings import (
    checks,
    date_checks,
    identity_checks,
    notice_checks,
    text_checks,
)
from portal.agencies.settings.checks import code_is_file_name, english_is_there
from portal.agencies.settings.schema import AgencyFile
from portal.agencies.settings.wording import mistakes_of_schema
from portal.conformance.kit.check import Findings, Needs, Subject, Topic

file = Topic("settings file", Needs.TEXT)
settings = Topic("settings file", Needs.TREE)
fields = Topic("settings that hold together", Needs.TREE)
LANGUAGES = ("fr", "en")
LENGTHS = ("within", "at_most")
CONTACTS = ("email", "link", "form", "website")
CODES = ("code", "to", "unit", "theme", "default_category", "silence")
Rule = Callable[[Place], Iterable[Mistake]]


@file.check(
    protects="everybody: a file that cannot be read puts no agency in force",
    mend="Correct the line that is named; an editor that knows YAML shows it too.",
)
def the_file_can_be_read(subject: Subject) -> Findings:
    """The file is YAML 1.2 in UTF-8, one document without tags."""
    return map(str, subject.tree[1])


@settings.check(
    protects="administrators: a misspelt key would be a rule that never applies",
    mend="Correct the key, or remove it: agency_configs/README.md has every key.",
)
def every_key_is_known(subject: Subject) -> Findings:
    """Every key is one that settings have."""
    return map(str, _unknown(subject))


@settings.check(
    protects="citizens: each reads everything in their language",
    mend="Write both: {fr: …, en: …}, French first.",
)
def every_text_is_written_in_both_languages(subject: Subject) -> Findings:
    """Every text of the file is given in French and in English."""
    wrong = _of(subject, lambda mistake: _key(mistake) in LANGUAGES)
    yield from dict.fromkeys([*wrong, *map(str, english_is_there(subject.written))])


@settings.check(
    protects="citizens: a length that is misread is a wrong date",
    mend='Write a number and a unit, such as "15 working days" or "48 hours".',
)
def every_length_of_time_can_be_read(subject: Subject) -> Findings:
    """Every length of time is a number and one of the known units."""
    return _of(subject, lambda mistake: _key(mistake) in LENGTHS)


@settings.check(
    protects="everybody: codes stand in addresses, statistics and stored complaints",
    mend="Begin with a small letter; go on with small letters without accents, digits and _.",
)
def every_code_can_stand_in_an_address(subject: Subject) -> Findings:
    """Every code is made of small letters, digits and underscores."""
    return _of(subject, lambda mistake: _key(mistake) in CODES)


@settings.check(
    protects="citizens: a link or an address that leads nowhere",
    mend="Begin a link with https:// and write an email address whole.",
)
def every_link_and_address_can_be_followed(subject: Subject) -> Findings:
    """Every link is secure and every email address whole."""
    return _of(subject, lambda mistake: _key(mistake) in CONTACTS)


@settings.check(
    protects="citizens: every promised date rests on the calendar",
    mend='Correct it: jurisdiction: CA-QC, hours: "08:30-12:00, 13:00-16:30", closures as 12-24.',
)
def the_calendar_can_be_read(subject: Subject) -> Findings:
    """The jurisdiction, the time zone, the hours and the closures of each calendar exist."""
    return _of(subject, _is_of_a_calendar)


@settings.check(
    protects="citizens: a pattern that does not work refuses every answer, or none",
    mend="Try the regular expression on three real numbers.",
)
def every_pattern_is_a_regular_expression(subject: Subject) -> Findings:
    """Every pattern of an answer can be used."""
    return _of(subject, lambda mistake: _key(mistake) == "pattern")


@settings.check(
    protects="administrators: what is of the wrong kind, or missing, would not do what it says",
    mend="See the key in agency_configs/README.md, or let an editor use portal agencies schema.",
)
def every_setting_is_there_and_of_its_kind(subject: Subject) -> Findings:
    """Nothing that is needed is missing, and every other value is of the kind of its key."""
    return _of(subject, _is_other)


@settings.check(
    protects="operators: the portal finds an agency by the name of its file",
    mend="Rename the file, or correct agency.code; the code of an agency in use never changes.",
)
def the_code_is_the_name_of_the_file(subject: Subject) -> Findings:
    """The agency's code is the name of its file."""
    return map(str, code_is_file_name(subject.written, subject.code))


@fields.check(
    protects="everybody: a code that stands twice leads to one of the two by chance",
    mend="Give the second one another code.",
)
def every_code_is_used_once(subject: Subject) -> Findings:
    """No unit, category, level, recourse, notice, criterion or letter has the code of another."""
    return _by(subject, checks.codes_are_unique)


@fields.check(
    protects="citizens: between two categories of one name nobody can choose",
    mend="Say in each name what sets it apart, or retire one of the two.",
)
def every_name_of_a_category_is_used_once(subject: Subject) -> Findings:
    """No offered category of the file has the name of another, in either language."""
    return _by(subject, identity_checks.category_names_differ)


@fields.check(
    protects="citizens: a complaint sent to a unit that is not there has no reader",
    mend="Add the unit to `units`, or correct the category's unit.",
)
def every_unit_of_a_category_exists(subject: Subject) -> Findings:
    """Every unit that a category names is listed."""
    return _by(subject, checks.units_exist)


@fields.check(
    protects="citizens: one page tells moments in one time zone, or a day is a day off",
    mend="Write the agency's time zone in the category's calendar.",
)
def every_written_calendar_has_the_time_zone_of_the_agency(subject: Subject) -> Findings:
    """No category of the file counts its days in another time zone than the agency."""
    return _by(subject, checks.calendars_keep_the_time_zone)


@fields.check(
    protects="citizens: a notice about a category that is not there is never shown",
    mend="Correct the category in the notice's `when`.",
)
def every_notice_speaks_of_categories_that_exist(subject: Subject) -> Findings:
    """Every category that a notice is shown for is listed."""
    return _by(subject, notice_checks.notices_have_categories)


@fields.check(
    protects="citizens: whoever says that they are in danger is shown whom to call",
    mend="Name in `answers` a question with yes or no, or with choices, and one of its answers.",
)
def every_notice_waits_for_answers_that_can_be_given(subject: Subject) -> Findings:
    """Every answer that a notice is shown for can be chosen."""
    return _by(subject, notice_checks.notices_have_answers)


@fields.check(
    protects="citizens: whoever finds no category that fits still has to be received",
    mend="Name a category that is offered in default_category.",
)
def the_default_category_is_offered(subject: Subject) -> Findings:
    """The default category is listed and not retired."""
    return _by(subject, checks.default_category_is_offered)


@fields.check(
    protects="citizens: somebody answers for the agency in the end",
    mend="Write top_authority: true on the last level, and on no other.",
)
def the_written_path_ends_with_the_top_authority(subject: Subject) -> Findings:
    """The last level of the file, and no other, is the top authority."""
    return _by(subject, checks.path_ends_at_the_top)


@fields.check(
    protects="citizens: a level without a time could keep a complaint for ever",
    mend="Write `within` on every level but the first.",
)
def every_written_level_has_its_time(subject: Subject) -> Findings:
    """Every level but the first has a time of its own; the answer's deadline rules the first."""
    return _by(subject, checks.steps_have_their_time)


@fields.check(
    protects="citizens: an extension counted otherwise makes a date nobody can follow",
    mend="Count every at_most as `within` is counted; name a recourse of the agency in `silence`.",
)
def every_deadline_holds_together(subject: Subject) -> Findings:
    """Extensions and pauses count as their deadline does; silence opens a known recourse."""
    return _by(subject, date_checks.deadlines_hold_together)


@fields.check(
    protects="citizens: whoever is told a time, but not from what day, misses it",
    mend="Write `from` beside `within`; in `question`, name a question of kind date.",
)
def every_redirect_holds_together(subject: Subject) -> Findings:
    """Every redirect's time runs from something, and its question asks for a day."""
    return _by(subject, date_checks.check_redirects)


@fields.check(
    protects="citizens: a last day that cannot be counted is missed",
    mend="Write `within` in days, weeks or months beside what is said of it.",
)
def every_time_of_a_recourse_can_be_counted(subject: Subject) -> Findings:
    """Every time that a recourse leaves from the answer ends with a day."""
    return _by(subject, date_checks.check_recourses)


@fields.check(
    protects="the public: organisations are compared by common themes",
    mend="Choose a theme or a recourse of _portal.yaml, or write the recourse out.",
)
def common_themes_and_recourses_exist(subject: Subject) -> Findings:
    """Every theme and common recourse is one that the portal has."""
    return map(str, checks.agrees_with_portal(subject.written, subject.portal))


@fields.check(
    protects="citizens: a name that leads to two agencies sends complaints astray",
    mend="Remove the name from the agency that people mean less often.",
)
def no_name_leads_to_another_agency(subject: Subject) -> Findings:
    """No code, short name or alias is already one of another agency."""
    settings, mistakes = subject.read
    if settings is None and "already leads to" in "".join(map(str, mistakes)):
        yield from map(str, mistakes)


@fields.check(
    protects="citizens: each required answer keeps somebody from complaining",
    mend="Make all but three optional; the complaint can be read without them.",
)
def at_most_three_answers_are_required(subject: Subject) -> Findings:
    """No category of the file requires more than three answers."""
    return _by_questions(subject, text_checks.few_are_required)


@fields.check(
    protects="citizens: a setting that does not fit its question is not applied",
    mend="Remove it, or change the question's kind.",
)
def every_question_has_what_its_kind_needs(subject: Subject) -> Findings:
    """Choices, patterns, bounds and lengths stand only where the kind of question uses them."""
    return _by_question(subject, text_checks.fits_its_kind)


@fields.check(
    protects="citizens: a refused answer says what to do",
    mend="Say in pattern_hint what to type, with the number of letters and digits.",
)
def every_written_pattern_has_its_hint(subject: Subject) -> Findings:
    """Every pattern of the file says what to do when an answer does not match."""
    return _by_question(subject, text_checks.has_its_hint)


@fields.check(
    protects="citizens: between bounds in the wrong order no answer is possible",
    mend="Make the minimum the smaller number.",
)
def every_written_minimum_is_below_its_maximum(subject: Subject) -> Findings:
    """A number can lie between the bounds that the file gives."""
    return _by_question(subject, text_checks.bounds_are_in_order)


@fields.check(
    protects="officers: of two questions or choices with one code only one answer is kept",
    mend="Give the second one another code.",
)
def every_written_question_and_choice_has_its_own_code(subject: Subject) -> Findings:
    """Within a category no two questions, and within a question no two choices, share a code."""
    yield from _by_questions(subject, unique)
    yield from _by_question(subject, lambda question: unique(question.at("choices")))


@fields.check(
    protects="citizens: words for a category that is not there are in no letter",
    mend="Correct the category in the letter's `categories`, or name it once.",
)
def every_letter_is_for_categories_that_exist(subject: Subject) -> Findings:
    """Every category that a letter is for is listed, and named once."""
    return _by(subject, text_checks.letters_have_categories)


@fields.check(
    protects="citizens: of two texts for the same letter only one would be read",
    mend="Put both in one text, or name the categories that each is for.",
)
def no_letter_has_two_middles(subject: Subject) -> Findings:
    """No two texts are for the same letter about the same category."""
    return _by(subject, text_checks.letters_have_one_middle)


@fields.check(
    protects="citizens: what is not filled in would be sent in braces",
    mend="Use a mark that is filled in there: agency_configs/README.md has them all.",
)
def every_mark_of_a_letter_is_filled_in(subject: Subject) -> Findings:
    """Everything in braces is a mark that the letter fills in."""
    return _by_letter(subject, text_checks.marks_are_known)


@fields.check(
    protects="citizens: a long letter hides the number, the dates and the recourses",
    mend="Say what is to be known or done; leave the rest to the agency's site.",
)
def every_text_of_a_letter_is_short(subject: Subject) -> Findings:
    """No text is longer than its letter can carry."""
    return _by_letter(subject, text_checks.texts_are_short)


def _key(mistake: Mistake) -> str:
    return mistake.path.rsplit(".", 1)[-1]


def _is_other(mistake: Mistake) -> bool:
    own = (*LANGUAGES, *LENGTHS, *CONTACTS, *CODES, "pattern")
    return _key(mistake) not in own and not _is_of_a_calendar(mistake)


def _is_of_a_calendar(mistake: Mistake) -> bool:
    return "calendar." in mistake.path


def _of(subject: Subject, is_chosen: Callable[[Mistake], bool]) -> Findings:
    unknown = set(_unknown(subject))
    return (
        str(mistake)
        for mistake in mistakes_of_schema(AgencyFile, subject.errors_of_schema, subject.written)
        if mistake not in unknown and is_chosen(mistake)
    )


def _unknown(subject: Subject) -> list[Mistake]:
    unknown = [error for error in subject.errors_of_schema if error["type"] == "extra_forbidden"]
    return list(mistakes_of_schema(AgencyFile, unknown, subject.written))


def _by(subject: Subject, rule: Rule) -> Findings:
    return map(str, rule(subject.written))


def _by_letter(subject: Subject, rule: Rule) -> Findings:
    return (
        finding
        for letter in subject.written.at("letters").items
        for finding in map(str, rule(letter))
    )


def _by_questions(subject: Subject, rule: Rule) -> Findings:
    return (
        finding
        for category in subject.written.at("categories").items
        for finding in map(str, rule(category.at("questions")))
    )


def _by_question(subject: Subject, rule: Rule) -> Findings:
    return (
        finding
        for category in subject.written.at("categories").items
        for question in category.at("questions").items
        for finding in map(str, rule(question))
    )
