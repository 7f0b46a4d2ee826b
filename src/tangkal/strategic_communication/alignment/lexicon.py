"""Words that decide what a public message promises: tables, one line a meaning.

Indonesian first; Javanese and Sundanese words stand beside them where they are common. The lists
are ours, drawn up from how public notices are worded; a word missing here costs a finding, never
a crash.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from tangkal.strategic_communication.alignment.roots import root_of
from tangkal.strategic_communication.alignment.tokens import word_set

Phrase = tuple[str, ...]

# ---- words that carry no topic ---------------------------------------------------

STOP = word_set(
    """
yang dan di ke dari untuk pada dengan ini itu adalah ialah akan telah sudah sedang masih juga
bawah atas luar
atau oleh dalam sebagai karena agar supaya bahwa serta para kami kita anda saya ia dia mereka
nya tersebut yaitu yakni antara lain pun lah kah se per hal secara terhadap kepada bagi maka
dapat bisa hingga sampai mulai sejak saat ketika lalu kemudian setelah sebelum selama sekitar
lebih kurang paling sangat baru lagi hari tanggal pukul jam bulan tahun bapak ibu saudara semua
seluruh setiap seperti adanya ada yth ya dong kok sih nih deh tuh si sang oh halo mohon silakan
ayo mari tentang melalui lewat jika bila apabila kalau bukan tidak belum jangan tanpa tak ga
gak nggak enggak tetap menjadi jadi merupakan sebesar sebanyak sejumlah demikian sesuai masing
lan sing iku iki kanggo karo ing saka dening marang uga wis bakal sampun badhe wonten kaliyan
anu jeung sareng nu ka ti keur pikeun ieu eta geus bade parantos bakal oge ku dina warga
masyarakat pekan minggu besok kini sekarang lusa kecuali meski meskipun walau walaupun padahal
kendati sedangkan namun tetapi tapi pun mana apa apakah siapa berapa bagaimana hanya cuma saja
sendiri langsung terlebih dulu dahulu perlu usah wajib harus boleh sempat ikut turut sekali tiap
sementara berlaku dilakukan melakukan pak bu bun kata ujar cukup guna buat biar malah justru
bahkan sekalipun walaupun maupun baik kini pernah situ sana sini begitu begini adapun demikianlah
jawab tanya selain dialah termasuk berada
    """
)

# ---- polarity --------------------------------------------------------------------

NEGATORS = word_set(
    """
tidak tak bukan belum jangan tanpa tiada nihil batal urung
nggak enggak gak ga ngga kagak tdk blm jgn bkn ora ojo
aja dudu durung mboten sanes dereng tanpo henteu teu acan ulah sanés tong
    """
)
# A whole statement is denied by these in front of it or behind it.
DENIALS: tuple[Phrase, ...] = tuple(
    tuple(line.split())
    for line in """
tidak benar
tidaklah benar
keliru
salah besar
tidak betul
tidak tepat
bukan fakta
tidak berdasar
adalah salah
itu salah
jelas salah
tidak sesuai fakta
mengada-ada
bohong
hoaks
hoax
hoaxs
dibantah
ora bener
mboten leres
teu leres
teu bener
""".strip().splitlines()
)
# What is told as hearsay is not what the office says.
HEARSAY: tuple[Phrase, ...] = tuple(
    tuple(line.split())
    for line in """
beredar
kabar bahwa
isu bahwa
isu yang
rumor
desas-desus
pesan berantai
hoaks
hoax
klaim bahwa
diklaim
narasi yang
narasi bahwa
unggahan yang
disebut-sebut
informasi palsu
kabar bohong
katanya
konon
ada yang bilang
ada yang menyebut
bertanya apakah
menanyakan apakah
mengira
tersiar kabar
diperbincangkan
dibicarakan
ada anggapan
dikabarkan
informasi yang menyebut
kabar yang menyebut
video yang menyebut
pesan yang menyebut
pesan whatsapp
ada kabar
muncul kabar
ada isu
muncul isu
jangan percaya
ada yang mengatakan
ada yang mengira
banyak yang mengira
sempat dikira
anggapan bahwa
kabarnya
""".strip().splitlines()
)
# Told of an earlier time: no contradiction of what holds now.
PAST: tuple[Phrase, ...] = tuple(
    tuple(line.split())
    for line in """
sebelumnya
semula
tadinya
dulu
dahulu
awalnya
tahun lalu
tahun kemarin
bulan lalu
pekan lalu
minggu lalu
kemarin
sempat
pernah
biasanya
bukan lagi
silam
waktu itu
aturan lama
triwulan lalu
semester lalu
musim lalu
periode lalu
tahap lalu
edisi lalu
""".strip().splitlines()
)

# Verbs that say of a thing that it is not, or is not let: with a negator they affirm.
REVERSERS = word_set(
    """
alih dialihkan beralih tolak menolak ditolak penolakan bantah membantah dibantah cegah mencegah
hindari menghindari dibebaskan membebaskan ditiadakan dihentikan menghentikan dibatalkan batal
ditutup tutup menutup
dicabut
    """
)

# Concept → forms with the sign +1, forms with the sign -1. A form may be several words.
# A negator in front turns the sign.
CONCEPTS: Mapping[str, tuple[str, str]] = {
    "cost": (
        "gratis | cuma-cuma | cuma cuma | bebas biaya | nol rupiah | digratiskan | menggratiskan"
        " | bebas sewa | bebas ongkos | bebas iuran | bebas retribusi | bebas tarif | bebas tiket"
        " | bebas pajak | bebas bayar | ditanggung | haratis | gratisan | dibebaskan"
        " | membebaskan | pembebasan | tanpa bayar",
        "pajak | retribusi | iuran | ongkos | sewa | patungan | tiket | membeli tiket"
        " | beli tiket | bayar | membayar | dibayar | berbayar | dipungut | pungutan"
        " | dikenai biaya"
        " | dikenakan biaya"
        " | biaya | mbayar | mayar | tarif | dikenai tarif | dikenakan tarif | ditarik biaya"
        " | ditarik iuran | diminta iuran | urunan | dimintai | merogoh",
    ),
    "direction": (
        "naik | menaikkan | dinaikkan | kenaikan | meningkat | ditingkatkan | bertambah | ditambah"
        " | mundhak | munggah | naek | melonjak | menguat"
        " | lebih mahal | lebih tinggi",
        "turun | menurunkan | diturunkan | penurunan | menurun | berkurang | dikurangi | dipangkas"
        " | mudhun | medhun | turunna | melemah | dipotong | menyusut | surut"
        " | lebih murah | lebih rendah | lebih ringan",
    ),
    "access": (
        "buka | dibuka | membuka | terbuka | beroperasi | dibuka kembali | bukak | muka | normal"
        " | bisa dilalui | dapat dilalui | bisa dilewati | dapat dilewati | bisa dilintasi"
        " | dapat dilintasi | boleh melintas | boleh dilalui | dilalui | dilewati"
        " | dilintasi | melintas | melintasi | melewati | menyeberang | menyeberangi",
        "tutup | ditutup | menutup | penutupan | tertutup | berhenti beroperasi | ditutupan"
        " | dihentikan operasinya | lumpuh | terputus | diliburkan | libur",
    ),
    "validity": (
        "berlaku | berlanjut | dilanjutkan | diperpanjang | perpanjangan | diteruskan"
        " | diberlakukan"
        " | bisa dipakai | dapat dipakai | boleh dipakai | bisa digunakan | dapat digunakan"
        " | boleh digunakan | memberlakukan | diterapkan | menerapkan | tetap berjalan | lumaku",
        "berhenti | terhenti | dibekukan | pembekuan"
        " | dicabut | pencabutan | dihentikan | dihapus | penghapusan | dibatalkan | batal"
        " | pembatalan"
        " | berakhir | kedaluwarsa | kadaluarsa | ditiadakan | menghapus | mencabut | menghentikan"
        " | dihapuskan | disetop | distop",
    ),
    "safety": (
        "aman | selamat | terkendali | kondusif | layak konsumsi | layak minum | slamet"
        " | aman-aman",
        "bahaya | berbahaya | membahayakan | rawan | darurat | mengancam | tercemar | beracun",
    ),
    "truth": (
        "benar | betul | nyata | asli | resmi | terbukti",
        "palsu | bohong | hoaks | hoax | rekayasa | menyesatkan | fiktif",
    ),
    "stock": (
        "cukup | mencukupi | tersedia | melimpah | memadai | cekap",
        "langka | kelangkaan | habis | kosong | kehabisan | kekurangan | menipis",
    ),
    "pace": (
        "dipercepat | dimajukan | lebih awal | lebih cepat | mempercepat",
        "ditunda | diundur | penundaan | dijadwalkan ulang | menunda | mundur | ditangguhkan",
    ),
    "presence": (
        "tatap muka | luring | offline | langsung ke | datang langsung",
        "daring | online | jarak jauh | dalam jaringan",
    ),
    "permanence": ("sementara | sementawis", "permanen | selamanya | seterusnya | selama-lamanya"),
    "calm": ("tenang | tak perlu panik", "panik | resah"),
    "infection": ("menular | penularan | tertular", "sembuh"),
    "support": (
        "mendukung | menyetujui | setuju",
        "menolak | penolakan | ditolak",
    ),
    "receipt": (
        "menerima | mendapat | mendapatkan | memperoleh | dapat bantuan | nampa | narima",
        "",
    ),
    "deaths": (
        "korban jiwa | tewas | meninggal | merenggut nyawa | menewaskan | meninggal dunia",
        "nihil korban | korban jiwa nihil | korban nihil | nol korban",
    ),
    "begun": ("dimulai | dilaksanakan | digelar | diselenggarakan | berlangsung", ""),
    "refuge": (
        "mengungsi | dievakuasi | menjauh | menjauhi | mengosongkan rumah | meninggalkan rumah"
        " | keluar rumah | bertahan di posko | bertahan di pengungsian | tetap di pengungsian",
        "pulang | kembali ke rumah | bertahan di rumah | tetap di rumah | berjaga di rumah"
        " | mendekat | mendekati | dalam rumah | seperti biasa | bermain di",
    ),
    "whole": (
        "utuh | seutuhnya | secara penuh | membayar penuh | dibayar penuh",
        "potongan | dipotong | disisihkan | disunat | diskon | separuh harga | setengah harga",
    ),
    "finding": (
        "positif | ditemukan | ada kasus | terkonfirmasi | terdeteksi | terjangkit | terinfeksi",
        "negatif | nihil kasus | nol kasus | belum ada kasus | tidak ada kasus",
    ),
    "penalty": (
        "hapus denda | bebas denda | penghapusan denda | denda dihapus | denda dihapuskan"
        " | membebaskan denda"
        " | pembebasan denda | dibebaskan dari denda | tanpa denda | meniadakan denda"
        " | denda ditiadakan | menghapus denda | dendanya nol | bebas dari denda",
        "denda | didenda | sanksi | disanksi | hukuman | dihukum | dipidana | ditilang",
    ),
    "kept": (
        "dikembalikan | diganti | diuangkan | dapat diuangkan",
        "hangus | dinyatakan hangus",
    ),
    "in person": (
        "harus datang sendiri | wajib datang sendiri | diurus sendiri | mengurus sendiri",
        "diwakilkan | diwakili | mewakilkan | dititipkan | titip | dikuasakan | diuruskan"
        " | secara kolektif | lewat perantara | surat kuasa",
    ),
    "condition": (
        "tergolong baik | masih baik | kondisi baik | membaik | pulih | sehat",
        "memburuk | buruk | parah | rusak berat",
    ),
}

# Obligation of a statement, longest form first.
MODALITY: tuple[tuple[str, str], ...] = (
    ("free", "tidak wajib | tak wajib | tidak harus | tak harus | tidak perlu | tak perlu"
    " | tidak usah"
             " | tidak diminta | tidak dimintai | tak diminta | tak dimintai | tidak ditanya"
             " | tidak memerlukan | tak memerlukan | tidak diperlukan | tak diperlukan"
    " | tidak membutuhkan | tidak dibutuhkan | tidak mensyaratkan | tidak disyaratkan"
    " | bersifat sukarela | sukarela | opsional | tidak diwajibkan | tidak diharuskan"
             " | ora wajib | ora kudu | teu wajib | teu kedah | teu kudu | ora perlu | boleh tidak"
             " | bersifat anjuran | sekadar anjuran | sekadar imbauan | hanya imbauan"
             " | hanya anjuran"
             " | bukan kewajiban | bukan keharusan | tanpa perlu | tanpa harus | gak perlu"
             " | gak wajib"),
    ("forbidden", "dilarang | melarang | tidak boleh | tak boleh | jangan | tidak diperbolehkan"
                  " | tidak diizinkan | tidak diperkenankan | ora oleh | ora kena | teu meunang"
                  " | teu kenging | larangan | terlarang | haram | tidak dapat | tidak bisa"
                  " | tak bisa"
                  " | ojo | ulah"
                  " | gak boleh | nggak boleh | belum boleh | belum bisa | belum dapat"),
    ("obliged", "wajib | harus | diwajibkan | mewajibkan | diharuskan | mesti | kudu | kedah"
    " | mutlak"
                " | kewajiban | keharusan"),
    ("invited", "dipersilakan | dipersilahkan"),
    ("asked", "diminta | diimbau | dianjurkan | disarankan | diinstruksikan | ditugaskan"),
    ("allowed", "bebas melaut | bebas masuk | bebas melintas | bebas mendaftar | bebas memilih"
    " | leluasa | boleh | diperbolehkan"
    " | diizinkan | diperkenankan | dibolehkan | meunang | kenging"
                " | oleh-oleh saja | tetap bisa | tetap dapat"),
)  # fmt: skip
CLASHING = frozenset(
    frozenset(pair)
    for pair in (
        ("obliged", "free"),
        ("forbidden", "invited"),
        ("asked", "free"),
        ("asked", "forbidden"),
        ("obliged", "forbidden"),
        ("obliged", "allowed"),
        ("forbidden", "allowed"),
        ("forbidden", "free"),
    )
)

# Who is meant: everybody, or only some.
EVERYONE = (
    "semua | seluruh | setiap | siapa pun | siapapun | tanpa kecuali | tanpa terkecuali"
    " | tanpa syarat"
    " | semua orang | umum | mana pun | manapun | mana saja | siapa saja"
    " | sakabeh | sadaya | kabeh | sedaya"
)
ONLY = "hanya | khusus | cuma | terbatas | tertentu | sebagian | mung | namung"
" | ngan | sajabana"

# ---- closed classes: what may be swapped for another of its kind -------------------

# class → canonical → forms. Forms are matched as written words, longest first.
CLASSES: Mapping[str, Mapping[str, str]] = {
    "group": {
        "owner": "pemilik",
        "elderly": "lansia | lanjut usia | orang lanjut usia | usia lanjut"
            " | warga lanjut usia | wong tuwa",
        "child": "anak | anak-anak | anak anak | bocah | barudak",
        "toddler": "balita | bayi | anak balita",
        "pregnant": "ibu hamil | bumil | ibu mengandung | wanita hamil",
        "nursing": "ibu menyusui | busui",
        "pupil": "pelajar | siswa | murid | peserta didik | siswi",
        "student": "mahasiswa",
        "teacher": "guru | tenaga pendidik | pendidik",
        "honorary": "guru non-asn | non-asn | guru honorer | honorer | tenaga honorer",
        "medic": "tenaga kesehatan | nakes | tenaga medis",
        "farmer": "petani | kelompok tani | patani",
        "fisher": "nelayan",
        "smallbusiness": "umkm | pelaku umkm | usaha mikro | pelaku usaha mikro | usaha kecil",
        "official": "asn | pns | aparatur sipil negara | pegawai negeri | pegawai negeri sipil",
        "military": "tni | prajurit",
        "worker": "buruh | pekerja | karyawan | pegawai swasta",
        "poor": "keluarga miskin | warga miskin | masyarakat miskin | kpm"
            " | keluarga penerima manfaat"
                " | keluarga prasejahtera | warga kurang mampu | keluarga kurang mampu"
                " | penerima pkh",
        "disabled": "difabel | penyandang disabilitas | disabilitas",
        "driver": "sopir | pengemudi | pengemudi ojek | ojol | ojek daring",
        "publictransport": "angkutan umum | kendaraan umum | transportasi umum",
        "private": "kendaraan pribadi | mobil pribadi",
        "motorcycle": "sepeda motor | motor | roda dua",
        "car": "mobil | roda empat",
        "truck": "truk | kendaraan berat | angkutan barang",
        "foreigner": "wna | warga negara asing | orang asing",
        "citizen": "wni | warga negara indonesia",
        "patient": "pasien | penderita",
        "retired": "pensiunan",
        "veteran": "veteran",
        "jobless": "pengangguran | pencari kerja",
        "pilgrim": "jemaah haji | calon jemaah | jemaah",
        "fresh": "pemilih pemula",
        "person": "orang pribadi | wajib pajak pribadi | perorangan",
        "firm": "badan usaha | wajib pajak badan | korporasi",
        "small_firm": "usaha menengah",
        "widow": "janda",
        "orphan": "yatim | anak yatim | yatim piatu",
        "headmaster": "kepala sekolah",
        "cadre": "kader | kader posyandu",
        "trader": "pedagang | pedagang kaki lima | pkl",
        "tourist": "wisatawan | turis",
        "rt": "ketua rt | pengurus rt",
    },
    "document": {
        "ktp": "ktp | e-ktp | ktp-el | kartu tanda penduduk | nik",
        "kk": "kartu keluarga | kk",
        "kia": "kartu identitas anak | kia",
        "sim": "sim | surat izin mengemudi",
        "stnk": "stnk",
        "passport": "paspor",
        "birth": "akta kelahiran | akta lahir",
        "bpjs": "kartu bpjs | kartu indonesia sehat | kis",
        "kip": "kartu indonesia pintar | kip",
        "letter": "surat keterangan | surat pengantar | suket",
        "domicile": "surat domisili | keterangan domisili",
        "sktm": "sktm | surat keterangan tidak mampu",
        "certificate": "sertifikat | ijazah",
        "photo": "pas foto | swafoto",
        "npwp": "npwp",
    },
    "means": {
        "cash": "uang tunai | tunai | kontan | cash",
        "card": "kartu elektronik | uang elektronik | nontunai | non-tunai | qris"
            " | kartu uang elektronik",
        "transfer": "transfer | ditransfer | rekening",
    },
    "stage": {
        "paud": "paud | tk", "sd": "sd", "smp": "smp | mts", "sma": "sma | smk | ma",
    },
    "product": {
        "pertalite": "pertalite",
        "pertamax": "pertamax",
        "solar": "solar | biosolar",
        "premium": "premium",
        "kerosene": "minyak tanah",
        "lpg": "elpiji | lpg | gas melon | gas elpiji",
        "rice": "beras",
        "oil": "minyak goreng | minyakita",
        "sugar": "gula | gula pasir",
        "chili": "cabai | lombok | cabe",
        "egg": "telur",
        "chicken": "daging ayam | ayam",
        "beef": "daging sapi | sapi",
        "flour": "tepung terigu | terigu",
        "fertilizer": "pupuk",
        "urea": "urea",
        "electricity": "listrik",
        "water": "air bersih | air minum",
        "measles": "campak | vaksin campak",
        "polio": "polio | vaksin polio",
        "covid": "covid-19 | covid | korona | vaksin covid-19",
        "dengue": "dbd | demam berdarah",
        "flu": "influenza | flu",
        "rabies": "rabies",
        "diphtheria": "difteri",
        "tb": "tbc | tuberkulosis",
        "ispa": "ispa",
        "mask": "masker",
        "vitamin": "vitamin a | vitamin",
    },
    "channel": {
        "office": "kantor kelurahan | kantor desa | balai desa | kantor kecamatan",
        "clinic": "puskesmas | posyandu | faskes",
        "hospital": "rumah sakit | rsud",
        "bank": "bank | atm",
        "post": "kantor pos | pt pos",
        "app": "aplikasi",
        "site": "situs | laman | website | portal",
        "shop": "agen | pangkalan",
        "retail": "pengecer | warung | toko kelontong | kios",
        "spbu": "spbu",
        "school": "sekolah",
    },
    "agency": {
        "kemenkes": "kementerian kesehatan | kemenkes | menteri kesehatan | menkes",
        "kemendik": "kementerian pendidikan | kemendikbud | kemendikdasmen | kemendikbudristek"
                    " | kementerian pendidikan dasar dan menengah"
                    " | kementerian pendidikan dan kebudayaan",
        "kemensos": "kementerian sosial | kemensos | menteri sosial | mensos",
        "kemenag": "kementerian agama | kemenag | menteri agama",
        "kemenkeu": "kementerian keuangan | kemenkeu | menteri keuangan",
        "kemenhub": "kementerian perhubungan | kemenhub",
        "kementan": "kementerian pertanian | kementan",
        "esdm": "kementerian esdm | kementerian energi dan sumber daya mineral | menteri esdm",
        "komdigi": "komdigi | kominfo | kementerian komunikasi dan digital | kementerian kominfo",
        "kemendagri": "kementerian dalam negeri | kemendagri | mendagri",
        "pupr": "kementerian pupr | kementerian pu | kementerian pekerjaan umum",
        "kemnaker": "kementerian ketenagakerjaan | kemnaker",
        "kemendag": "kementerian perdagangan | kemendag",
        "klh": "kementerian lingkungan hidup | klhk | klh",
        "kemenkop": "kementerian koperasi | kementerian koperasi dan ukm | kementerian umkm",
        "kemenhaj": "kementerian haji | kementerian haji dan umrah",
        "bpom": "bpom | badan pom",
        "bmkg": "bmkg",
        "bnpb": "bnpb | badan nasional penanggulangan bencana",
        "bpbd": "bpbd | badan penanggulangan bencana daerah",
        "basarnas": "basarnas",
        "bgn": "badan gizi nasional | bgn",
        "bps": "bps | badan pusat statistik",
        "bpjs": "bpjs kesehatan | bpjs ketenagakerjaan | bpjs",
        "bulog": "bulog | perum bulog",
        "pln": "pln",
        "pertamina": "pertamina",
        "pdam": "perumda air minum | pdam | perusahaan daerah air minum",
        "army": "kodim | koramil | korem | babinsa",
        "subdistrict": "camat | pemerintah kecamatan | pihak kecamatan",
        "police": "polri | polisi | kepolisian | polda | polres | polsek",
        "satpol": "satpol pp",
        "kpu": "kpu | komisi pemilihan umum",
        "bawaslu": "bawaslu",
        "dukcapil": "dukcapil | disdukcapil | dinas dukcapil | dinas kependudukan",
        "dinkes": "dinas kesehatan | dinkes",
        "dinsos": "dinas sosial | dinsos",
        "disdik": "dinas pendidikan | disdik",
        "dishub": "dinas perhubungan | dishub",
        "diskominfo": "dinas kominfo | diskominfo | dinas komunikasi dan informatika",
        "dispertan": "dinas pertanian",
        "dlh": "dinas lingkungan hidup | dlh",
        "disdag": "dinas perdagangan",
        "government": "pemerintah | negara",
        "centre": "pemerintah pusat | apbn | dari pusat",
        "regional": "pemerintah daerah | pemda | apbd",
        "provincial": "pemerintah provinsi | pemprov | gubernur",
        "district": "pemerintah kabupaten | pemkab | bupati | pemerintah kota | pemkot"
            " | wali kota | walikota",
        "extension": "penyuluh | penyuluh pertanian",
        "village": "aparat desa | perangkat desa | pemerintah desa | kepala desa | pemdes | lurah"
        " | dana desa",
        "parents": "orang tua | wali murid",
        "company": "perusahaan | pengusaha | pemberi kerja",
        "pmi": "pmi | palang merah indonesia",
        "ojk": "ojk",
        "bi": "bank indonesia",
        "president": "presiden",
    },
}  # fmt: skip
# Group → the wider ones that take it in.
TAKEN_IN: Mapping[str, frozenset[str]] = {
    "toddler": frozenset({"child"}),
    "pupil": frozenset({"child"}),
    "pregnant": frozenset({"patient"}),
    "honorary": frozenset({"teacher"}),
    "private": frozenset({"car", "motorcycle"}),
    "car": frozenset({"private"}),
    "motorcycle": frozenset({"private"}),
}
# Agency → the wider one that it may stand for, or be told apart from by nobody.
WIDER: Mapping[str, frozenset[str]] = {
    "district": frozenset({"regional"}),
    "provincial": frozenset({"regional"}),
    "dinkes": frozenset({"regional", "district", "provincial"}),
    "dinsos": frozenset({"regional", "district", "provincial"}),
    "disdik": frozenset({"regional", "district", "provincial"}),
    "dishub": frozenset({"regional", "district", "provincial"}),
    "dispertan": frozenset({"regional", "district", "provincial"}),
    "dukcapil": frozenset({"regional", "district"}),
    "dlh": frozenset({"regional", "district", "provincial"}),
    "disdag": frozenset({"regional", "district", "provincial"}),
    "diskominfo": frozenset({"regional", "district", "provincial"}),
    "bpbd": frozenset({"regional", "district", "provincial"}),
    "kemenkes": frozenset({"centre"}),
    "kemensos": frozenset({"centre"}),
    "kemendik": frozenset({"centre"}),
    "kemenkeu": frozenset({"centre"}),
    "kementan": frozenset({"centre"}),
    "esdm": frozenset({"centre"}),
    "kemenhub": frozenset({"centre"}),
    "komdigi": frozenset({"centre"}),
    "kemenag": frozenset({"centre"}),
    "kemendag": frozenset({"centre"}),
    "kemendagri": frozenset({"centre"}),
    "pupr": frozenset({"centre"}),
    "bgn": frozenset({"centre"}),
    "bnpb": frozenset({"centre"}),
    "president": frozenset({"centre"}),
}
# An agency behind these only tells where the words come from.
SOURCES = word_set(
    """
menurut dikutip kata ujar sumber melansir berdasarkan bersama kepada arahan keterangan data
berkoordinasi koordinasi sesuai imbauan edaran laporkan hubungi menghubungi lapor via kutip
jelas tutur tegas
    """
)

# ---- other words for the same -------------------------------------------------------

# Words whose root is another word's: "peserta" is no form of "serta".
EXACT = """
peserta pesertanya
dilihat melihat
pertunjukan
pencoblosan pemungutan mencoblos coblos
pungutan dipungut memungut
tertentu
menerima mendapat mendapatkan memperoleh menerimanya didapat diterima kebagian memberi diberi \
memberikan diberikan
temuan ditemukan menemukan
pertemuan
baik
berjalan
izin seizin perizinan izinnya berizin seijin ijin
"""

SYNONYMS = """
naik menaikkan dinaikkan kenaikan
makan memakan dimakan
masak memasak dimasak
muat memuat
potongan diskon dipotong potong
masuk memasukkan dimasukkan pemasukan
minta meminta diminta permintaan
milik memiliki dimiliki
menyatakan dinyatakan pernyataan
menikmati dinikmati
ditebus menebus penebusan
ambil mengambil diambil pengambilan
bayar membayar dibayar
ditanggung menanggung tanggungan dibebankan beban
bantuan bansos subsidi santunan disubsidi bersubsidi menyubsidi
jadwal agenda waktu
vaksinasi vaksin imunisasi suntik
penyaluran disalurkan menyalurkan dibagikan pembagian membagikan distribusi penyerahan \
diserahkan dikirim cair pencairan
pendaftaran daftar mendaftar registrasi mendaftarkan
pelayanan layanan melayani dilayani
pemadaman padam mati
mengungsi pengungsian pengungsi evakuasi dievakuasi mengevakuasi
laporan melapor lapor laporkan melaporkan aduan mengadu adukan pengaduan
bepergian perjalanan mudik
membawa bawa menunjukkan tunjukkan memperlihatkan menyertakan bawalah nggawa mawa
memakai pakai mengenakan menggunakan gunakan
sekolah madrasah
harga banderol
pembelian membeli beli pembeli dibeli
batas tenggat
dimulai diawali berawal
kendaraan mobil
banjir genangan
gempa lindu
rusak kerusakan
korban
air banyu cai
rumah griya imah omah tempat tinggal hunian
jalan ruas
lokasi tempat titik
petugas relawan
obat
uang dana anggaran biaya
penerima penerimanya
masyarakat warga penduduk rakyat
informasi info kabar berita
pemilu pemilihan
pemilih
waspada hati-hati mewaspadai siaga
hujan
minum konsumsi mengonsumsi dikonsumsi ngombe
merebus direbus dimasak memasak rebus
kerja bekerja
gaji penghasilan
rapat
resmi sah
cepat segera
sakit gejala
periksa memeriksa memeriksakan pemeriksaan cek mengecek
nomor hotline
posko pos
kuota jatah alokasi
kebijakan aturan ketentuan peraturan
gelombang tahap periode
tinggi
menyebar penyebaran tersebar
pembelajaran belajar kegiatan
formulir blangko
penutupan
iuran premi
pajak
denda sanksi
lampu
kapal feri
pelabuhan dermaga
bandara
kereta
tarif ongkos
perbaikan diperbaiki memperbaiki pemeliharaan
hadiah
undian
pupuk rabuk
sawah lahan
panen
pasar
pedagang penjual bakul
stok persediaan cadangan pasokan
pusat sentra
makan makanan
radius jarak
letusan erupsi meletus
gunung
pantai pesisir
kebakaran api
asap
desa kelurahan kampung
perusahaan usaha
berkas dokumen
ponsel hp handphone gawai
membuat buat bikin dibuat
tiket karcis
wisatawan turis pengunjung
halaman pelataran
hewan ternak satwa
menebang ditebang penebangan tebang
menjenguk dijenguk besuk pembesuk
mengaktifkan diaktifkan aktivasi reaktivasi pengaktifan
menonaktifkan dinonaktifkan
melunasi dilunasi pelunasan lunas
mengajukan diajukan pengajuan permohonan
"""


def _phrases(text: str) -> Iterator[Phrase]:
    for form in text.split("|"):
        if words := tuple(form.split()):
            yield words


@lru_cache(maxsize=1)
def exact() -> Mapping[str, str]:
    """Word → the word that stands for it, where its root would say something else."""
    return {
        word: f"{group[0]}="
        for line in EXACT.replace("\\\n", "").strip().splitlines()
        if (group := line.split())
        for word in group
    }


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, str]:
    """Stem → the stem that stands for its group."""
    return {
        root_of(word): root_of(group[0])
        for line in SYNONYMS.strip().splitlines()
        if (group := line.split())
        for word in reversed(group)
    }


@lru_cache(maxsize=1)
def class_forms() -> Mapping[str, tuple[tuple[Phrase, str, str], ...]]:
    """First word → (form, class, canonical), longest forms first."""
    found: dict[str, list[tuple[Phrase, str, str]]] = {}
    for kind, members in CLASSES.items():
        for name, forms in members.items():
            for form in _phrases(forms):
                found.setdefault(form[0], []).append((form, kind, name))
    return {
        first: tuple(sorted(forms, key=lambda each: -len(each[0])))
        for first, forms in found.items()
    }


@lru_cache(maxsize=1)
def class_roots() -> Mapping[str, str]:
    """Root of a thing that is one word → its member, so that "bermasker" is of "masker"."""
    return {
        f"ber{form[0]}": f"{kind}:{name}"
        for kind in ("product", "document")
        for name, forms in CLASSES[kind].items()
        for form in _phrases(forms)
        if len(form) == 1
    }


@lru_cache(maxsize=1)
def concept_forms() -> Mapping[str, tuple[tuple[Phrase, str, int], ...]]:
    """First word → (form, concept, sign), longest forms first."""
    found: dict[str, list[tuple[Phrase, str, int]]] = {}
    for name, sides in CONCEPTS.items():
        for forms, sign in zip(sides, (1, -1), strict=True):
            for form in _phrases(forms):
                found.setdefault(form[0], []).append((form, name, sign))
    return {
        first: tuple(sorted(forms, key=lambda each: -len(each[0])))
        for first, forms in found.items()
    }


@lru_cache(maxsize=1)
def concept_words() -> frozenset[str]:
    """Words that are a concept by themselves."""
    every = (each for forms in concept_forms().values() for each in forms)
    return frozenset(form[0] for form, _concept, _sign in every if len(form) == 1)


@lru_cache(maxsize=1)
def modality_forms() -> tuple[tuple[Phrase, str], ...]:
    """(form, modality): freedom and prohibition first, for they hold the words of duty."""
    return tuple((form, name) for name, forms in MODALITY for form in _phrases(forms))


@lru_cache(maxsize=2)
def scope_forms(which: str) -> tuple[Phrase, ...]:
    """Forms of "everyone" or of "only"."""
    return tuple(_phrases(EVERYONE if which == "everyone" else ONLY))
