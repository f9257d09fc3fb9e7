from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "khuevan.nominations"
    label = "nominations"

    def ready(self) -> None:
        from khuevan.core import periodic
        from khuevan.nominations import jobs, reply_jobs, rules  # noqa: F401 - registers the predicates and the jobs
        from khuevan.nominations.domain import (  # noqa: F401 - each registers its part
            expected,
            held,
            lecturer_notices,
            message_tasks,
            need_notices,
            notice_kinds,
            personal_calendar,
            programme_kinds,
            programme_notices,
            reach,
            seating,
            steps,
            tasks,
            unsent,
        )

        periodic.every(unsent.ONCE_A_DAY, "nominations.unsent", unsent.forget_unsent, one_worker=True)
