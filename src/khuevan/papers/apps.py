from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "khuevan.papers"
    label = "papers"

    def ready(self) -> None:
        from khuevan.core import periodic
        from khuevan.papers import dossier_jobs, jobs, rules  # noqa: F401 - registers the predicates and the jobs
        from khuevan.papers.domain import dossier, reach, tasks  # noqa: F401 - each registers its part
        from khuevan.papers.domain.looking import LOOK_EVERY, look_at_papers
        from khuevan.papers.domain.money import tasks as money_tasks  # noqa: F401 - money that waits for somebody

        periodic.every(LOOK_EVERY, "papers.look", look_at_papers, one_worker=True)
