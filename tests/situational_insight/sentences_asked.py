"""Our own sentences, written as people write them: asked ("?") or not asked ("-").

The first two tables were at hand while the rules were written; the third was written when they
were done and no rule was changed for it, so its figures are the honest ones.
"""

KNOWN = """
? Apa benar harga BBM naik besok?
? apa bener bsk bbm naik min
? Emang bener ya bansos bulan ini ditunda?
? Bener gak sih vaksin ada chipnya
? Ini hoaks atau bukan ya min?
? Beredar kabar sekolah libur dua minggu, apakah benar?
? Benarkah rekening yang tidak aktif akan diblokir?
? Kapan bansos tahap dua cair?
? kapan ya KIP kuliah cair
? bantuan beras kapan dibagikan min
? Di mana bisa daftar mudik gratis?
? dimana posko pengungsian terdekat kak
? Berapa harga pertalite sekarang?
? brp biaya bikin sim sekarang ya
? Siapa saja yang berhak dapat subsidi listrik?
? Kenapa listrik di Sukajadi padam sejak tadi pagi?
? knp air pdam keruh terus min
? Bagaimana cara cek penerima PKH?
? gimana cara lapor pungli di sekolah?
? Apa syarat daftar kartu prakerja?
? syarat daftar bansos apa aja ya kak
? Ada yang tahu nomor darurat BPBD Cianjur?
? ada yg tau jalan ke Puncak sudah dibuka belum
? Mau tanya min, pajak motor sudah bisa online belum ya
? Mohon info kelanjutan bantuan rumah rusak akibat gempa
? Mohon konfirmasinya pak, apakah surat edaran ini asli
? tolong jelaskan soal iuran BPJS yang katanya naik
? Apakah tsunami akan terjadi malam ini di Pangandaran?
? Bisakah mengurus KTP tanpa surat pengantar RT?
? Haruskah anak usia lima tahun disuntik ulang?
? Amankah minum air sumur setelah banjir
? Sudah bisa belum ya daftar CPNS tahun ini?
? BLT sudah cair atau belum
? pengumuman sekolah zonasi jadi diundur gak ya
? Masa sih e-KTP harus diganti semua bulan depan?
? Gas melon dibatasi 2 tabung per KK, iya kah?
? ini beneran atau hoax min, katanya tol digratiskan sebulan
? Vaksin polio halal tidak?
? Lowongan kerja dari kementerian itu asli gak kak?
? Emangnya boleh RT menarik iuran wajib?
? Kok token listrik belum masuk padahal sudah bayar?
? Jadi harga beras sekarang turun atau masih naik?
? Tanggal berapa gaji ke-13 dibayar?
? Jam berapa loket samsat buka?
? Apa iya semua guru honorer diangkat tahun ini
? Apa tidak ada bantuan untuk korban longsor di Garut?
? kenapa nama saya hilang dari daftar penerima bantuan?
? Ke mana harus melapor kalau bantuan dipotong?
? Pak, jembatan Cikeruh ditutup sampai kapan ya?
? Berapa lama masa berlaku surat keterangan sehat?
? video banjir di bandara itu kejadian kapan?
? Penasaran, apakah uang kertas lama masih laku?
? Opo bener rego bensin arep mundhak sesuk?
? iki tenan opo hoax yo lur
? bansos kapan cair yo pak
? Piye carane ndaftar bantuan UMKM?
? Sekolah prei nganti kapan?
? Napa leres wonten vaksin malih?
? ana sing ngerti dalan Ngaliyan wis dibukak durung
? Rego gas melon piro saiki neng Sleman?
? Naha leres harga béas naék deui?
? iraha atuh bansos cair teh
? Kumaha carana ngadaptar PIP?
? Aya nu terang jalan Cadas Pangeran tos muka?
? leres teu sakola libur minggu payun
? Sabaraha hargana gas 3 kilo ayeuna?
? Iyo bana sekolah libua minggu bisuak?
? Bilo bantuan tu ka cair pak?
? Baa caro maurus KTP nan ilang?
? ado nan tau jalan Sitinjau lah buliah dilewati?
? Betul ke harga minyak naik esok?
? adakah sekolah cuti minggu depan
? macam mana nak mohon bantuan banjir?
? Bila duit bantuan masuk akaun?
? boleh ke guna kad lama lagi
? Is it true that the airport will close tomorrow?
? Does anyone know when the bridge reopens
? Why is the water still off in Depok?
? How much is the new toll fare?
? Can anyone confirm the earthquake warning for Lombok?
? Assalamualaikum pak, bantuan PIP anak saya kok belum cair ya?
? Min, ini edaran resmi atau editan?
? Kabar kenaikan tarif KRL itu betul tidak?
? Benarkah minum air kelapa menyembuhkan demam berdarah?
? hoax gak nih min video surat suara tercoblos
? Apakah pendaftaran haji ditutup sampai tahun depan
? Siapa yang harus dihubungi kalau anak demam setelah imunisasi?
? Mengapa pupuk subsidi susah didapat di Indramayu?
? apakah bmkg mengeluarkan peringatan gempa susulan malam ini
? Vaksinnya gratis apa bayar kak
- Harga BBM naik besok pagi, sebarkan!
- Saya sudah cek, bansos cair tanggal 10.
- Terima kasih infonya min.
- Langkah pemerintah sudah tepat.
- Mereka menikah di Makkah bulan lalu.
- Sedekah tidak akan mengurangi harta.
- Naskah pidato sudah dibagikan kepada wartawan.
- Masyarakat diminta tidak panik dan menunggu informasi resmi.
- Sampai kapan rakyat dibohongi terus?!
- Mau jadi apa negeri ini?
- Di mana hati nurani kalian?
- Pemerintah ke mana?
- KOK BISA SIH?!?!
- Siapa suruh percaya berita begitu?
- Buat apa bayar pajak kalau jalan rusak begini?
- Bukankah dulu janjinya gratis?
- Apa kabar semuanya?
- Apa gunanya lapor kalau tidak ditanggapi?
- Butuh dana cepat? Hubungi kami sekarang.
- Mau kaya tanpa kerja? Klik tautan di bio.
- Ingin kulit glowing? DM ya kak.
- Bingung cari kontrakan? Yuk lihat koleksi kami
- Kalian tim bubur diaduk atau tidak?
- Setuju?
- Siapa yang kangen masakan ibu?
- Siapa di sini yang masih bangun?
- Tahu gak sih, kopi pahit itu enak banget.
- Kapan pun dibutuhkan, kami siap membantu.
- Apa yang dikatakan bupati itu sudah jelas.
- Siapa yang menanam akan menuai.
- Bagaimana cara memilih beras yang baik, simak ulasan berikut dari para ahli gizi
- Apa pun hasilnya kita terima.
- Polisi menanyakan apakah saksi melihat kejadian itu, kata juru bicara.
- Ini alasan kenapa harga cabai naik menurut pedagang.
- Entah kapan jalan ini diperbaiki.
- Saya tidak tahu siapa yang mengirim pesan itu.
- Berapa pun harganya tetap dibeli.
- Lihat selengkapnya di https://berita.contoh.id/?p=120
- Cek www.contoh.go.id/cari?kata=bansos untuk daftar penerima
- Hahaha lucu banget videonya
- Sakti kali bupati kita, jalan rusak dibilang mulus
- Jangan percaya kabar itu, sudah dibantah kemarin
- Tidak benar sekolah libur dua minggu.
- Memang benar tarif parkir naik, saya baru bayar tadi.
- Emang enak tinggal di desa, udaranya segar
- Warga mohon bantuan segera datang ke lokasi
- Minta tolong sebarkan ke grup keluarga
- Punya otak gak sih yang bikin aturan?
- Masih waras kah yang bikin kebijakan ini?
- Gak malu ya makan uang rakyat?
- Kurang baik apa coba pelayanan kita
- Coba bayangkan kalau itu anakmu
- Ngapain juga antre kalau bisa online
- Pasar buka jam enam pagi sampai sore
- Kapan lagi bisa liburan semurah ini, ayo pesan
- Naik-naik ke puncak gunung
- Antrean panjang sekali di SPBU Ciledug
- Wis suwe ora jamu
- Aku ora ngerti opo-opo
- Hatur nuhun infona kang
- Abdi tos ka puskesmas, seueur nu antri
- Rego lombok saiki larang tenan
- Alah den caliak, indak ado apo-apo
- Jalan ke sana sudah boleh dilewati
- Mereka tak tahu malu ke sana ke mari
- Who cares about that anyway?
- What a beautiful sunset
- I know when the bus comes
- They asked whether the road is open
- How dare they cut the budget?!
- Kamu nanya? Kamu bertanya-tanya?
- Siapa sangka dia menang
- Akhirnya cair juga, ya kan?
- Enak banget baksonya, iya kan?
- Benarkah Vaksin Mengandung Chip? Ini Faktanya
- Kenapa harus takut? Vaksin itu aman.
- Apa itu inflasi? Berikut penjelasannya.
- Daftar sekarang, kuota terbatas
- Dijual rumah murah, nego sampai jadi
- Doakan kami ya kawan-kawan
- Kata siapa orang desa tidak bisa maju
- Gempa barusan kerasa banget sampai lantai 10
- Semoga cepat pulih warga Cianjur
- Bapak itu bilang belum tentu benar
- Hasil rapat belum diumumkan
- Nikah muda itu pilihan masing-masing
- Rakyat cuma disuruh sabar terus
- Benar kata ibu, jangan mudah percaya pesan berantai
"""

UNSEEN = """
? Min ini bener ga sih ada pemutihan pajak kendaraan?
? Katanya listrik subsidi dicabut mulai Juli, betulkah?
? pendaftaran PPPK ditutup tgl brp ya
? Kereta ke Bandung masih jalan nggak habis longsor tadi?
? Anak saya belum dapat obat cacing, harus ke mana ya Bu?
? ada info kapan air PDAM nyala lagi di Antapani?
? Kenapa ya sinyal di Lembang hilang dari semalam
? Apakah betul pemerintah mau hapus uang pecahan seribu
? pesan suara soal penculikan anak itu asli?
? Boleh nggak daftar dua bantuan sekaligus?
? Syaratnya apa aja buat ganti KK yang hilang?
? Kira-kira gempa susulan masih ada lagi nggak ya malam ini
? SPBU Kertajati buka 24 jam kan min?
? berapa kuota haji Jawa Barat tahun ini
? Surat keterangan pindah perlu materai gak?
? Ini link pendaftaran resmi bukan?
? Apa ada perubahan jadwal vaksin di Puskesmas Cibiru?
? Bagaimana nasib pedagang setelah pasar terbakar?
? mohon pencerahan, dana desa bisa dipakai beli ambulans?
? Kapan hasil lab air sungai diumumkan ke warga?
? tau gak nomor pengaduan THR berapa?
? siapa penanggung jawab posko di Sumedang?
? obat sirup yang ditarik itu merek apa saja
? banjir di Kaligawe udah surut belum
? Lur, dalan Purwodadi wis iso diliwati durung?
? Pak Lurah, bantuane sida mudhun sasi iki opo ora?
? Kepiye yen KTP-ku ilang?
? Bener teu aya gempa susulan wengi ieu?
? Di mana tempat ngurus BPJS anu paling deukeut?
? Bara harago minyak tanah di pasa kini?
? Apo iyo gunung Marapi ka malatuih baliak?
? Ada sesiapa tahu bila air naik semula di Kajang?
? Sekolah tutup ke esok?
? Is the price of rice going up again next month?
? Where can we report a fake charity account?
? Has the tsunami warning been lifted yet?
? So vaccines are free for seniors or not?
? Kalau belum vaksin boleh naik kereta nggak
? Pak mau nanya, KIS saya nonaktif, cara aktifkannya gimana
? uang lama tahun emisi 2004 masih berlaku apa tidak
- Bupati mengatakan bantuan akan dibagikan pekan depan.
- Akhirnya PDAM nyala juga, alhamdulillah
- Gimana nggak kesal, tiap hari macet di situ terus
- Apa-apa sekarang mahal, pusing ibu-ibu
- Mana ada bantuan sampai ke kampung kami
- Siapa cepat dia dapat
- Berapa kali dilaporkan tetap tidak ada hasilnya
- Kenapa sih orang suka nyebar hoaks, heran saya
- Negara hadir? Hadir di baliho saja.
- Mau untung tiap hari? Gabung grup kami
- Nggak nyangka ya bisa seramai ini
- Dia tidak tahu apakah besok hujan.
- Kapan terakhir kali kamu piknik? Yuk ke Dufan
- Bagaimana mungkin rakyat percaya kalau begini caranya
- Di mana ada kemauan di situ ada jalan
- Apa susahnya sih buang sampah pada tempatnya?!
- Tolong jangan buang sampah ke sungai
- Mohon maaf lahir dan batin
- Belum tentu juga ya
- Sudah saya bilang dari dulu kan
- Wong cilik terus sing dadi korban
- Ari hujan mah sok banjir wae
- Ndak ado nan bisa manolong kami kini
- Tak payah datang, pejabat tutup hari ini
- When it rains it pours
- Why I love this city so much
- Kami mohon informasi ini diteruskan kepada seluruh warga RW 05
- Benar, jembatan itu sudah bisa dilewati mobil
- Emang bener kata orang, sehat itu mahal
- Apakah Anda lelah membayar cicilan? Kami punya solusinya
- Kemana larinya uang kami? Kembalikan!
- Tanya saja ke kelurahan, petugasnya ramah
- Langkahkan kaki, bukankah hidup ini perjalanan
- Harga cabai 80 ribu, mau masak apa coba
- Pertanyaannya bukan berapa, tapi untuk siapa
- Betul ke kanan dulu baru lurus sampai lampu merah
- Lho kok gitu sih, kecewa saya
- Katanya sih begitu, saya juga kurang paham
- Semua pertanyaan akan dijawab saat konferensi pers
- Anak siapa itu lucu banget
"""

AFTERWARDS = """
? Surat edaran larangan mudik itu betulan ada?
? Bund, imunisasi campak sekarang bayar ya?
? jadwal pemadaman listrik minggu ini ada yang punya
? Kalau KTP rusak bisa langsung ganti di kecamatan?
? Sudah ada kepastian kapan jalan Cadas Pangeran dibuka?
? Kenapa saldo bansos saya nol terus ya
? apakah gempa tadi berpotensi tsunami
? pesan dari bank soal tarif transfer 150 ribu itu penipuan bukan?
? Gimana kalau sertifikat tanahnya belum elektronik, masih sah?
? Min, info loker BUMN ini valid gak?
? Pakai KK sementara boleh daftar sekolah?
? harga elpiji 3 kg resminya berapaan sih
? siapa yang menanggung biaya pasien keracunan?
? Ini yang benar libur tanggal 18 atau 19?
? Bus sekolah gratisnya lewat Cijerah nggak?
? Nomor layanan pengaduan oknum ke mana ya kak
? tolong infonya jadwal vaksin rabies gratis
? Boten wonten bantuan kangge petani, Pak?
? Lha iki surate asli apa ora?
? Iki piye, antrian online kok ora iso dibuka?
? Kunaon cai PDAM pareum ti kamari?
? Tiasa teu ngadamel KTP di MPP dinten Minggu?
? Lai buliah naiak kapa indak bawo KTP?
? Betul ke kerajaan nak potong subsidi diesel?
? What documents do I need for the flood aid?
- Kapan-kapan main ke rumah ya
- Nggak ada yang tahu kapan ajal menjemput
- Apa adanya saja, tidak usah berlebihan
- Semua tahu siapa dalangnya
- Jelaskan dulu duduk perkaranya baru bicara
- Mana janji kampanyemu dulu?!
- Pusing? Minum jamu kunyit asam saja
- Daripada bertanya-tanya, lebih baik datang langsung ke kantor
- Bagaimana pun juga dia tetap warga kita
- Masih percaya sama mereka? Saya sih tidak.
- Bisa-bisanya bantuan dipotong separuh
- Apalah arti sebuah nama
- Warga bertanya-tanya soal asap hitam di kawasan industri
- Berapapun hasilnya kami terima dengan lapang dada
- Ora opo-opo, sing penting sehat
- Henteu aya nu apal iraha hujan liren
- Enak ya jadi anak pejabat
- Kalau bukan kita siapa lagi
- You know what they say about rumours
- Tidak ada pungutan apa pun di posko ini
- Katanya naik, ternyata tidak jadi
- Sudah dibantah BMKG, gempa besar tidak bisa diprediksi
- Nggak usah tanya kapan nikah ya guys
- Ke mana-mana bawa payung sekarang
- Terima kasih sudah mau menjawab pertanyaan kami
"""


def told(table: str) -> list[tuple[bool, str]]:
    """(is it asked, the text) of each line."""
    return [(line[0] == "?", line[2:]) for line in table.strip().splitlines()]
