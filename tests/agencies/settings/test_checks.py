from __future__ import annotations

from pathlib import Path

import pytest

from portal.agencies.settings.reader import read_agency, read_folder
from tests.agencies.settings.settings_files import (
    PARKS_TEXT,
    PORTAL_TEXT,
    changed,
    folder_with,
    mistakes_after,
    portal,
)

QUESTION = "{code: since, label: {fr: Depuis quand, en: Since when}, kind: date}"
LABELS = "label: {fr: a, en: b}"
CHOICE = f"{{code: a, {LABELS}}}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "unit: trails",
            "unit: trials",
            '14:11: categories[0].unit: there is no unit "trials"; did you mean "trails"?',
        ),
        (
            "default_category: camping",
            "default_category: hut",
            '28:19: default_category: there is no category "hut"',
        ),
        (
            "default_category: camping",
            "default_category: zoo",
            '28:19: default_category: "zoo" is retired',
        ),
        (
            "code: zoo",
            "code: trail",
            '24:11: categories[2].code: "trail" is already used on line 11',
        ),
        (
            "code: since",
            "code: place",
            '20:16: categories[0].questions[1].code: "place" is already used on line 19',
        ),
        ("code: open", "code: fine", '45:11: notices[1].code: "fine" is already used on line 40'),
        (
            "code: review",
            "code: ombudsman",
            '34:11: recourses[1].code: "ombudsman" is already used on line 33',
        ),
        ("to: chair", "to: office", '31:10: escalation[1].to: "office" is already used on line 30'),
        (
            "  - ombudsman\n",
            "  - ombudsmen\n  - ombudsman\n",
            '33:5: recourses[0]: there is no common recourse "ombudsmen"; did you mean '
            '"ombudsman"?',
        ),
        (
            "silence: ombudsman",
            "silence: court",
            '17:75: categories[0].deadlines.answer.silence: there is no recourse "court"',
        ),
        (
            "    review: true",
            "    review: true\n    categories: [hut]",
            '39:18: recourses[1].categories[0]: there is no category "hut"',
        ),
        (
            "  - ombudsman\n  - code: review\n",
            "  - code: ombudsman\n    categories: [trail, zoo]\n    body: {fr: A, en: A}\n"
            "    how: {fr: B, en: B}\n    deadline: {fr: C, en: C}\n"
            "  - code: review\n    categories: [trail]\n",
            "21:11: categories[1].code: no recourse is for this subject",
        ),
        (
            "  - ombudsman\n  - code: review\n",
            "  - code: ombudsman\n    categories: [camping, zoo]\n    body: {fr: A, en: A}\n"
            "    how: {fr: B, en: B}\n    deadline: {fr: C, en: C}\n  - code: review\n",
            '17:75: categories[0].deadlines.answer.silence: there is no recourse "ombudsman"',
        ),
        (
            "categories: [camping]",
            "categories: [hut]",
            '42:25: notices[0].when.categories[0]: there is no category "hut"',
        ),
    ],
)
def test_codes_exist_and_are_used_once(old: str, new: str, expected: str):
    assert mistakes_after((old, new)) == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            ", top_authority: true",
            "",
            "31:5: escalation[1].top_authority: the last step must be the top authority: "
            "top_authority: true",
        ),
        (
            "en: Office}}",
            "en: Office}, top_authority: true}",
            "30:66: escalation[0].top_authority: only the last step is the top authority",
        ),
        (
            "en: Office}}",
            "en: Office}, within: 3 working days}",
            "30:59: escalation[0].within: the first step has none: the time for the answer "
            "rules it",
        ),
        (", within: 15 working days", "", "31:5: escalation[1].within: is missing"),
    ],
)
def test_the_way_up_leads_to_the_top_authority_in_its_times(old: str, new: str, expected: str):
    assert mistakes_after((old, new)) == [expected]


def test_a_misplaced_top_authority_is_one_mistake():
    assert mistakes_after(
        ("en: Office}}", "en: Office}, top_authority: true}"),
        (", top_authority: true}\nrec", "}\nrec"),
    ) == ["30:66: escalation[0].top_authority: only the last step is the top authority"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            f"{{code: q, {LABELS}, kind: choice}}",
            "choices: is missing: a question of kind choice offers some",
        ),
        (
            f"{{code: q, {LABELS}, kind: several choices, choices: []}}",
            "choices: is missing: a question of kind several choices offers some",
        ),
        (
            f"{{code: q, {LABELS}, kind: choice, choices: [{CHOICE}, {CHOICE}]}}",
            'choices[1].code: "a" is already used on line 20',
        ),
        (
            f"{{code: q, {LABELS}, kind: date, choices: [{CHOICE}]}}",
            "choices: only a question of kind choice or several choices has this",
        ),
        (f"{{code: q, {LABELS}, minimum: 3}}", "minimum: only a question of kind number has this"),
        (f"{{code: q, {LABELS}, future: true}}", "future: only a question of kind date has this"),
        (
            f"{{code: q, {LABELS}, kind: file, max_length: 3}}",
            "max_length: only a question of kind text or long text has this",
        ),
        (
            f"{{code: q, {LABELS}, kind: number, minimum: 3, maximum: 2}}",
            "maximum: is less than the minimum, 3",
        ),
        (
            f"{{code: q, {LABELS}, pattern: '[0-9]'}}",
            "pattern_hint: is missing: say what to do when an answer does not match",
        ),
        (
            f"{{code: q, {LABELS}, pattern_hint: {{fr: a, en: b}}}}",
            "pattern_hint: there is no pattern that it would explain",
        ),
        (
            f"{{code: q, {LABELS}, pattern: '(', pattern_hint: {{fr: a, en: b}}}}",
            'pattern: "(" is not a regular expression: missing ), unterminated subpattern at '
            "position 0",
        ),
        (
            f"{{code: q, {LABELS}, pattern: '(?=a)a', pattern_hint: {{fr: a, en: b}}}}",
            'pattern: "(?=a)a" cannot be checked in a safe time: invalid perl operator: (?=',
        ),
    ],
)
def test_a_question_has_what_its_kind_has(question: str, expected: str):
    (mistake,) = mistakes_after((QUESTION, question))
    assert mistake.split(": ", 1)[1] == f"categories[0].questions[1].{expected}"


def test_at_most_three_answers_of_a_category_are_required():
    questions = "\n".join(f"      - {{code: q{n}, {LABELS}, required: true}}" for n in range(3))
    (mistake,) = mistakes_after((f"      - {QUESTION}", questions))
    assert mistake == (
        "22:53: categories[0].questions[3].required: 4 answers are required; at most 3 may be"
    )


@pytest.mark.parametrize(
    ("within", "at_most", "is_alike"),
    [
        ("20 working days", "10 working days", True),
        ("20 working days", "8 working hours", True),
        ("45 calendar days", "2 weeks", True),
        ("20 working days", "2 weeks", False),
        ("48 hours", "2 working days", False),
    ],
)
def test_an_extension_counts_as_its_deadline_does(within: str, at_most: str, is_alike: bool):
    deadline = (
        f"answer: {{within: {within}, basis: x, extension: {{times: 1, at_most: {at_most}}}}}"
    )
    mistakes = mistakes_after(("units:", f"deadlines:\n  {deadline}\nunits:"))
    expected = f'deadlines.answer.extension.at_most: "{at_most}" does not count as "{within}" does'
    assert [mistake.split(": ", 1)[1] for mistake in mistakes] == ([] if is_alike else [expected])


def test_checks_between_fields_run_although_a_field_failed():
    paths = [
        m.split(": ")[1]
        for m in mistakes_after(("schema: 1", "schema: x"), ("unit: trails", "unit: x"))
    ]
    assert paths == ["schema", "categories[0].unit"]


def test_the_code_is_the_name_of_the_file(tmp_path: Path):
    (tmp_path / "gardens.yaml").write_text(PARKS_TEXT, "utf-8")
    settings, (mistake,) = read_agency(tmp_path / "gardens.yaml", portal())
    assert settings is None
    assert str(mistake) == (
        'gardens.yaml:3:9: agency.code: "parks" is not the code expected here, gardens'
    )


def test_a_code_that_stands_for_something_else_in_addresses_is_a_mistake(tmp_path: Path):
    (tmp_path / "new.yaml").write_text(PARKS_TEXT.replace("code: parks", "code: new"), "utf-8")
    settings, (mistake,) = read_agency(tmp_path / "new.yaml", portal())
    assert settings is None
    assert "stands for something else in addresses" in str(mistake)


def test_a_name_leads_to_one_agency_whatever_its_accents_and_case(tmp_path: Path):
    water = changed(
        ("code: parks", "code: water"), ("[parcs nationaux, campings]", "[Pàrcs  Nationaux]")
    )
    configuration = read_folder(folder_with(tmp_path, parks=PARKS_TEXT, water=water))
    assert [str(mistake) for mistake in configuration.mistakes] == [
        'water.yaml:7:13: agency.aliases[0]: "Pàrcs  Nationaux" already leads to parks.yaml, line 7'
    ]


def test_a_code_belongs_to_one_file_whatever_its_ending(tmp_path: Path):
    folder = folder_with(tmp_path, parks=PARKS_TEXT)
    (folder / "parks.yml").write_text(PARKS_TEXT, "utf-8")
    mistakes = read_folder(folder).mistakes
    assert 'parks.yml:3:9: agency.code: "parks" already leads to parks.yaml, line 3' in map(
        str, mistakes
    )


def test_an_agency_may_name_itself_by_its_code(tmp_path: Path):
    named = changed(("[parcs nationaux, campings]", "[Parks, PARKS]"))
    assert read_folder(folder_with(tmp_path, parks=named)).mistakes == []


def test_the_intake_desk_exists(tmp_path: Path):
    folder = folder_with(
        tmp_path,
        _portal=changed(("intake_desk: parks", "intake_desk: park"), text=PORTAL_TEXT),
        parks=PARKS_TEXT,
    )
    assert [str(mistake) for mistake in read_folder(folder).mistakes] == [
        '_portal.yaml:4:16: portal.intake_desk: there is no agency "park"; did you mean "parks"?'
    ]


@pytest.mark.parametrize(
    "agency", ["", "calendar: {jurisdiction: CA-QC, hours: 09:00-17:00, ZONE}\n"]
)
def test_a_category_counts_its_days_in_the_time_zone_of_the_agency(agency: str):
    own = "    calendar: {jurisdiction: GB-EAW, hours: 09:00-17:00, timezone: Europe/London}\n"
    said = ("    name: {fr: Sentier, en: Trail}\n", f"    name: {{fr: Sentier, en: Trail}}\n{own}")
    written = agency.replace("ZONE", "timezone: America/Toronto")
    [mistake] = mistakes_after(said, ("units:", f"{written}units:"))
    assert mistake.endswith(
        'categories[0].calendar.timezone: "Europe/London" is not the time zone of the agency, '
        "America/Toronto"
    )


def test_a_calendar_that_a_category_has_of_its_own_changes_in_order_too():
    own = "{jurisdiction: CA-QC, hours: 09:00-17:00, timezone: America/Toronto, CHANGES}"
    changes = "changes: [{from: 2027-04-01, hours: 08:00-16:00}, {from: 2027-04-01}]"
    names = "    name: {fr: Sentier, en: Trail}\n"
    said = (names, f"{names}    calendar: {own.replace('CHANGES', changes)}\n")
    changed_from = "categories[0].calendar.changes[1].from: must be later than 2027-04-01"
    found = mistakes_after(said)
    assert any(changed_from in mistake for mistake in found)
    assert any("changes[1]: changes nothing" in mistake for mistake in found)


ANSWER = "answer: {within: 10 working days, basis: Notre engagement, silence: ombudsman}"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "starts: complete_file",
            "answer.complete_within: is missing: say when the time starts by itself",
        ),
        (
            "complete_within: 1 month",
            "answer.complete_within: the time starts when the complaint is received: "
            "starts: complete_file",
        ),
        (
            "starts: received, complete_within: 1 month",
            "answer.complete_within: the time starts when the complaint is received: "
            "starts: complete_file",
        ),
    ],
)
def test_a_time_that_waits_for_the_file_starts_by_itself_one_day(said: str, expected: str):
    [mistake] = mistakes_after((ANSWER, ANSWER.replace("silence", f"{said}, silence")))
    assert mistake.endswith(f"categories[0].deadlines.{expected}")


PAUSE = "{code: proof, name: {fr: a, en: b}, at_most: 1 working day}"


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        (f"[{PAUSE}, {PAUSE}]", '[1].code: "proof" is already used on line 17'),
        (
            f"[{PAUSE}]".replace("1 working day", "1 week"),
            '[0].at_most: "1 week" does not count as "10 working days" does',
        ),
        ("[{code: proof, at_most: 1 working day}]", "[0].name: is missing"),
        (f"[{PAUSE}]".replace("day}", "day, times: 0}"), "[0].times: must be at least 1"),
        (
            f"[{PAUSE}]".replace("1 working day", "soon"),
            '[0].at_most: "soon" is not a length of time, such as "15 working days"',
        ),
    ],
)
def test_a_pause_is_listed_once_and_counted_as_the_answer_is(pauses: str, expected: str):
    [mistake] = mistakes_after((ANSWER, ANSWER.replace("silence", f"pauses: {pauses}, silence")))
    assert mistake.endswith(f"categories[0].deadlines.answer.pauses{expected}")


def test_only_the_answer_stands_still():
    first = f"first_contact: {{within: 1 working day, basis: Promis, pauses: [{PAUSE}]}}"
    [mistake] = mistakes_after((ANSWER, first))
    assert mistake.endswith("first_contact.pauses: only the time for the answer can be stopped")


def test_only_the_answer_waits_for_the_file():
    first = "first_contact: {within: 1 week, basis: Promis, starts: complete_file}"
    [mistake] = mistakes_after((ANSWER, first))
    assert mistake.endswith(
        "first_contact.starts: only the time for the answer can wait for the file"
    )


@pytest.mark.parametrize(
    ("within", "is_right"),
    [("48 hours", False), ("30 working hours", False), ("20 working days", True), ("1 year", True)],
)
def test_a_limit_on_contact_ends_with_a_day(within: str, is_right: bool):
    limit = f'contact_limit: {{within: "{within}", basis: Rule}}\nunits:'
    _, mistakes = read_agency(changed(("units:", limit)), portal())
    told = ["contact_limit.within: a limit on contact is counted in days, weeks or months"]
    assert [str(one).partition(": ")[2] for one in mistakes] == ([] if is_right else told)


@pytest.mark.parametrize("alias", ["le", "La", "je", "the", "l’", "une plainte", "de la"])
def test_a_name_of_everyday_words_alone_is_a_mistake(alias: str):
    (mistake,) = mistakes_after(("[parcs nationaux, campings]", f"[parcs nationaux, {alias}]"))
    assert f'agency.aliases[1]: "{alias}" is an everyday word' in mistake


@pytest.mark.parametrize("alias", ["ON", "la ville", "le parc", "parc de la"])
def test_an_acronym_and_a_name_with_a_word_that_tells_are_names(alias: str):
    assert mistakes_after(("[parcs nationaux, campings]", f"[parcs nationaux, {alias}]")) == []


def test_facts_cannot_have_been_verified_on_a_day_to_come():
    text = PARKS_TEXT.replace("agency:\n", "agency:\n  verified_on: 2099-01-01\n", 1)
    [mistake] = read_agency(text, portal())[1]
    assert "agency.verified_on: is a day to come" in str(mistake)


def test_a_link_out_of_the_folder_is_not_read(tmp_path: Path):
    (tmp_path / "configs").mkdir()
    folder = folder_with(tmp_path / "configs", parks=PARKS_TEXT)
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: hunter2", "utf-8")
    (folder / "water.yaml").symlink_to(secret)
    said = [str(mistake) for mistake in read_folder(folder).mistakes]
    assert said == ["water.yaml:1:1: is a link that leads out of its folder: it is not read"]
    (folder / "_portal.yaml").unlink()
    (folder / "_portal.yaml").symlink_to(secret)
    assert not any("hunter2" in str(mistake) for mistake in read_folder(folder).mistakes)


def test_a_link_within_the_folder_is_read(tmp_path: Path):
    folder = folder_with(tmp_path, parks=PARKS_TEXT)
    (folder / "..data").mkdir()
    (folder / "parks.yaml").rename(folder / "..data" / "parks.yaml")
    (folder / "parks.yaml").symlink_to("..data/parks.yaml")
    assert list(read_folder(folder).agencies) == ["parks"]
