"""What the buckets say of measures that count how something was done, and from where on."""

from __future__ import annotations

SENT = "sent_to_"
"""A complaint that was handed on is counted under this and the code of who has it by then."""

PROMPT, LATE, UNTOLD = range(3)
"""Whether it was handed on within `SENT_WITHIN` working days; earlier versions did not tell."""

SENT_WITHIN = 2
"""How many working days it takes at most to see that a complaint is for another agency."""

HOLLOW, WORDED = range(2)
"""Whether an answer has fewer words of its own than `FEWEST_WORDS`, or so many at least."""

FEWEST_WORDS = 12
"""How many words, beside those of its model, an answer needs to say anything of the complaint."""

STAYED, LEFT = range(2)
"""Whether it is a complaint still after its subject, urgency or nature was changed."""

IN_PARTS, AS_SEVERAL = range(2)
"""How it was split: others answer parts of it, or it was written down as several."""
