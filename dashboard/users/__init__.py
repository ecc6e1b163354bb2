"""The people of the workspace: the list, the page of one, and offboarding."""
