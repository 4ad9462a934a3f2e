"""What the owner of a programme sees: the first steps, and who may do what."""
