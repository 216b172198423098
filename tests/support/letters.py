"""Texts that an agency writes once for its letters, and the words of a letter that left."""

from __future__ import annotations

from email.message import EmailMessage

FOR_ALL = """\
letters:
  - code: all
    name: {fr: Toutes, en: All}
    use: acknowledgement
    text: {fr: "Gardez le {number}.", en: "Keep {number}."}
"""
LETTERS = """\
letters:
  - code: usual
    name: {fr: Réponse courante, en: Usual answer}
    use: answer
    text:
      fr: "Plainte {number}, {category}.\\n\\nRéponse promise le {answer_day}."
      en: "Complaint {number}, {category}.\\n\\nAnswer promised on {answer_day}."
  - code: mud
    name: {fr: Boue, en: Mud}
    use: answer
    categories: [trail]
    text: {fr: "La boue sèche.", en: "Mud dries."}
  - code: where
    name: {fr: Où était-ce, en: Where was it}
    use: ask
    text: {fr: "Où était-ce?", en: "Where was it?"}
  - code: report
    name: {fr: Rapport attendu, en: Report awaited}
    use: extend
    text: {fr: "Nous attendons un rapport.", en: "We await a report."}
  - code: repaired
    name: {fr: Réparé, en: Repaired}
    use: close
    categories: [trail]
    text: {fr: "C’est réparé.", en: "It is repaired."}
"""


def text_of(message: EmailMessage) -> str:
    """Return what a letter says."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def whole(message: EmailMessage) -> str:
    """Return all that a letter says: its subject, its text and its HTML."""
    parts = [str(part.get_content()) for part in message.walk() if not part.is_multipart()]
    return f"{message['Subject']}\n" + "\n".join(parts)
