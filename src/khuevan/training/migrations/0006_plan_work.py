from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("training", "0005_plans_and_needs")]

    operations = []
