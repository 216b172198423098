"""The web pages, and what all of them stand on."""
