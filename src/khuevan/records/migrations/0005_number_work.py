from django.db import migrations


def pad_numbers(apps, schema_editor):
    """5 is printed and cited as 05 (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    kept = apps.get_model("records", "Record").objects
    rows = list(kept.filter(number__in=[str(number) for number in range(10)]))
    for one in rows:
        old = one.number
        one.number = f"0{old}"
        if one.search_key.startswith(f"{old}/") or one.search_key == old or one.search_key.startswith(f"{old} "):
            one.search_key = f"0{one.search_key}"[:800]
    kept.bulk_update(rows, ["number", "search_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("records", "0004_numbers_and_register")]

    operations = [migrations.RunPython(pad_numbers, migrations.RunPython.noop)]
