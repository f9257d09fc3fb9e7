"""Kinh phí lớp: what a class may spend, what it plans, what was handed out, spent and proved.

All money is in whole đồng.  Sums of an estimate are sums of rounded lines, as they stand on the paper.
"""
