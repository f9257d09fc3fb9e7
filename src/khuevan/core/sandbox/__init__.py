"""Untrusted work: child processes of little memory and little time, without network (decision 14).

``children`` starts them: one for one foreign file (``readers.isolation``, ``imaging``) or, through ``workers``, one
that answers many requests (``typesetting``).  ``inside`` is what runs in them; it knows nothing of Django.
"""
