"""What the complaints of `lives.py` come to, with the sums, of parks and of water."""

from __future__ import annotations

from portal.domain.figures.shares import Distribution, Share
from portal.reporting.six_criteria.values import Mean, Value

BY_HAND: dict[str, tuple[Value, Value]] = {
    # Hours in order: P5 0, W4 2, P1 3, P8 4, P2 7, P3 9, P4 20. W4 was taken at parks, and P7
    # denies that anybody called. The 4th of 7 is 4, the 7th (9 in 10) is 20.
    # Water: W3 8, W2 10, W1 30.
    "R1": (
        Distribution({0: 1, 2: 1, 3: 1, 4: 1, 7: 1, 9: 1, 20: 1}),
        Distribution({8: 1, 10: 1, 30: 1}),
    ),
    # Within 2 days at parks: P1 P2 P3 P5 P8 W4 = 6; P4 took 3, P6 was missed, and so was P7, which
    # denies the contact that was noted in time: 6 of 9. Water: W2, W3 = 2; W1 took 4: 2 of 3.
    "R2": (Share(6, 9), Share(2, 3)),
    # Received by parks: P1 to P8 = 8, of which P4 late: 7 of 8. Water: W1 to W4: 4 of 4.
    "R3": (Share(7, 8), Share(4, 4)),
    # In time at parks: P1 P2 P3 P4 P5 P8 = 6; P6 missed: 6 of 7. P7 is withdrawn: never due.
    # Water: W1 W3 W4 = 3; W2 late: 3 of 4.
    "R4": (Share(6, 7), Share(3, 4)),
    # Closed at parks: P1 0, P2 1 (Anne to Ben), P3 0, P4 1 (level 2), P5 0, P8 0.
    # Water: W1 0, W3 0, W4 1 (parks to water).
    "S3": (Distribution({0: 4, 1: 2}), Distribution({0: 2, 1: 1})),
    # P5 alone of 6 closed; none of 3.
    "S4": (Share(1, 6), Share(0, 3)),
    # Of 6 answers at parks, P2 left with hints: 5 of 6. Water: 4 of 4.
    "S5": (Share(5, 6), Share(4, 4)),
    # Looked for at parks: P1 yes, P2 yes, P5 no (water first), P8 no (nobody): 2 of 4.
    # Water: W1 yes, W4 no (parks first): 1 of 2.
    "A2": (Share(2, 4), Share(1, 2)),
    # Parks handed W4 on after the two days that it had it: 1 of 1. Water handed none on.
    "A3": (Share(1, 1), Share(0, 0)),
    # P4's answer is in the other language: 5 of 6. Water: 4 of 4.
    "A5": (Share(5, 6), Share(4, 4)),
    # P1 email, P2 post and posted, P3 post and not posted, P4 email, P5 by phone, P8 none: 5 of 6.
    "F1": (Share(5, 6), Share(4, 4)),
    # P1 was founded and got something; P3 was partly founded and got nothing; P4 got something,
    # then nothing once it was closed again: 1 of 3. W3 got something; of W4 nobody said: 1 of 1.
    "F2": (Share(1, 3), Share(1, 1)),
    # P6 granted two, P8 refused one; its question decided nothing: 2 of 3.
    "F3": (Share(2, 3), Share(0, 0)),
    # P3's reason came on the 7th, before the 25th. P6's came on the 25th itself, too late: 1 of 2.
    "F4": (Share(1, 2), Share(0, 0)),
    # Parks: (80 + 40 + 20 + 50 + 100 + 60) / 100 = 3.5 of 6. Water: (40 + 40 + 40 + 60) / 100.
    "P1": (Mean(3.5, 6), Mean(1.8, 4)),
    # Issues of P1 1, P2 1, P3 2, P4 1, P5 1, P8 1 = 7, all concluded. Water: 3.
    "P2": (Share(7, 7), Share(3, 3)),
    # P2 went from Anne to Ben: 5 of 6. W4 from Anne to Carl: 2 of 3.
    "P3": (Share(5, 6), Share(2, 3)),
    # P8's answer names no recourse: 5 of 6. Water: 4 of 4.
    "L2": (Share(5, 6), Share(4, 4)),
    # P3 and P4 were reopened, and P4 changed by the ombudsman besides: once. Of P1 and P2, which
    # were upheld in the end, none: 2 of 6. W1 was changed in part, once more told: 1 of 3.
    "L3": (Share(2, 6), Share(1, 3)),
    # P2 came again: 1 beside 6 closed. W3 too: 1 beside 3.
    "L5": (Share(1, 6), Share(1, 3)),
}
"""What parks and water come to, with the sum that leads there."""
