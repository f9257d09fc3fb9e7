"""Khuê Văn: in-service training classes of Vietnamese public offices."""

__version__ = "0.1.0"
