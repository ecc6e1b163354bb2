"""The overview: what needs attention, and a summary of the workspace."""
