from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "khuevan.training"
    label = "training"

    def ready(self) -> None:
        from khuevan.core import periodic
        from khuevan.training import rules  # noqa: F401 - registers the predicates
        from khuevan.training.domain import held, people_tasks, plan_tasks, steps, tasks  # noqa: F401 - each has a part, or words of the audit
        from khuevan.training.domain.lecturers import tasks as lecturer_tasks  # noqa: F401 - each has a part, or words of the audit
        from khuevan.training.domain.materials import door as materials_door  # noqa: F401 - each has a part, or words of the audit
        from khuevan.training.domain.materials import missing as materials_missing  # noqa: F401 - each has a part, or words of the audit
        from khuevan.training.domain.materials import removing as materials_removing  # noqa: F401 - each has a part, or words of the audit
        from khuevan.training.domain.materials import sweep as materials_sweep
        from khuevan.training.domain.timetable import merged as programme_merged  # noqa: F401 - versions follow a merge of people
        from khuevan.training.domain.timetable import tasks as programme_tasks  # noqa: F401 - each has a part, or words of the audit

        periodic.every(
            materials_sweep.ONCE_A_DAY, "training.materials", materials_sweep.sweep_materials, one_worker=True
        )
