"""How fast the dashboard is, held against what it could be at best and against others: `make benchmark`."""
