"""Whom a directive goes to: governments by code, by tree, by type of office, or all of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, Region
from tangkal.desk.cases.rules import NATIONAL

GOVERNMENTS = (Organisation.Type.PROVINCE, Organisation.Type.DISTRICT)
FEW = 500  # a database takes only so many values in one question


def existing(today: date | None = None) -> QuerySet[Organisation]:
    """Organisations that exist on a day."""
    day = today or timezone.localdate()
    since = Q(active_from=None) | Q(active_from__lte=day)
    until = Q(active_to=None) | Q(active_to__gte=day)
    return Organisation.objects.filter(since & until)


def governments(today: date | None = None) -> QuerySet[Organisation]:
    """The registry's autonomous governments: the 546, as long as there are so many."""
    return existing(today).filter(type__in=GOVERNMENTS, region__is_autonomous=True)


def reachable(issuer: Organisation) -> QuerySet[Organisation]:
    """Whom an office may direct: a national one everybody, another one those below it."""
    found = existing().exclude(pk=issuer.pk)
    if issuer.type not in NATIONAL:
        found = found.filter(path__startswith=issuer.path)
    return found


def audience_of(
    *, everyone: bool = False, codes: Iterable[str] = (), trees: Iterable[str] = (),
    types: Iterable[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """An audience as it is stored, in one order, so that its hash is one.

    Raises:
        ValidationError: a code that is no region, or a type that is none.
    """
    wanted, below = sorted({*codes}), sorted({*trees})
    known = set(Region.objects.filter(code__in=[*wanted, *below]).values_list("code", flat=True))
    if missing := [code for code in (*wanted, *below) if code not in known]:
        raise ValidationError(
            _("No region has the code %(codes)s.") % {"codes": ", ".join(missing)}
        )
    kinds = sorted({*types})
    if strange := [kind for kind in kinds if kind not in Organisation.Type.values]:
        raise ValidationError(_("%(kind)s is no type of office.") % {"kind": ", ".join(strange)})
    found = {"all": everyone, "codes": wanted, "trees": below, "types": kinds}
    if not any(found.values()):
        raise ValidationError(_("Say whom the directive goes to."))
    return found


def addressed(issuer: Organisation, audience: Mapping[str, Any]) -> list[Organisation]:
    """The offices that an audience names today, each once, by their place in the tree."""
    wanted = Q(pk__in=[])
    if audience.get("all"):
        wanted |= Q(type__in=GOVERNMENTS, region__is_autonomous=True)
    if codes := audience.get("codes"):
        wanted |= Q(type__in=GOVERNMENTS, region_id__in=codes)
    for code in audience.get("trees", ()):
        own = Q(region_id=code) | Q(region__code__startswith=f"{code}.")
        wanted |= own & Q(type__in=GOVERNMENTS)
    if types := audience.get("types"):
        wanted |= Q(type__in=types)
    found = reachable(issuer).filter(wanted).select_related("region").order_by("path")
    return list(found)


def in_words(audience: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Who is addressed, as short phrases."""
    found: list[str] = []
    if audience.get("all"):
        found.append(_("all governments"))
    found += [
        _("%(name)s and all its districts") % {"name": names.get(code, code)}
        for code in audience.get("trees", ())
    ]
    found += [names.get(code, code) for code in audience.get("codes", ())]
    found += [str(Organisation.Type(kind).label) for kind in audience.get("types", ())]
    return found


def names_in(audience: Mapping[str, Any]) -> dict[str, str]:
    codes = [*audience.get("codes", ()), *audience.get("trees", ())]
    return dict(Region.objects.filter(code__in=codes[:FEW]).values_list("code", "name"))


def chunks(keys: Collection[int]) -> Iterable[list[int]]:
    """Keys in lists that a database takes in one question."""
    rows = list(keys)
    return (rows[start : start + FEW] for start in range(0, len(rows), FEW))
