"""Guests in their order, and who does what in the ceremonies."""
