"""From people's own words to the agencies and categories that could answer.

It reads what agencies say about themselves and knows none of them by itself.
"""
