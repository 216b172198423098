"""Whoever a complaint names has nothing to do with a part of it, whatever that agency may read."""

from __future__ import annotations

import pytest

from portal.domain.errors import UnknownComplaintError
from portal.runtime import Runtime
from portal.services import casework
from tests.services.cases import act, letters
from tests.services.conflicts.test_conflicts import concerned, somebody
from tests.services.parts.asked_parts import begun
from tests.support import file, on_both


@on_both
@pytest.mark.parametrize("fields", [(), ("story",)])
def test_staff_of_the_other_agency_whom_the_story_names_are_kept_out(
    runtime: Runtime, fields: tuple[str, ...]
):
    luc = somebody(runtime, "Luc Côté", agency="water")
    somebody(runtime, "Anne Roy", agency="water")
    part = begun(runtime, file(runtime, story="Luc Côté a fermé la conduite.").number, *fields)
    assert concerned(runtime, part) == {luc.user_id}
    assert "luc.cote@exemple.org" not in {whom for _, whom in letters(runtime, part)}
    with pytest.raises(UnknownComplaintError):
        act(runtime, part, casework.add_note, luc, body="Vue.")
