"""What the finder learns from examples: texts as citizens write them, with who answers for them."""
