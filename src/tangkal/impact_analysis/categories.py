"""The thirteen subject categories that Indonesian debunk statistics use."""

from enum import StrEnum


class Category(StrEnum):
    """What a claim is about; codes are the ministry's own words."""

    HEALTH = "kesehatan"
    FRAUD = "penipuan"
    GOVERNMENT = "pemerintahan"
    POLITICS = "politik"
    INTERNATIONAL = "internasional"
    CRIME = "kejahatan"
    DISASTER = "kebencanaan"
    DEFAMATION = "pencemaran_nama_baik"
    RELIGION = "keagamaan"
    MYTH = "mitos"
    TRADE = "perdagangan"
    EDUCATION = "pendidikan"
    OTHER = "lain_lain"
