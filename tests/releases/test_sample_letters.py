"""What an administrator sees of a letter is what the worker would send."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from portal.agencies.settings.reader import read_agency
from portal.complaints.letters.outbox import send_due
from portal.domain.letter import LetterUse
from portal.domain.text import Text
from portal.releases.effects import SampleComplaint
from portal.runtime import Runtime
from tests.releases.publishing import publish
from tests.support import TUESDAY, RecordingMailer, file
from tests.support.agencies import PARKS_YAML
from tests.support.letters import FOR_ALL, text_of

MIDDLE = Text("Gardez le {number}.", "Keep {number}.")


def sample(runtime: Runtime, category: str = "other") -> SampleComplaint:
    return SampleComplaint(runtime.agencies.agency("parks"), category, TUESDAY)


def shown(runtime: Runtime, complaint: SampleComplaint, use: LetterUse) -> str:
    portal = runtime.agencies.portal
    return complaint.letter(runtime.config, portal, use, MIDDLE, "fr").text


def test_the_letter_shown_is_the_letter_sent(runtime: Runtime, mailbox: RecordingMailer):
    publish(runtime, PARKS_YAML + FOR_ALL)
    number = file(runtime).number
    send_due(runtime, TUESDAY)
    complaint = sample(runtime)
    letter = shown(runtime, complaint, LetterUse.ACKNOWLEDGEMENT)
    assert letter.replace(complaint.number, number) == text_of(mailbox.sent[0]).replace(
        "\r\n", "\n"
    )


@pytest.mark.parametrize("use", [use for use in LetterUse if not use.is_model])
def test_every_letter_can_be_shown_for_an_agency_of_one_level(runtime: Runtime, use: LetterUse):
    text = re.sub(r"  - \{to: (director|president).*\n", "", PARKS_YAML)
    text = text.replace("{to: office,", "{to: office, top_authority: true,")
    settings, mistakes = read_agency(text, runtime.agencies.portal)
    assert settings is not None, mistakes
    agency = replace(runtime.agencies.agency("parks"), settings=settings)
    assert "Gardez le 2026-001234." in shown(
        runtime, SampleComplaint(agency, "other", TUESDAY), use
    )


def test_a_category_that_is_retired_can_still_be_shown(runtime: Runtime):
    publish(runtime, PARKS_YAML.replace("words: [impoli,", "retired: true\n    words: [impoli,"))
    assert "Gardez le" in shown(runtime, sample(runtime, "welcome"), LetterUse.CLOSED)
    assert "Accueil" in sample(runtime, "welcome").model(Text("{category}"), "fr")
