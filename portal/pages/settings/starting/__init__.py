"""Starting an agency on a page: the questions of `portal agencies new`, answered at once."""
