"""Screens around classes: the list, the calendar, opening a new one, making one after another's pattern."""
