"""What the cache tells: how fresh it is, counts, and what needs attention."""
