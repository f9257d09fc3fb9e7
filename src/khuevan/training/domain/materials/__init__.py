"""Materials: stored once by content, shared when it is time, found by a short address."""
