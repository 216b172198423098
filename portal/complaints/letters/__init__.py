"""What is written to people: put in the outbox, put in an envelope, sent."""
