"""Trends: how the numbers have developed, as charts, on the overview and a page of their own."""
