from django.db import migrations, models

from khuevan.vietnamese.folding import fold


def fill_keys(apps, schema_editor):
    kept = apps.get_model("records", "Record").objects
    batch = []
    for one in kept.filter(search_key="").iterator(chunk_size=1000):
        code = f"{one.number}/{one.symbol}" if one.symbol else one.number
        one.search_key = fold(f"{code} {one.subject} {one.signer}")[:800]
        batch.append(one)
        if len(batch) == 1000:
            kept.bulk_update(batch, ["search_key"], batch_size=500)
            batch = []
    kept.bulk_update(batch, ["search_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_files"),
    ]
    operations = [
        migrations.AddField("record", "search_key", models.CharField(blank=True, max_length=800)),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
