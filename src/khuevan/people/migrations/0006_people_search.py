"""The index that finds people by words; its triggers and rows come when all migrations are done (core.search.schema)."""

from django.db import migrations

from khuevan.core.search import schema
from khuevan.people.search import PEOPLE


def create(apps, schema_editor):
    schema.create(schema_editor.connection, PEOPLE)


def drop(apps, schema_editor):
    schema.drop(schema_editor.connection, PEOPLE)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_organizations_and_identity")]
    operations = [migrations.RunPython(create, drop)]
