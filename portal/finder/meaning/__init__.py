"""What a text means, however it is said: heard by what was learned from examples."""
