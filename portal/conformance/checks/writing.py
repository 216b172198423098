"""The settings file as it is written: what the reader and the schema find."""

from __future__ import annotations

from collections.abc import Callable

from portal.agencies.files.places import Mistake
from portal.agencies.settings.checks import code_is_file_name, english_is_there
from portal.agencies.settings.schema import AgencyFile
from portal.agencies.settings.wording import mistakes_of_schema
from portal.conformance.kit.check import Findings, Needs, Topic
from portal.conformance.kit.subject import Subject

file = Topic("settings file", Needs.TEXT)
settings = Topic("settings file", Needs.TREE)

LANGUAGES = ("fr", "en")
LENGTHS = ("within", "at_most")
CONTACTS = ("email", "link", "form", "website")
CODES = ("code", "to", "unit", "theme", "default_category", "silence")


@file.check(
    protects="everybody: a file that cannot be read puts no agency in force",
    mend="Correct the line that is named; an editor that knows YAML shows it too.",
)
def the_file_can_be_read(subject: Subject) -> Findings:
    """The file is YAML 1.2 in UTF-8, one document without tags."""
    yield from map(str, subject.tree[1])


@settings.check(
    protects="administrators: a misspelt key would be a rule that never applies",
    mend="Correct the key, or remove it: agency_configs/README.md has every key.",
)
def every_key_is_known(subject: Subject) -> Findings:
    """Every key is one that settings have."""
    yield from map(str, _unknown(subject))


@settings.check(
    protects="citizens: each reads everything in their language",
    mend="Write both: {fr: …, en: …}, French first.",
)
def every_text_is_written_in_both_languages(subject: Subject) -> Findings:
    """Every text of the file is given in French and in English."""
    assert subject.root is not None
    wrong = _of(subject, lambda mistake: _key(mistake) in LANGUAGES)
    yield from dict.fromkeys([*wrong, *map(str, english_is_there(subject.root))])


@settings.check(
    protects="citizens: a length that is misread is a wrong date",
    mend='Write a number and a unit, such as "15 working days" or "48 hours".',
)
def every_length_of_time_can_be_read(subject: Subject) -> Findings:
    """Every length of time is a number and one of the known units."""
    yield from _of(subject, lambda mistake: _key(mistake) in LENGTHS)


@settings.check(
    protects="everybody: codes stand in addresses, statistics and stored complaints",
    mend="Begin with a small letter; go on with small letters without accents, digits and _.",
)
def every_code_can_stand_in_an_address(subject: Subject) -> Findings:
    """Every code is made of small letters, digits and underscores."""
    yield from _of(subject, lambda mistake: _key(mistake) in CODES)


@settings.check(
    protects="citizens: a link or an address that leads nowhere",
    mend="Begin a link with https:// and write an email address whole.",
)
def every_link_and_address_can_be_followed(subject: Subject) -> Findings:
    """Every link is secure and every email address whole."""
    yield from _of(subject, lambda mistake: _key(mistake) in CONTACTS)


@settings.check(
    protects="citizens: every promised date rests on the calendar",
    mend='Correct it: jurisdiction: CA-QC, hours: "08:30-12:00, 13:00-16:30", closures as 12-24.',
)
def the_calendar_can_be_read(subject: Subject) -> Findings:
    """The jurisdiction, the time zone, the hours and the closures of each calendar exist."""
    yield from _of(subject, _is_of_a_calendar)


@settings.check(
    protects="citizens: a pattern that does not work refuses every answer, or none",
    mend="Try the regular expression on three real numbers.",
)
def every_pattern_is_a_regular_expression(subject: Subject) -> Findings:
    """Every pattern of an answer can be used."""
    yield from _of(subject, lambda mistake: _key(mistake) == "pattern")


@settings.check(
    protects="administrators: what is of the wrong kind, or missing, would not do what it says",
    mend="See the key in agency_configs/README.md, or let an editor use portal agencies schema.",
)
def every_setting_is_there_and_of_its_kind(subject: Subject) -> Findings:
    """Nothing that is needed is missing, and every other value is of the kind of its key."""
    yield from _of(subject, _is_other)


@settings.check(
    protects="operators: the portal finds an agency by the name of its file",
    mend="Rename the file, or correct agency.code; the code of an agency in use never changes.",
)
def the_code_is_the_name_of_the_file(subject: Subject) -> Findings:
    """The agency's code is the name of its file."""
    assert subject.root is not None
    yield from map(str, code_is_file_name(subject.root, subject.code))


def _key(mistake: Mistake) -> str:
    return mistake.path.rsplit(".", 1)[-1]


def _is_other(mistake: Mistake) -> bool:
    own = (*LANGUAGES, *LENGTHS, *CONTACTS, *CODES, "pattern")
    return _key(mistake) not in own and not _is_of_a_calendar(mistake)


def _is_of_a_calendar(mistake: Mistake) -> bool:
    return "calendar." in mistake.path


def _of(subject: Subject, is_one: Callable[[Mistake], bool]) -> Findings:
    assert subject.root is not None
    unknown = set(_unknown(subject))
    for mistake in mistakes_of_schema(AgencyFile, subject.errors_of_schema, subject.root):
        if mistake not in unknown and is_one(mistake):
            yield str(mistake)


def _unknown(subject: Subject) -> list[Mistake]:
    assert subject.root is not None
    unknown = [error for error in subject.errors_of_schema if error["type"] == "extra_forbidden"]
    return list(mistakes_of_schema(AgencyFile, unknown, subject.root))
