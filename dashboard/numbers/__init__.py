"""The numbers: the list with its filters, facets and exports, and the page of one number."""
