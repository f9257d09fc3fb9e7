"""How far along its life line the demo takes the classes."""

from enum import StrEnum


class Stage(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    FINISHED = "finished"

    @property
    def is_taught(self) -> bool:
        return self is not Stage.PLANNED

    @property
    def is_over(self) -> bool:
        return self is Stage.FINISHED
