"""A month of an administrator: what goes out on which day, what they send, when groups meet."""
