"""A text in each language, long enough to tell which it is."""

FRENCH = "Bonjour,\n\nNous avons revu votre dossier. La date qui vous a été donnée était la bonne."
ENGLISH = "Hello,\n\nWe have looked at your file again. The date that you were given was right."
