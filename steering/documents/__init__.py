"""Minutes as one document that is read, printed, mailed and kept as Word or PDF."""
