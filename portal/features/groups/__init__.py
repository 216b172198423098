"""Groups: several complaints about one cause, answered together and each by itself."""
