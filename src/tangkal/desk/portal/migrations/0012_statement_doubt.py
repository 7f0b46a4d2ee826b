from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0011_validity"),
    ]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="doubted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="doubt",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
