"""Lists: what their addresses ask for, their pages, and the fields that filter them. Shared by all of them."""
