"""The citizens' pages: finding an agency, filing a complaint without an account, following it."""
