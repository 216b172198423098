"""What is promised by a date: kept, stopped, put off, warned of, and acted upon when missed."""
