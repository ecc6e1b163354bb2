"""How pages look to somebody: theme, density and time zone."""
