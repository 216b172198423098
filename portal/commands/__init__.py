"""The `portal …` commands, one file a subject: loops and summaries around the services."""
