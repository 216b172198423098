"""Time as agencies count it: allowances, calendars, clocks, and the dates they lead to."""
