"""Long work in small steps: it survives a crash, shows how far it is, and can be paused, cancelled and gone on with.

An app writes a ``Handler`` in its ``jobs.py`` (``handlers``), verbs begin and steer the work (``starting``), workers do
it (``running``).  The row of a job is the truth about it; what carries the word that there is work (``carrying``) may
be lost at any moment.
"""
