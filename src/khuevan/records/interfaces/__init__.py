"""Forms and tables of official documents; they know nothing of addresses."""
