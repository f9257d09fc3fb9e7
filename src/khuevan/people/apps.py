from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "khuevan.people"
    label = "people"

    def ready(self) -> None:
        from khuevan.core import periodic
        from khuevan.core.search.schema import kept_through_migrations
        from khuevan.people import audit_facts, jobs, notification_rules, rules  # noqa: F401 - each registers itself
        from khuevan.people.domain import access_codes, link_messages  # noqa: F401 - it registers its message

        periodic.every(jobs.ONCE_A_DAY, "people.duplicates", jobs.look_where_people_came, one_worker=True)
        periodic.every(jobs.ONCE_A_DAY, "people.codes", access_codes.forget_codes, one_worker=True)
        from khuevan.people.search import PEOPLE

        kept_through_migrations(self, PEOPLE)
