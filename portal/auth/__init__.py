"""Who signs in, how long they stay signed in, and which pages open for them."""
