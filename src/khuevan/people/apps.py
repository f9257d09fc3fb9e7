from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "khuevan.people"
    label = "people"

    def ready(self) -> None:
        from khuevan.core import periodic
        from khuevan.core.search.schema import kept_through_migrations
        from khuevan.people import audit_facts, jobs, rules  # noqa: F401 - each registers itself

        periodic.every(jobs.ONCE_A_DAY, "people.duplicates", jobs.look_where_people_came, one_worker=True)
        from khuevan.people.search import PEOPLE

        kept_through_migrations(self, PEOPLE)
