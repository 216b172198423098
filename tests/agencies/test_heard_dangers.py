"""A danger that is heard calls for its notice; words stand in while nothing was learned."""

from __future__ import annotations

from collections.abc import Sequence

from portal.agencies.configured import Configured
from portal.domain.complaint import Draft
from portal.domain.meaning import Heard, Hears, Subject, hears_nothing
from tests.agencies.settings.settings_files import parks

HEARD = (
    "code: open\n    kind: information",
    "code: danger\n    kind: danger\n    when: {danger: [violence, child], words: [en danger]}",
)


def hearing(**texts: str) -> Hears:
    """Return what hears in each of these texts the kind by its name, in all of its words."""

    def hears(_subject: Subject, text: str) -> Sequence[Heard]:
        return [Heard(kind, 0, len(text)) for kind, told in texts.items() if told == text]

    return hears


def hearing_maybe(**texts: str) -> Hears:
    """Return what hears in each of these texts the kind by its name, though not for sure."""

    def hears(_subject: Subject, text: str) -> Sequence[Heard]:
        return [Heard(kind, 0, len(text), is_sure=False) for kind in texts if texts[kind] == text]

    return hears


def told(text: str, hears: Hears) -> list[str]:
    configured = Configured(parks(HEARD), hears)
    return [notice.code for notice in configured.complaint_notices(Draft("trail", text))]


def test_a_danger_of_its_kinds_calls_for_a_notice_whatever_the_words():
    hears = hearing(violence="Il me serre le cou.", suicide="À quoi bon.")
    assert told("Il me serre le cou.", hears) == ["danger"]
    assert told("À quoi bon.", hears) == []


def test_words_alone_call_for_nothing_where_danger_was_learned():
    assert told("Je suis en danger de perdre ma place.", hearing()) == []


def test_a_sentence_with_words_of_suicide_is_heard_by_itself_in_a_long_text():
    notice = (
        "code: danger\n    kind: danger\n    when: {danger: [suicide], words: [dormir toujours]}"
    )
    said, harmless = " Je veux dormir toujours", " Le chat veut dormir toujours"
    hears = hearing(suicide=said)
    configured = Configured(parks((HEARD[0], notice)), hears)
    text = f"Le sentier est fermé.{said}. Merci de répondre."
    assert [each.code for each in configured.dangers_in([text])] == ["danger"]
    assert configured.maybe_danger_in([text]) is None
    assert configured.urgent_signs("trail", text) == [said]
    assert configured.dangers_in([f"Le sentier est fermé.{harmless}. Merci."]) == []


def test_words_of_another_danger_are_heard_with_what_stands_around_them():
    hears = hearing(violence=" Je suis en danger chez nous")
    assert told("Le sentier est fermé. Je suis en danger chez nous. Merci.", hears) == []


def test_words_stand_in_where_nothing_was_learned():
    assert told("Je suis en danger.", hears_nothing) == ["danger"]


def test_dangers_are_found_in_any_of_several_texts_once():
    configured = Configured(parks(HEARD), hearing(child="Il bat le petit."))
    texts = ["Le sentier est fermé.", "", "Il bat le petit.", "Il bat le petit."]
    assert [notice.code for notice in configured.dangers_in(texts)] == ["danger"]
    assert configured.dangers_in(["Le sentier est fermé."]) == []


def test_what_is_not_sure_calls_for_no_notice_and_makes_nothing_urgent():
    configured = Configured(parks(HEARD), hearing_maybe(child="Le petit a peur."))
    assert configured.dangers_in(["Le petit a peur."]) == []
    assert configured.urgent_signs("trail", "Le petit a peur.") == []


def test_what_is_not_sure_is_told_by_the_notice_of_its_kind():
    configured = Configured(parks(HEARD), hearing_maybe(child="Le petit a peur.", suicide="Bof."))
    notice = configured.maybe_danger_in(["", "Le sentier est fermé.", "Le petit a peur."])
    assert notice is not None
    assert notice.code == "danger"
    assert configured.maybe_danger_in(["Bof."]) is None
    assert configured.maybe_danger_in([]) is None


def test_what_is_sure_is_not_told_a_second_time_in_one_line():
    configured = Configured(parks(HEARD), hearing(child="Il bat le petit."))
    assert configured.maybe_danger_in(["Il bat le petit."]) is None


def test_what_is_heard_makes_a_complaint_look_urgent_by_its_own_words():
    hears = hearing(violence="Il me serre le cou.", suicide="À quoi bon.")
    configured = Configured(parks(HEARD), hears)
    assert configured.urgent_signs("trail", "Bonjour.", "Il me serre le cou.") == [
        "Il me serre le cou."
    ]
    assert configured.urgent_signs("trail", "À quoi bon.") == []


def test_words_make_it_look_urgent_where_nothing_was_learned():
    assert Configured(parks(HEARD)).urgent_signs("trail", "Je suis en danger.") == ["en danger"]


def test_a_decision_that_is_disagreed_with_calls_for_its_review_beside_any_words():
    notice = "code: open\n    kind: own_review\n    when: {decision: [amount], words: [contester]}"
    heard = hearing(amount="Deux pour cent, une farce.", refused="On me dit non.")
    configured = Configured(parks(("code: open\n    kind: information", notice)), heard)
    for text, told in {
        "Deux pour cent, une farce.": ["open"],
        "Je veux contester.": ["open"],
        "On me dit non.": [],
    }.items():
        assert [n.code for n in configured.complaint_notices(Draft("trail", text))] == told
