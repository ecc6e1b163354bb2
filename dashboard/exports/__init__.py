"""Files that lists are exported as: how they are written and sent."""
