"""Word files of an office: looked through, and filled with words.

Everything here meets foreign bytes, so it runs in a child of ``core.sandbox`` (``program``) and knows nothing of
Django; ``papers.domain.templating`` stands at the other end.
"""
