"""The workspace of one class: the life line on top, one module a tab below it."""
