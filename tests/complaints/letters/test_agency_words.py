"""A letter leaves with the words that its agency has for it when it leaves."""

from __future__ import annotations

from functools import partial

from sqlalchemy import event

from portal.complaints.handling import casework
from portal.complaints.letters.outbox import send_due
from portal.runtime import Runtime
from tests.releases.publishing import publish
from tests.support import TUESDAY, RecordingMailer, file, officer, on_both
from tests.support.agencies import PARKS_YAML
from tests.support.letters import FOR_ALL, text_of

FOR_TRAILS = """\
  - code: trails
    name: {fr: Sentiers, en: Trails}
    use: acknowledgement
    categories: [trail]
    text: {fr: "La boue sèche au plus tard le {answer_day}.", en: "Mud dries by {answer_day}."}
"""


def letters(runtime: Runtime, mailbox: RecordingMailer) -> list[str]:
    """Send what is due; return what the letters say, in the order in which they were written."""
    mailbox.sent.clear()
    send_due(runtime, TUESDAY)
    return [text_of(message) for message in mailbox.sent]


@on_both
def test_the_words_are_those_of_the_category_in_the_complainant_s_language(
    runtime: Runtime, mailbox: RecordingMailer
):
    publish(runtime, PARKS_YAML + FOR_ALL + FOR_TRAILS)
    trail = file(runtime, category="trail", reply_language="en").number
    other = file(runtime, category="welcome").number
    english, french = letters(runtime, mailbox)
    assert "\n\nMud dries by 22\xa0December\xa02026 (sample deadline).\n\n" in english
    assert f"\n\nGardez le {other}.\n\n" in french
    assert f"Keep {trail}" not in english


def test_another_agency_has_its_own_letters(runtime: Runtime, mailbox: RecordingMailer):
    publish(runtime, PARKS_YAML + FOR_ALL)
    file(runtime, "water")
    [letter] = letters(runtime, mailbox)
    assert "Gardez le" not in letter


def test_words_changed_since_the_complaint_came_in_are_in_the_letters_that_leave(
    runtime: Runtime, mailbox: RecordingMailer
):
    number = file(runtime).number
    publish(runtime, PARKS_YAML + FOR_ALL.replace("acknowledgement", "taken_in_charge"))
    runtime.change(officer(), number, partial(casework.record_first_contact))
    received, taken = letters(runtime, mailbox)
    assert "Gardez le" not in received
    assert f"\n\nGardez le {number}.\n\n" in taken


def test_words_cost_no_question_to_the_database(runtime: Runtime, mailbox: RecordingMailer):
    asked: list[str] = []
    engine = runtime.database.reader
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts = []
    for text in (PARKS_YAML, PARKS_YAML + FOR_ALL):
        publish(runtime, text)
        file(runtime)
        asked.clear()
        assert len(letters(runtime, mailbox)) == 1
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0
