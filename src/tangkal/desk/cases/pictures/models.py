"""The fingerprint of a picture or video that is evidence, or why there is none."""

from django.db import models

from tangkal.desk.recognise.media.models import Medium


class EvidencePrint(models.Model):
    """Made when the evidence is added; goes when the evidence goes."""

    evidence = models.OneToOneField(
        "cases.Evidence", on_delete=models.CASCADE, related_name="print"
    )
    medium = models.CharField(max_length=7, choices=Medium)
    fingerprint = models.BinaryField(null=True)  # None where none could be taken
    note = models.CharField(max_length=300, blank=True)  # why not, or how much was read

    def __str__(self) -> str:
        return f"{self.medium} {self.evidence_id}"
