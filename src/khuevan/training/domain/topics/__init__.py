"""The catalogue of topics: versions of their contents, and the handbook."""
