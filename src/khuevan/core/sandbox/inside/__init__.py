"""What runs in a child: the standard library, the packages a program names, never Django or its settings."""
