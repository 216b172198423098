"""Joint answers: several agencies answer one complaint, each its part."""
