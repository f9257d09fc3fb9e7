from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0004_numbers_and_register")]

    operations = []
