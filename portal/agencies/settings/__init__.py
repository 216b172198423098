"""What settings may say, how they are read, and everything wrong in them."""
