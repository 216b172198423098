"""What an invented complaint is answered agrees with what is concluded of it."""

from __future__ import annotations

from random import Random

import pytest

from portal.demo import stories
from portal.domain.conclusion import Finding
from portal.domain.text import LANGUAGES, Language
from portal.words.statuses import FINDINGS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("finding", [Finding(code) for code in FINDINGS])
def test_the_answer_and_the_reasons_say_the_same(finding: Finding, language: Language):
    admits = {"fr": "aurait dû être traitée plus tôt", "en": "should have been handled earlier"}
    late = {"fr": "n’a pas respecté le délai", "en": "did not keep to the time"}
    is_at_fault = finding in (Finding.FOUNDED, Finding.PARTLY_FOUNDED)
    assert (late[language] in stories.reasons(finding, language)) is is_at_fault
    answers = {stories.answer(language, Random(seed), finding) for seed in range(9)}
    admitted = finding not in (Finding.UNFOUNDED, Finding.INADMISSIBLE)
    assert {admits[language] in answer for answer in answers} == {admitted}
