"""Half days, lines, groups: arranged, compared with everything else, made known."""
