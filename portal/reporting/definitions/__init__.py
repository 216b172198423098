"""What each figure counts, among what and in which month, and what each version changed."""
