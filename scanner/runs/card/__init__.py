"""A model's card: what it lacks or contradicts, and the message that asks its author."""
