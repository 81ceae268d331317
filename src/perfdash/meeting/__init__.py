"""What happens around a meeting: the log of what people write, and what is made of it."""
