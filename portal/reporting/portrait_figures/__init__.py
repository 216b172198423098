"""The figures of the portrait that every portal has: each file makes the blocks of one subject."""
