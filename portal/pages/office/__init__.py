"""The pages of those who handle complaints: signing in, the work list, a complaint, decisions."""
