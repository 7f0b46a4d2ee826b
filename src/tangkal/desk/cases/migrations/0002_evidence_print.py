import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidencePrint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "medium",
                    models.CharField(
                        choices=[("picture", "picture"), ("video", "video")], max_length=7
                    ),
                ),
                ("fingerprint", models.BinaryField(null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="print",
                        to="cases.evidence",
                    ),
                ),
            ],
        ),
    ]
