"""Forms and tables of messages."""
