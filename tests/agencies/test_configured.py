from __future__ import annotations

from datetime import UTC, date, datetime

import pluggy
import pytest

from portal.agencies.configured import Configured
from portal.agencies.settings.schema import AgencySettings
from portal.domain.category import Category
from portal.domain.complaint import Complaint, Draft, Status
from portal.domain.question import Question, QuestionKind
from portal.domain.text import Text
from portal.domain.time.opening_hours import parse_hours
from portal.domain.time.promise import Allowance, Stage, Unit
from portal.plugin_api import hookspecs
from tests.agencies.settings.settings_files import parks

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
TWENTY_DAYS = Allowance(20, Unit.WORKING_DAYS)
QUESTION_HOOKS = (
    "complaint_categories",
    "complaint_questions",
    "complaint_problems",
    "complaint_notices",
    "receiving_unit",
    "working_calendar",
    "allowance",
    "escalation_path",
    "recourses",
)


@pytest.fixture(scope="module")
def configured() -> Configured:
    return Configured(parks())


def draft(category: str | None = "trail", story: str = "Le sentier est fermé.") -> Draft:
    return Draft(category, story)


def complaint(category: str = "trail") -> Complaint:
    return Complaint("2026-000001", "parks", category, Status.RECEIVED, 1, NOW)


def notices(configured: Configured, draft: Draft) -> list[str]:
    return [notice.code for notice in configured.complaint_notices(draft)]


def test_it_answers_every_question_hook(configured: Configured):
    manager = pluggy.PluginManager(hookspecs.PROJECT_NAME)
    manager.add_hookspecs(hookspecs)
    manager.register(configured)
    manager.check_pending()
    for name in QUESTION_HOOKS:
        assert len(getattr(manager.hook, name).get_hookimpls()) == 1, name


def test_categories_come_in_the_order_of_the_file_without_the_retired(configured: Configured):
    assert [category.code for category in configured.complaint_categories()] == ["trail", "camping"]
    assert [c.code for c in configured.all_categories] == ["trail", "camping", "zoo"]


def test_what_a_plugin_does_to_a_list_leaves_the_settings_as_they_are(configured: Configured):
    configured.complaint_categories().clear()
    configured.escalation_path(complaint()).clear()
    configured.recourses(complaint(), NOW).clear()
    assert len(configured.complaint_categories()) == 2
    assert len(configured.escalation_path(complaint())) == 2
    assert len(configured.recourses(complaint(), NOW)) == 2


def test_a_category_s_questions_are_asked(configured: Configured):
    trail = configured.complaint_categories()[0]
    questions = configured.complaint_questions(trail)
    assert [question.code for question in questions] == ["place", "since"]
    assert questions[0].required
    assert questions[1].kind is QuestionKind.DATE
    assert questions[1].label == Text("Depuis quand", "Since when")


def test_questions_that_a_plugin_gave_a_category_are_asked(configured: Configured):
    plate = Question("plate", Text("Plaque", "Plate"))
    added = Category("parking", Text("Stationnement", "Parking"), questions=(plate,))
    assert configured.complaint_questions(added) == [plate]


def test_the_unit_of_the_category_receives_the_complaint(configured: Configured):
    assert configured.receiving_unit(draft("trail")) == "trails"
    assert configured.receiving_unit(draft("camping")) is None


def test_with_no_category_the_default_one_s_unit_receives():
    configured = Configured(parks(("default_category: camping", "default_category: trail")))
    assert configured.receiving_unit(draft(None)) == "trails"


def test_a_deadline_of_the_category_comes_before_the_agency_s(configured: Configured):
    assert configured.allowance(complaint("trail"), Stage.ANSWER).allowance == Allowance(
        10, Unit.WORKING_DAYS
    )
    assert configured.allowance(complaint("trail"), Stage.ANSWER).silence == "ombudsman"
    assert configured.allowance(complaint("camping"), Stage.ANSWER).allowance == Allowance(
        4, Unit.WEEKS
    )


def test_a_stage_that_the_category_does_not_mention_has_the_common_deadline(
    configured: Configured,
):
    promise = configured.allowance(complaint("trail"), Stage.ACKNOWLEDGE)
    assert promise.allowance == Allowance(2, Unit.WORKING_DAYS)


def test_a_category_of_a_plugin_has_the_agency_s_deadline(configured: Configured):
    promise = configured.allowance(complaint("parking"), Stage.ANSWER)
    assert promise.allowance == Allowance(4, Unit.WEEKS)
    assert promise.extension is not None
    assert promise.extension.at_most == Allowance(2, Unit.WEEKS)


def test_the_path_ends_at_the_top_authority(configured: Configured):
    path = configured.escalation_path(complaint())
    assert [step.to for step in path] == ["office", "chair"]
    assert [step.top_authority for step in path] == [False, True]
    assert path[0].within is None


def test_recourses_come_in_the_order_of_the_file(configured: Configured):
    ombudsman, review = configured.recourses(complaint(), NOW)
    assert ombudsman.body == Text("Médiation", "Ombudsman")
    assert (review.code, review.review) == ("review", True)


def test_a_recourse_is_named_to_its_own_subjects_alone():
    narrow = Configured(parks(("    review: true", "    review: true\n    categories: [camping]")))
    named = {
        subject: [recourse.code for recourse in narrow.recourses(complaint(subject), NOW)]
        for subject in ("trail", "camping", "zoo")
    }
    alone = ["ombudsman"]
    assert named == {"trail": alone, "camping": ["ombudsman", "review"], "zoo": alone}


def test_the_calendar_has_the_agency_s_hours_and_closures():
    calendar = Configured(
        parks(
            (
                "units:",
                "calendar: {jurisdiction: CA-QC, hours: 09:00-17:00, timezone: America/Toronto,"
                " extra_closures: [2026-11-25]}\nunits:",
            )
        )
    ).working_calendar(None)
    assert not calendar.is_working_day(datetime(2026, 11, 25, tzinfo=UTC).date())
    assert calendar.is_working_day(datetime(2026, 11, 26, tzinfo=UTC).date())


def test_the_calendar_changes_on_the_days_that_the_file_says():
    calendar = Configured(
        parks(
            (
                "units:",
                "calendar: {jurisdiction: CA-QC, hours: 09:00-17:00, timezone: America/Toronto,"
                " extra_closures: [12-24], changes: [{from: 2027-04-01, hours: 08:00-16:00},"
                " {from: 2027-12-01, extra_closures: [{on: 12-31}]}]}\nunits:",
            )
        )
    ).working_calendar(None)
    march, april = date(2027, 3, 31), date(2027, 4, 1)
    assert calendar.hours_on(march) == parse_hours("09:00-17:00")
    assert calendar.hours_on(april) == parse_hours("08:00-16:00")
    assert not calendar.is_working_day(date(2026, 12, 24))
    assert calendar.is_working_day(date(2027, 12, 24))
    assert not calendar.is_working_day(date(2027, 12, 31))


def test_a_calendar_that_never_changes_is_stored_as_before_there_were_changes():
    assert "changes" not in parks().model_dump(mode="json")["calendar"]


def test_a_notice_without_condition_is_always_given(configured: Configured):
    assert notices(configured, draft("trail", "")) == ["open"]


def test_a_notice_is_given_for_its_category(configured: Configured):
    assert notices(configured, draft("camping", "")) == ["fine", "open"]


@pytest.mark.parametrize(
    "story",
    [
        "J’ai reçu une amende",
        "une AMENDE!",
        "des amendes",
        "un constat d'infraction",
        "deux constats d’infractions",
        "Un constat\nd’ infraction",
    ],
)
def test_a_notice_is_given_for_its_words_however_they_are_written(
    configured: Configured, story: str
):
    assert notices(configured, draft("trail", story)) == ["fine", "open"]


@pytest.mark.parametrize("story", ["un amendement", "amen de", "un constat sans infraction"])
def test_part_of_a_word_is_not_the_word(configured: Configured, story: str):
    assert notices(configured, draft("trail", story)) == ["open"]


def test_the_portal_s_own_notices_are_given_too(configured: Configured):
    assert notices(configured, draft("trail", "Je suis EN DANGER")) == ["danger", "open"]


def test_ligatures_and_accents_do_not_matter():
    configured = Configured(parks(("[amende, constat d’infraction]", "[œuvre, hydro-québec]")))
    assert notices(configured, draft("trail", "l’oeuvre")) == ["fine", "open"]
    assert notices(configured, draft("trail", "HYDRO QUEBEC")) == ["fine", "open"]


def test_settings_have_no_problems_of_their_own(configured: Configured):
    assert configured.complaint_problems(draft()) == []


def test_how_soon_a_recommendation_is_replied_to_is_common_unless_settings_say_it():
    reply = {"within": "5 working days", "basis": "Directive 12"}
    own = {"within": "3 working days", "basis": "Directive 12"}
    written = parks().model_dump(mode="json")
    assert Configured(parks()).promise("recommendation_reply", "trail").allowance == TWENTY_DAYS
    written["deadlines"]["recommendation_reply"] = reply
    written["categories"][0]["deadlines"]["recommendation_reply"] = own
    said = Configured(AgencySettings.model_validate(written))
    assert str(said.promise("recommendation_reply", "trail").allowance) == "3 working days"
    assert str(said.promise("recommendation_reply", "other").allowance) == "5 working days"
