"""What is counted over many classes: queries and exports, no rules of its own."""
