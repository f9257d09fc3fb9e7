"""Yearly plans as offices keep them in Excel and Word: classes by row, with what could not be read named."""

from khuevan.readers.planning.model import LineProblem, PlanLine, PlanSheet, PlanTime
from khuevan.readers.planning.reading import read_plan, sheet_of
from khuevan.readers.planning.times import read_time

__all__ = ["LineProblem", "PlanLine", "PlanSheet", "PlanTime", "read_plan", "read_time", "sheet_of"]
