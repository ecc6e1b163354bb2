"""The overview: what needs attention, and the whole workspace at a glance."""
