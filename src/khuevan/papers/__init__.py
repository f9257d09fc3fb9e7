"""Papers of a class (kế hoạch, công văn, quyết định ...) and its printed lists, made from what it already knows."""
