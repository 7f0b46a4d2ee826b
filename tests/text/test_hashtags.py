import pytest

from tangkal.text.hashtags import joined_words_apart


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("#PasarMalamBatal", "#PasarMalamBatal Pasar Malam Batal"),
        ("kata @WargaDesa12 tadi", "kata @WargaDesa12 Warga Desa 12 tadi"),
        ("#HUTDesa_Kami", "#HUTDesa_Kami HUT Desa Kami"),
        ("#pasarmalam", "#pasarmalam"),  # nothing tells where its words end
        ("surat@WargaDesa", "surat@WargaDesa Warga Desa"),
        ("#", "#"),
        ("PasarMalam", "PasarMalam"),
    ],
)
def test_joined_words_stand_apart_where_capitals_tell(text, apart):
    assert joined_words_apart(text) == apart
