from __future__ import annotations

from pathlib import Path

import pytest

from portal.agencies.settings.reader import read_agency, read_folder, read_portal
from tests.agencies.settings.settings_files import (
    PARKS_TEXT,
    PORTAL_TEXT,
    changed,
    folder_with,
    mistakes_after,
    portal,
)
from tests.support.closed_days import EVERY_DAY


def test_a_sound_file_has_settings_and_no_mistakes():
    settings, mistakes = read_agency(PARKS_TEXT, portal())
    assert settings is not None
    assert settings.agency.code == "parks"
    assert mistakes == []


def test_a_file_with_five_different_mistakes_gives_five_lines_in_order():
    assert mistakes_after(
        ("service: {fr: Bureau des plaintes, en: Complaints office}", "service: {en: Office}"),
        ("theme: delay", "theme: dely"),
        ("kind: date", "kind: dat"),
        ("within: 15 working days", 'within: "20 wrking days"'),
        ("retired: true", "retierd: true"),
    ) == [
        "5:12: agency.service.fr: is missing",
        '13:12: categories[0].theme: there is no theme "dely"; did you mean "delay"?',
        '20:72: categories[0].questions[1].kind: "dat" is not one of text, long text, choice, '
        'several choices, date, yes/no, file, number; did you mean "date"?',
        '27:5: categories[2].retierd: is not known here; did you mean "retired"?',
        '31:61: escalation[1].within: "20 wrking days" is not a length of time, '
        'such as "15 working days"',
    ]


def test_a_mistake_names_its_file(tmp_path: Path):
    file = tmp_path / "parks.yaml"
    file.write_text(changed(("  name: {fr: Régie des parcs, en: Parks board}\n", "")), "utf-8")
    _, mistakes = read_agency(file, portal())
    assert [str(mistake) for mistake in mistakes] == ["parks.yaml:3:3: agency.name: is missing"]


def test_a_misspelt_key_is_one_mistake_though_a_key_is_missing_too():
    assert mistakes_after(("  mandate: ", "  mandat: ")) == [
        '6:3: agency.mandat: is not known here; did you mean "mandate"?'
    ]


def test_an_unknown_key_like_no_other_is_told_without_a_guess():
    assert mistakes_after(("units:", "colour: green\nunits:")) == ["8:1: colour: is not known here"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("schema: 1", "schema: 2", '1:9: schema: must be 1, not "2"'),
        (
            "within: 15 working days",
            "within: 9999 years",
            "31:61: escalation[1].within: 9999 years is too long: 100 years at most",
        ),
        (
            "within: 15 working days",
            "within: 3654 calendar days",
            "31:61: escalation[1].within: is too long: 3653 calendar days at most",
        ),
        (
            "[sentier, boue]",
            "[sentier, 4x4, 12]",
            '15:27: categories[0].words[2]: must be one text; put it in quotes: "12"',
        ),
        (
            "retired: true",
            "retired: yes",
            '27:14: categories[2].retired: must be true or false, not "yes"',
        ),
        ("[sentier, boue]", "sentier", '15:12: categories[0].words: must be a list, not "sentier"'),
        (
            "{fr: Zoo, en: Zoo}",
            "Zoo",
            '25:11: categories[2].name: must be a group of settings, not "Zoo"',
        ),
        ("{fr: Zoo, en: Zoo}", "", "25:5: categories[2].name: is empty"),
        ("{fr: Zoo, en: Zoo}", "{fr: Zoo, en: ' '}", "25:25: categories[2].name.en: is empty"),
        (
            "code: zoo",
            "code: Zoo",
            '24:11: categories[2].code: "Zoo" is not a code: small letters without accents, '
            "digits and _, a letter first",
        ),
        (
            "within: 15 working days",
            "within: [15]",
            "31:61: escalation[1].within: must be one text, not a list",
        ),
        (
            "[sentier, boue]",
            "[{fr: sentier, en: trail}]",
            "15:13: categories[0].words[0]: must be one text, not {fr, en}",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_says_what_to_write(old: str, new: str, expected: str):
    assert mistakes_after((old, new)) == [expected]


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        (
            "jurisdiction: CA-QX",
            'calendar.jurisdiction: "CA-QX" is not a known jurisdiction; did you mean "CA-QC"?',
        ),
        (
            'hours: "8-12"',
            'calendar.hours: "8-12" are not opening hours, such as "08:30-12:00, 13:00-16:30"',
        ),
        (
            "timezone: America/Montreall",
            'calendar.timezone: "America/Montreall" is not a time zone; did you mean '
            '"America/Montreal"?',
        ),
        (
            "extra_closures: [02-30]",
            'calendar.extra_closures[0]: "02-30" is not a day, such as "12-24", "easter+1" or '
            '"2026-05-01"',
        ),
        (
            "extra_closures: [{on: 12-24, weekend: befor}]",
            'calendar.extra_closures[0].weekend: "befor" is not one of before, after, stay; '
            'did you mean "before"?',
        ),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(calendar: str, expected: str):
    (mistake,) = mistakes_in_calendar(calendar)
    assert mistake == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ('{hours: "08:00-16:00"}', "calendar.changes[0].from: is missing"),
        (
            "{from: 2027-04-01, timezone: America/Halifax}",
            "calendar.changes[0].timezone: is not known here",
        ),
        (
            '{from: 2027-04-01, hours: "16:00-08:00"}',
            "calendar.changes[0].hours: 16:00-08:00 closes before it opens",
        ),
        (
            "{from: 2027-04-01}",
            "calendar.changes[0]: changes nothing: say the hours, the closures or the jurisdiction",
        ),
        (
            '{from: 2027-04-01, hours: "08:00-16:00"}, {from: 2027-04-01, jurisdiction: CA-QC-GOV}',
            "calendar.changes[1].from: must be later than 2027-04-01, the change before it",
        ),
    ],
)
def test_a_change_of_the_calendar_that_cannot_be_is_refused(changes: str, expected: str):
    assert expected in mistakes_in_calendar(f"changes: [{changes}]")


def mistakes_in_calendar(calendar: str) -> list[str]:
    sound = {"jurisdiction": "CA-QC", "hours": '"09:00-17:00"', "timezone": "America/Toronto"}
    key, _, value = calendar.partition(": ")
    settings = ", ".join(f"{k}: {v}" for k, v in {**sound, key: value}.items())
    found = mistakes_after(("units:", f"calendar: {{{settings}}}\nunits:"))
    return [mistake.split(": ", 1)[1] for mistake in found]


def test_a_calendar_that_leaves_too_few_working_days_is_refused_wherever_it_stands():
    closed = ", ".join(EVERY_DAY)
    own = (
        "{jurisdiction: CA-QC, hours: '09:00-17:00', timezone: America/Toronto, "
        f"extra_closures: [{closed}]}}"
    )
    told = "this calendar leaves only 0 working days in 2026: 100 are needed"
    [of_agency] = mistakes_after(("units:", f"calendar: {own}\nunits:"))
    [of_category] = mistakes_after(
        ("    theme: delay\n", f"    theme: delay\n    calendar: {own}\n")
    )
    _, [of_portal] = read_portal(
        PORTAL_TEXT.replace("CA-QC\n", f"CA-QC\n  extra_closures: [{closed}]\n")
    )
    assert of_agency.endswith(f" calendar.extra_closures: {told}")
    assert of_category.endswith(f" categories[0].calendar.extra_closures: {told}")
    assert str(of_portal).endswith(f" calendar.extra_closures: {told}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: is empty"),
        ("# nothing yet\n", "1:1: is empty"),
        ("schema: 1\nagency:\n\tcode: parks\n", "3:1: a tab cannot indent settings; use spaces"),
        ("schema: 'one\n", "2:1: the quotes are never closed"),
        ("a: b: c", '1:5: a ":" stands where none can; put words that contain ": " in quotes'),
        (b"schema: 1\nname: R\xe9gie", "2:8: is not written in UTF-8 from here on"),
        ("schema: \x00", "1:9: holds a character that cannot be shown"),
        ("--- {}\n--- {}\n", "2:1: begins a second document; one is enough"),
        ("- schema", "1:1: must be a group of settings, not a list"),
        ("[" * 3_000, "1:42: [0][0][0]: is nested too deeply"),
        ("x" * 1_000_001, "1:1: is too long for a settings file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_mistake(text: str | bytes, expected: str):
    settings, mistakes = read_agency(text, portal())
    assert settings is None
    assert [str(mistake) for mistake in mistakes] == [f"settings:{expected}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "theme: delay",
            "theme: delay\n    theme: other",
            "14:5: categories[0].theme: is written twice; the first is on line 13",
        ),
        (
            "[sentier, boue]",
            "&w [sentier, *w]",
            "15:25: categories[0].words[1]: *w would contain itself",
        ),
        (
            "[sentier, boue]",
            "[sentier, !!str 3]",
            '15:22: categories[0].words[1]: has a tag, "tag:yaml.org,2002:str"; settings have none',
        ),
        (
            "theme: delay",
            "theme: *nowhere",
            "13:12: categories[0].theme: *nowhere repeats something that is not above it",
        ),
        (
            "[sentier, boue]",
            '["\\ud800"]',
            "15:13: categories[0].words[0]: holds a character that cannot be shown",
        ),
    ],
)
def test_what_yaml_allows_and_settings_do_not_is_told_in_its_place(
    old: str, new: str, expected: str
):
    assert mistakes_after((old, new)) == [expected]


def test_a_value_may_be_repeated_by_its_anchor():
    text = changed(
        ("{fr: Camping, en: Camping}", "&name {fr: Camping, en: Camping}"),
        ("{fr: Zoo, en: Zoo}", "*name"),
    )
    settings, mistakes = read_agency(text, portal())
    assert mistakes == []
    assert settings is not None
    assert settings.categories[2].name.fr == "Camping"


def test_anchors_that_would_fill_the_memory_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    settings, mistakes = read_agency("\n".join(lines), portal())
    assert settings is None
    assert [mistake.text.in_("en") for mistake in mistakes] == ["holds too many values"]


def test_the_words_no_and_a_date_stay_words():
    settings, _ = read_agency(changed(("[sentier, boue]", "[no, 2026-01-02]")), portal())
    assert settings is not None
    assert settings.categories[0].words == ("no", "2026-01-02")


def test_a_byte_order_mark_is_no_mistake():
    settings, mistakes = read_agency(b"\xef\xbb\xbf" + PARKS_TEXT.encode(), portal())
    assert settings is not None
    assert mistakes == []


def test_a_missing_file_is_a_mistake(tmp_path: Path):
    settings, (mistake,) = read_agency(tmp_path / "parks.yaml", portal())
    assert settings is None
    assert str(mistake) == "parks.yaml:1:1: cannot be read: No such file or directory"


def test_a_folder_is_read_as_a_whole(tmp_path: Path):
    water = changed(("code: parks", "code: water"), ("[parcs nationaux, campings]", "[aqueduc]"))
    configuration = read_folder(folder_with(tmp_path, parks=PARKS_TEXT, water=water))
    assert configuration.mistakes == []
    assert configuration.portal is not None
    assert list(configuration.agencies) == ["parks", "water"]


def test_one_broken_file_does_not_hold_back_the_others(tmp_path: Path):
    configuration = read_folder(folder_with(tmp_path, parks=PARKS_TEXT, water="schema: ["))
    assert list(configuration.agencies) == ["parks"]
    assert [mistake.file for mistake in configuration.mistakes] == ["water.yaml"]


def test_mistakes_of_agencies_are_found_although_the_portal_has_one(tmp_path: Path):
    folder = folder_with(
        tmp_path,
        _portal=changed(("schema: 1", "schema: 3"), text=PORTAL_TEXT),
        parks=changed(("unit: trails", "unit: trials")),
    )
    configuration = read_folder(folder)
    assert configuration.portal is None
    assert configuration.agencies == {}
    assert [(mistake.file, mistake.path) for mistake in configuration.mistakes] == [
        ("_portal.yaml", "schema"),
        ("parks.yaml", "categories[0].unit"),
    ]


def test_a_folder_that_does_not_exist_is_a_mistake(tmp_path: Path):
    configuration = read_folder(tmp_path / "nowhere")
    assert [str(mistake) for mistake in configuration.mistakes] == [
        "_portal.yaml:1:1: cannot be read: No such file or directory"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("code: other", "code: delay", '7:12: themes[1].code: "delay" is already used on line 6'),
        (
            "[en danger]",
            "[x], categories: [y]",
            "24:37: notices[0].when.categories[0]: agencies have their own categories; go by "
            "words here",
        ),
        (
            "  ombudsman:",
            "  Ombudsman:",
            '9:3: recourses.Ombudsman: "Ombudsman" is not a code: small letters without '
            "accents, digits and _, a letter first",
        ),
        (
            "how: {fr: Écrire",
            "hwo: {fr: Écrire",
            '11:5: recourses.ombudsman.hwo: is not known here; did you mean "how"?',
        ),
        (
            "  acknowledge: {within: 2 working days, basis: Commun}\n",
            "",
            "18:3: deadlines.acknowledge: is missing",
        ),
    ],
)
def test_mistakes_in_what_all_share_are_told(old: str, new: str, expected: str):
    settings, mistakes = read_portal(changed((old, new), text=PORTAL_TEXT))
    assert settings is None
    assert [str(mistake) for mistake in mistakes] == [f"settings:{expected}"]
