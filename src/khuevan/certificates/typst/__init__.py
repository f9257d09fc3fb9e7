"""The certificate's drawing: a Typst template, its ornament and the program that draws the ornament."""
