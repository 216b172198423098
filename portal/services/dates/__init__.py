"""The dates of a complaint: planned, explained, stopped, put off, and warned of in time."""
