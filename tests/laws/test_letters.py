"""No ordinary letter tells who complains or of what, whatever an agency adds to it."""

from __future__ import annotations

import pytest

from portal.complaints.letters.letters import mail_row
from portal.complaints.letters.outbox import send_due
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import complaint_by_number
from portal.domain.letter import LetterUse
from portal.runtime import Runtime
from tests.releases.publishing import publish
from tests.support import TUESDAY, RecordingMailer, file
from tests.support.agencies import PARKS_YAML
from tests.support.letters import whole
from tests.words.letter_cases import PARAMS

CARRYING = [use for use in LetterUse if not use.is_model]
ODILE = {
    "name": "Odile Tremblay",
    "email": "odile@exemple.org",
    "story": "Le zouave du lac a volé mon canot.",
    "category": "trail",
    "answers": {"place": "Sentier du Cormoran"},
}
PRIVATE = ("Odile", "Tremblay", "zouave", "canot", "Cormoran", "État d’un sentier", "State of a")


def everything_said(use: LetterUse) -> str:
    """The settings of a text with every mark that may stand in it."""
    text = "Ceci est dit, " + " ".join(f"{{{mark}}}" for mark in use.marks)
    words = f'{{fr: "{text}", en: "{text}"}}'
    return f"  - {{code: {use}, name: {{fr: a, en: b}}, use: {use}, text: {words}}}\n"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_letter_with_an_agency_s_words_leaks_a_name_a_story_or_a_subject(
    runtime: Runtime, mailbox: RecordingMailer, language: str
):
    publish(runtime, PARKS_YAML + "letters:\n" + "".join(map(everything_said, LetterUse)))
    receipt = file(runtime, **ODILE, reply_language=language)
    with runtime.transaction() as session:
        owner = complaint_by_number(session, receipt.number).id
        for use in CARRYING:
            told = {"number": receipt.number, "agency": "parks", **PARAMS.get(use, [{}])[0]}
            row = mail_row(use, ODILE["email"], language, told, TUESDAY)
            session.add(OutboxRecord(complaint_id=owner, **row))
    send_due(runtime, TUESDAY)
    letters = [whole(message) for message in mailbox.sent]
    assert len(letters) == len(CARRYING) + 1  # and the acknowledgement of filing it
    for letter in letters:
        assert "Ceci est dit" in letter
        assert [secret for secret in (*PRIVATE, receipt.code) if secret in letter] == []
