"""What the complaints service asks inside its agency: to whom, by when, and if nobody answers."""
