"""What an office agrees once for all its papers: signers, grounds, templates, rates, series of numbers."""
