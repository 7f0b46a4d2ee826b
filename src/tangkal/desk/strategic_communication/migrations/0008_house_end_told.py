from typing import Any

from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def note_ended(apps: Any, _schema_editor: Any) -> None:
    """What ended before this release is old news: an update of the desk calls nobody about it."""
    versions = apps.get_model("strategic_communication", "MessageHouseVersion")
    versions.objects.filter(expires_at__lte=timezone.now()).update(expired_told_at=F("expires_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("strategic_communication", "0007_house_ending_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="messagehouseversion",
            name="expired_told_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="messagehouse",
            name="state",
            field=models.CharField(
                choices=[
                    ("DRAF", "Draft"),
                    ("CEK_FAKTA", "Fact check"),
                    ("PENYETUJU", "With the approver"),
                    ("BERLAKU", "In force"),
                    ("KEDALUWARSA", "Expired"),
                    ("BERAKHIR", "Ended, not renewed"),
                    ("DITARIK", "Withdrawn"),
                ],
                default="DRAF",
                max_length=12,
            ),
        ),
        migrations.RunPython(note_ended, migrations.RunPython.noop),
    ]
