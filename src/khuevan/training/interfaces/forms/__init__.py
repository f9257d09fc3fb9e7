"""Forms of a class: opening it and what is said of it, its people and places, its programme."""
