"""How the portal words things in French and in English: texts, dates, numbers, typography."""
