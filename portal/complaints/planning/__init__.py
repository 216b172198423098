"""What is known before anything is written: drafts, and what an agency promises for them."""
