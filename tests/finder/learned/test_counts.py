"""A mark speaks for a label as far as it is seen with no other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.finder.learned.counts import Counts, Marked, counts_of, tally_of
from portal.finder.learned.examples import Label
from portal.finder.learned.marks import BUCKETS, letter_marks, number_of, plain_words, word_marks

WATER, PARKS = Label("water", ""), Label("parks", "")
TEXTS = st.text(st.sampled_from("aeiourtlmnps éàÉ’-123"), max_size=60)


def counted(*examples: tuple[Label, str]) -> Counts:
    marked = [Marked(label, word_marks(plain_words(text))) for label, text in examples]
    return counts_of(tally_of(marked), lambda label: label.agency, 0.1)


def likeliest(counts: Counts, text: str) -> str:
    scores = counts.scores(word_marks(plain_words(text)))
    return counts.labels[scores.index(max(scores))]


def test_a_word_seen_with_one_label_alone_leads_there() -> None:
    counts = counted((WATER, "la facture monte"), (PARKS, "la branche tombe"))

    assert likeliest(counts, "une facture") == "water"
    assert likeliest(counts, "une branche") == "parks"


def test_a_word_seen_with_both_says_less_than_one_seen_with_one() -> None:
    counts = counted((WATER, "facture eau"), (WATER, "facture retard"), (PARKS, "facture arbre"))

    assert counts.said_for("water", number_of("eau")) > counts.said_for(
        "water", number_of("facture")
    )
    assert counts.said_for("parks", number_of("eau")) == 0


def test_a_misspelt_word_shares_most_of_its_letters_with_the_right_one() -> None:
    right, wrong = letter_marks(["électricité"]), letter_marks(["électrissité"])
    other = letter_marks(["bibliothèque"])

    assert len(right.keys() & wrong.keys()) > 5 * len(right.keys() & other.keys())


@given(TEXTS)
def test_marks_are_numbers_of_the_tables_and_weigh_one_together(text: str) -> None:
    counts = counted((WATER, "la facture monte"), (PARKS, "la branche tombe"))
    marks = {**word_marks(plain_words(text)), **letter_marks(plain_words(text))}

    assert all(0 <= mark < BUCKETS and strength >= 1 for mark, strength in marks.items())
    weights = counts.weights(marks)
    assert not marks or abs(sum(weight**2 for weight in weights.values()) - 1) < 1e-6


@given(TEXTS)
def test_accents_and_case_change_no_mark(text: str) -> None:
    assert word_marks(plain_words(text)) == word_marks(plain_words(text.upper()))
