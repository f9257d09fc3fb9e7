"""What ``lists.py`` serves: the product with its server time in a header, and Django's own admin over the same rows."""
