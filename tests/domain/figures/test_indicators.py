from portal.domain.conclusion import Finding
from portal.domain.figures.indicators import Figures
from portal.domain.figures.shares import Share


def test_the_answers_due_are_those_in_time_and_those_missed():
    figures = Figures([("answer_due_kept", 0, 9), ("answer_due_missed", 0, 1)])
    assert figures.kept == Share(9, 10)


def test_measures_are_counted_among_all_closings():
    figures = Figures([("finding_founded", 0, 3), ("finding_unfounded", 0, 5), ("corrected", 0, 2)])
    assert figures.corrected == Share(2, 8)
    assert figures.findings[Finding.FOUNDED] == 3


def test_the_same_bucket_of_several_subjects_adds_up():
    figures = Figures([("answered", 4, 2), ("answered", 4, 3), ("answered", 9, 1)])
    assert figures.days.counts == {4: 5, 9: 1}
