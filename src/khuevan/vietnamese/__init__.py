"""Vietnamese text: cleaning, folding, sorting, names, dates, phones and numbers.  Pure Python, no Django."""
