from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "khuevan.news"
    label = "news"

    def ready(self) -> None:
        from khuevan.news import rules  # noqa: F401 - registers the predicates
        from khuevan.news.domain import dossier, steps, tasks  # noqa: F401 - each registers its part
