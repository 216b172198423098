"""The health network's 45 days, and its separate way for doctors."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins import sante
from portal.plugin_api import Complaint, Draft, Stage, Status

RECEIVED = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DAY_46 = datetime(2027, 1, 9, 5, 0, tzinfo=UTC)  # midnight in Québec


def complaint(*professions, received_at=RECEIVED, status=Status.RECEIVED, number="2026-000001"):
    answers = {"profession": professions} if professions else {}
    return Complaint(number, "sante", "soins", status, 1, received_at, answers=answers)


@pytest.fixture
def recourses(shipped):
    def asked(about, moment=RECEIVED):
        consultation = shipped("sante").consult()
        found = {each.code: each for each in consultation.recourses(about, moment)}
        assert consultation.failures == []
        return found

    return asked


def test_before_day_46_the_ombudsman_is_named_with_the_day_it_opens(recourses):
    deadline = recourses(complaint(), DAY_46 - timedelta(seconds=1))["protecteur"].deadline
    assert deadline.fr.startswith("À compter du 9 janvier 2027")
    assert deadline.en.startswith("From 9 January 2027")


def test_from_day_46_the_ombudsman_is_open(recourses):
    deadline = recourses(complaint(), DAY_46)["protecteur"].deadline
    assert deadline.fr.startswith("Ouvert depuis le 9 janvier 2027")
    assert deadline.en.startswith("Open since 9 January 2027")


def test_the_public_page_names_no_day_that_is_nobodys(recourses):
    told = recourses(complaint(number=""))["protecteur"].deadline
    assert told.fr.startswith("2 ans à compter des conclusions")
    assert "46th day" in told.en


def test_once_answered_the_two_years_of_the_settings_stand(recourses):
    answered = recourses(complaint(status=Status.ANSWERED), DAY_46)["protecteur"]
    assert answered.deadline.fr.startswith("2 ans à compter des conclusions")


def test_a_complaint_of_late_evening_counts_from_the_day_it_was_in_quebec():
    late = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert sante.opens_on(late) == date(2027, 1, 9)


def test_the_first_of_a_month_is_written_in_the_french_way(recourses):
    of_mid_may = complaint(received_at=datetime(2026, 5, 17, 15, 0, tzinfo=UTC))
    assert "2 juillet 2026" in recourses(of_mid_may)["protecteur"].deadline.fr
    day_before = complaint(received_at=datetime(2026, 5, 16, 15, 0, tzinfo=UTC))
    assert "1er juillet 2026" in recourses(day_before)["protecteur"].deadline.fr


def test_a_doctor_alone_leads_to_the_committee_and_not_to_the_ombudsman(recourses):
    assert set(recourses(complaint("medecin"))) == {"comite", "caap"}


def test_a_nurse_alone_leads_to_the_ombudsman_and_not_to_the_committee(recourses):
    assert set(recourses(complaint("infirmier"))) == {"protecteur", "caap"}


@pytest.mark.parametrize("professions", [(), ("medecin", "infirmier")])
def test_both_or_nobody_named_leads_to_both(recourses, professions):
    assert set(recourses(complaint(*professions))) == {"protecteur", "comite", "caap"}


def test_silence_about_a_doctor_opens_the_committee(shipped):
    consultation = shipped("sante").consult()
    assert consultation.allowance(complaint("medecin"), Stage.ANSWER).silence == "comite"
    assert consultation.allowance(complaint("infirmier"), Stage.ANSWER).silence == "protecteur"
    assert consultation.allowance(complaint("medecin"), Stage.ACKNOWLEDGE).silence is None


@pytest.mark.parametrize(
    "story",
    [
        "Le MÉDECIN de garde ne m’a pas écoutée",
        "Deux chirurgiens se contredisent",
        "The surgeon never came",
        "Une dentiste de l’hôpital",
    ],
)
def test_a_story_about_a_doctor_is_told_of_the_medical_examiner(story):
    assert sante.complaint_notices(Draft("autre", story)) == [sante.EXAMINER_NOTICE]


@pytest.mark.parametrize("story", ["La nourriture était froide", "Ils ont doctoré le rapport"])
def test_any_other_story_is_not(story):
    assert sante.complaint_notices(Draft("autre", story)) == []


def test_the_answer_is_believed_before_the_story():
    nurse = Draft("soins", "Le médecin était absent", answers={"profession": ("infirmier",)})
    assert sante.complaint_notices(nurse) == []


def test_the_medical_examiner_receives_a_complaint_only_on_an_answer(shipped):
    consultation = shipped("sante").consult()
    doctor = Draft("soins", "récit", answers={"profession": ("medecin",)})
    assert consultation.receiving_unit(doctor) == "medecin_examinateur"
    assert consultation.receiving_unit(Draft("soins", "Le médecin")) == "commissaire"


@given(hours_before=st.integers(0, 24 * 3650), hours=st.integers(0, 24 * 120))
def test_the_recourse_never_closes_once_open_and_opens_on_one_day(hours_before, hours):
    received_at = RECEIVED - timedelta(hours=hours_before)
    moment = received_at + timedelta(hours=hours)
    local = moment.astimezone(sante.ZONE).date()
    elapsed = (local - received_at.astimezone(sante.ZONE).date()).days
    assert (local >= sante.opens_on(received_at)) == (elapsed >= sante.OPENS_ON_DAY)
