"""Name keys are compared byte by byte (``vietnamese.names.name_sort_key``); PostgreSQL would follow its locale."""

from django.db import migrations


def byte_order(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE people_person ALTER COLUMN name_key TYPE varchar(600) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(byte_order, migrations.RunPython.noop)]
