"""Forms and tables of classes; they know nothing of addresses."""
