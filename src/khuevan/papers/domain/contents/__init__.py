"""What each paper says: one function a kind, from the facts of a class to blocks."""
