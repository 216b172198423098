"""What leaves for complainants: confirmed, read by a colleague if need be, held, then sent."""
