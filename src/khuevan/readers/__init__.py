"""Files that people send, read into typed rows and texts.  No models, no writing."""
