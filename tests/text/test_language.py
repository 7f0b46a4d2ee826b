import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.text.language import MIXED, detect_languages, may_be_regional
from tangkal.text.normalise import words
from tangkal.text.stem import stem_text
from tangkal.text.vocabulary import english, regional
from tangkal.text.vocabulary.function_words import NAMED, NEIGHBOURS

SENTENCES = [
    ("id", "Katanya besok harga bensin naik lagi, kok gak ada pengumuman resmi sih"),
    ("id", "Hati2 ya bun, ada penipuan link bansos palsu lg rame di grup WA"),
    ("id", "bener gak sih min? takut hoax nih"),
    ("id", "Awas!! vaksin bikin lumpuh, sebarkan ke grup keluarga"),
    ("id", "Presiden umumkan BBM gratis mulai 1 Januari"),
    ("id", "gw dpt bantuan 600rb td pagi, lo udah blm?"),
    ("id", "Gempa M 6,2 guncang Maluku, tidak berpotensi tsunami"),
    ("id", "KPU: rekapitulasi suara dilakukan berjenjang"),
    ("id", "banjir lagi banjir lagi wkwkwk"),
    ("id", "meeting hari ini cancel ya guys, besok aja kita lanjut by zoom"),
    ("jv", "Jarene sesuk rega bensin arep munggah maneh, kowe wis krungu durung?"),
    ("jv", "wes ojo percoyo kabar ngono kuwi, hoax lur"),
    ("jv", "Gak usah panik rek, iku berita lawas diunggah maneh"),
    ("jv", "Nuwun sewu, punapa leres bantuan saking pamarentah badhe dipun lajengaken?"),
    ("jv", "Aku wingi entuk SMS hadiah 50 juta, jebule penipuan"),
    ("jv", "banjir wis mudhun tapi dalane isih rusak"),
    ("su", "Cenah isuk harga bensin bade naek deui, naha leres atawa henteu nya?"),
    ("su", "ulah percaya kana beja kitu euy, hoax eta mah"),
    ("su", "Punten bade tumaros, bantuan ti pamarentah teh tos cair teu acan?"),
    ("su", "Abdi nampi SMS meunang hadiah, horeng panipuan"),
    ("su", "lini tadi peuting karasa pisan di dieu"),
    ("min", "Kecek urang harago minyak ka naiak bisuak, iyo bana tu?"),
    ("min", "jan picayo jo kaba tu, itu hoax mah sanak"),
    ("min", "Ambo dapek pasan hadiah, kironyo panipuan"),
    ("min", "Banjia gadang di kampuang awak, urang mangungsi sadonyo"),
    ("min", "baa kaba dunsanak, lai sehat-sehat sajo?"),
    ("ban", "Kone benjang aji bensin jagi menek, napi sujati?"),
    ("ban", "eda pracaya teken orta keto, ento hoax"),
    ("ban", "Tiang polih SMS hadiah, sujatine pamelog"),
    ("ban", "Blabar ageng ring desa tiange, kramane sami mengungsi"),
    ("ban", "Wenten gempa ibi wengi, umah tiange uug"),
    ("bjn", "Ujar urang isuk haraga minyak cagar naik, bujur kah?"),
    ("bjn", "Jangan parcaya habar kaya itu, kada bujur tu"),
    ("bjn", "Ulun dapat SMS hadiah, sakalinya panipuan"),
    ("bjn", "Banjir ganal di kampung kami, urang barataan maungsi"),
    ("bjn", "kada tahu jua ulun, cuba pian takuni lawan sidin"),
    ("en", "The government will announce new fuel prices tomorrow morning"),
    ("en", "omg is this real?? pls don't share fake news"),
    ("en", "Vaccines cause autism, doctors admit"),
    ("en", "BREAKING: massive earthquake hits Jakarta, thousands dead"),
    ("ms", "Kerajaan akan umum harga minyak baharu esok petang kerana dakwaan yang tular"),
    ("ms", "Awak jangan percaya sangat benda yang tular tu, tak betul pun"),
    ("su", "Abdi mah teu percaya kana béja éta, da can aya bukti nu jelas"),
    ("jv", "Aku ora ngerti kabar iki bener opo ora, nanging wong-wong wis padha wedi"),
    ("id", "Warga diminta tidak percaya kabar bantuan yang beredar karena itu sudah lama"),
]
MIXED_TEXTS = [
    "The government will raise the fuel price tomorrow. Katanya besok "
    "harga bensin akan naik lagi, tapi saya tidak percaya.",
    "Aku ora percaya kabar iki babar pisan, wong kuwi ngapusi. I don't "
    "think this is true at all, please do not share it.",
    "This video is not from Indonesia, it is old. Video ini bukan dari "
    "Indonesia, sudah lama beredar.",
]
ELSEWHERE = [
    ("fr", "Le gouvernement a annoncé de nouvelles mesures pour protéger les citoyens"),
    ("nl", "De regering heeft nieuwe maatregelen aangekondigd om de burgers te beschermen"),
    ("ja", "政府は明日の朝、新しい燃料価格を発表します"),
    ("ar", "ستعلن الحكومة أسعار الوقود الجديدة صباح الغد"),
    ("tl", "Ang pamahalaan ay mag-aanunsyo ng bagong presyo ng gasolina bukas ng umaga"),
]


@pytest.mark.parametrize(("code", "text"), SENTENCES)
def test_everyday_sentences_get_their_language(code, text):
    assert detect_languages([text]) == [code]


@pytest.mark.parametrize("text", MIXED_TEXTS)
def test_english_and_a_language_of_the_archipelago_in_one_text_are_called_mixed(text):
    assert detect_languages([text]) == [MIXED]


def test_a_few_english_words_do_not_make_an_indonesian_post_mixed():
    assert detect_languages(["Fix sih ini hoax, please jangan share lagi ya guys, cek dulu"]) == [
        "id"
    ]


@pytest.mark.parametrize(("code", "text"), ELSEWHERE)
def test_languages_of_the_rest_of_the_world_keep_their_own_code(code, text):
    assert detect_languages([text]) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Nyan hana beutoi, bek neupateh haba nyan, awaknyan peugot keudroe",  # Acehnese
        "Dang sintong barita i, unang pola porsea hamu tu hata na songon i",  # Toba Batak
        "Engkok tak parcaja ka kabhar jareya, oreng ghi tak tao ongghuna",  # Madurese
    ],
)
def test_a_regional_language_that_is_not_named_is_not_taken_for_its_neighbour(text):
    assert detect_languages([text]) == [None]


def test_how_a_text_is_written_or_batched_never_changes_its_language():
    texts = [text for _, text in SENTENCES]
    alone = [detect_languages([text])[0] for text in texts]
    assert detect_languages(texts) == alone
    assert detect_languages([text.upper() for text in texts]) == alone
    assert (
        detect_languages([f"{text} https://contoh.id/the-end-of-the-world" for text in texts])
        == alone
    )


def test_every_word_of_the_tables_is_one_normalised_word():
    tables = [english(), *regional().values()]
    listed = {
        word for table in tables for word, theirs in table.items() for word in (word, *theirs)
    }
    everyday = {word for line in (*NAMED.values(), *NEIGHBOURS.values()) for word in line.split()}
    wrong = [word for word in listed | everyday if words(word) != [word]]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "😀😀😀",
        "12345 67890 12345",
        "\x00\u200b",
        "asdfgh qwerty zxcvbn lkjhg",
        "https://t.co/abcdef123",
    ],
)
def test_what_cannot_be_told_is_unsure_not_guessed(text):
    assert detect_languages([text]) == [None]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_no_text_breaks_the_detector_or_the_stemmer(text):
    assert len(detect_languages([text])) == 1
    assert isinstance(stem_text(text), str)


@settings(max_examples=150, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            [
                "yang",
                "tidak",
                "dan",
                "bisa",
                "kowe",
                "ora",
                "sing",
                "iki",
                "the",
                "vaccine",
                "is",
                "free",
                "for",
                "abdi",
                "henteu",
                "nyaeta",
                "bantuan",
                "gratis",
                "5jt",
                "www.cek.example/the/vaccine",
                "https://X.example/the",
                "b4ntu4n",
                "é",
                "😀",
                "Это",
                "новость",
            ]
        ),
        max_size=25,
    ).map(" ".join)
)
def test_a_text_passed_over_at_first_sight_would_not_be_named_a_regional_language(text):
    named = detect_languages([text])[0]
    assert may_be_regional([text])[0] or named not in {"en", "jv", "su", "min", "ban", "bjn", "mul"}
