"""What the layers above must hear of, in the transaction in which it happens."""

from django.dispatch import Signal

# A label can no longer stand: its verdict was withdrawn, or the gate now protects the content.
# Sent with `case`, `verdict` (None: every verdict of the case) and `by`.
label_lost = Signal()

# A published verdict was found wrong and its correction is being written.
# Sent with `case`, `verdict`, `why` and `by`.
label_doubted = Signal()

# An analyst's judgement was kept. Sent with `case`, `assessment` and `by`.
impact_judged = Signal()
