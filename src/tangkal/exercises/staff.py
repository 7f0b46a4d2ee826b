"""A fictional desk: organisations tied to regions, and the people who work there.

The roles are the desk's role names. Passwords are not here: a demonstration makes its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One organisation of the exercise."""

    code: str
    name: str  # Indonesian
    name_en: str
    kind: str  # kementerian, lembaga, provinsi, kabkota, opd, mitra
    region_code: str | None = None  # Kemendagri code of the area it serves; None: all
    parent: str | None = None  # another organisation's code


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One person of the exercise desk."""

    username: str
    name: str
    role: str  # one of ROLES
    organisation: str  # an organisation's code


ROLES = (
    "pemantau",
    "analis",
    "verifikator",
    "penyusun",
    "penyetuju",
    "juru_bicara",
    "hukum",
    "admin_daerah",
    "evaluator",
    "auditor",
    "admin_sistem",
)

ORGANISATIONS: tuple[Organisation, ...] = (
    Organisation(
        code="badan-layanan",
        name="Badan Layanan Nusaraya (fiksi)",
        name_en="Nusaraya Service Agency (fictional)",
        kind="lembaga",
    ),
    Organisation(
        code="kem-energi",
        name="Kementerian Energi Nusaraya (fiksi)",
        name_en="Ministry of Energy of Nusaraya (fictional)",
        kind="kementerian",
    ),
    Organisation(
        code="diskominfo-tirta-raya",
        name="Diskominfo Provinsi Tirta Raya (fiksi)",
        name_en="Tirta Raya Provincial Communications Office (fictional)",
        kind="provinsi",
        region_code="32",
        parent="badan-layanan",
    ),
    Organisation(
        code="pemkab-sukamaju-raya",
        name="Pemerintah Kabupaten Sukamaju Raya (fiksi)",
        name_en="Sukamaju Raya District Government (fictional)",
        kind="kabkota",
        region_code="32.04",
        parent="diskominfo-tirta-raya",
    ),
    # Without accounts: they answer through links, and their sites speak for them.
    Organisation(
        code="pemkot-muara-sentosa",
        name="Pemerintah Kota Muara Sentosa (fiksi)",
        name_en="Muara Sentosa City Government (fictional)",
        kind="kabkota",
        region_code="32.73",
        parent="diskominfo-tirta-raya",
    ),
    Organisation(
        code="pemkab-arga-lestari",
        name="Pemerintah Kabupaten Arga Lestari (fiksi)",
        name_en="Arga Lestari District Government (fictional)",
        kind="kabkota",
        region_code="32.03",
        parent="diskominfo-tirta-raya",
    ),
)

STAFF: tuple[StaffMember, ...] = (
    StaffMember(
        username="pemantau",
        name="Ratna Kelana",
        role="pemantau",
        organisation="badan-layanan",
    ),
    StaffMember(
        username="analis",
        name="Bagas Lembayung",
        role="analis",
        organisation="badan-layanan",
    ),
    StaffMember(
        username="analis2",
        name="Intan Wijayakusuma",
        role="analis",
        organisation="kem-energi",
    ),
    StaffMember(
        username="verifikator1",
        name="Sekar Palawija",
        role="verifikator",
        organisation="badan-layanan",
    ),
    StaffMember(
        username="verifikator2",
        name="Yusuf Karangjati",
        role="verifikator",
        organisation="kem-energi",
    ),
    StaffMember(
        username="penyusun",
        name="Melati Sasmaya",
        role="penyusun",
        organisation="badan-layanan",
    ),
    StaffMember(
        username="penyetuju1",
        name="Damar Tirtayasa",
        role="penyetuju",
        organisation="badan-layanan",
    ),
    StaffMember(
        username="penyetuju2",
        name="Nurul Pandanarum",
        role="penyetuju",
        organisation="kem-energi",
    ),
    StaffMember(
        username="juru_bicara",
        name="Galih Rimbawan",
        role="juru_bicara",
        organisation="kem-energi",
    ),
    StaffMember(
        username="admin_daerah",
        name="Euis Cempaka",
        role="admin_daerah",
        organisation="diskominfo-tirta-raya",
    ),
    StaffMember(
        username="admin_kabupaten",
        name="Asep Randuwangi",
        role="admin_daerah",
        organisation="pemkab-sukamaju-raya",
    ),
    StaffMember(
        username="hukum",
        name="Laras Wanodya",
        role="hukum",
        organisation="badan-layanan",
    ),
    StaffMember(
        username="evaluator",
        name="Wulan Pramesti",
        role="evaluator",
        organisation="badan-layanan",
    ),
    StaffMember(
        username="auditor",
        name="Rahayu Segara",
        role="auditor",
        organisation="badan-layanan",
    ),
    StaffMember(
        username="admin_sistem",
        name="Tegar Wanasari",
        role="admin_sistem",
        organisation="badan-layanan",
    ),
)
