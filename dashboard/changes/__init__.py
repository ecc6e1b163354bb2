"""What changed, when, and in which words."""
