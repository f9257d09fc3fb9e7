"""What screens say of papers."""
