"""Recourses and a time limit that the water board has of its own."""

from __future__ import annotations

OWN = """recourses:
  - code: committee
    body: {fr: Comité du Service des eaux, en: Committee of the Water board}
    how: {fr: Écrivez-lui, en: Write to it}
    deadline: {fr: 20 jours après la décision, en: 20 days after the decision}
    review: true
  - ombuds
notices:
  - code: permit
    kind: legal_delay
    when: {words: [eau coupée, water cut]}
    title: {fr: Une coupure d’eau se conteste, en: A water cut can be contested}
    text: {fr: Contestez-la vite., en: Contest it soon.}
    redirects:
      - body: {fr: Tribunal des eaux, en: Water tribunal}
        within: 10 calendar days
        from: {fr: la coupure, en: the cut}
        confidence: sourced
        source: https://water.example/rules
"""
