"""Lecturers of a class: how sure each is, who comes instead, how they are received, what they taught."""
