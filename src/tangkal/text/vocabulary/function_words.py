"""Everyday words that give a language away, written for this project.

The languages that are named, and five neighbours that are not: without words of their own
these would be taken for the named language that is most like them.
"""

NAMED: dict[str, str] = {
    "id": """
        yang dengan tidak untuk dari adalah akan sudah bisa karena mereka kami kalian kamu gak
        nggak enggak ngga ga gue gua gw lu lo aja sih dong deh kok banget udah belum masih juga
        atau tetapi tapi kalau kalo oleh pada saat bahwa hanya sangat lebih seperti tersebut harus
        telah menjadi bagi hingga dapat anda saya kita ini itu ada bukan jangan sekarang besok
        kemarin orang bagaimana gimana kenapa mengapa apa siapa kapan dimana mana semua setiap
        sebagai antara tahun hari bulan dia ia nya lagi sama banyak sekali dalam di ke dan jika
        agar namun serta maka sehingga ketika setelah sebelum sampai terhadap tentang para pun lah
        kah sendiri sedang pernah lain beberapa sedikit cukup selalu merasa makanan tempat
        tempatnya harga harganya rasa rasanya enak mahal murah bagus baik besar kecil suasana
        pelayanan pelayanannya pilihan ternyata memang terlalu kurang paling begitu begini yg dgn
        utk tdk sdh dr krn jgn klo tp jd bgt udh blm dpt org sy km lg ama buat bikin pake pakai
        kasih bilang mau ingin seluruh warga gratis beredar rumah uang anak ya sini sana biasa pas
        agak terus nyaman cocok pasti tetap secara daripada padahal merupakan kepada seorang
        semoga berbagai memiliki beliau umum pihak esok macam jadi makan kayak malah akhirnya biar
        nih tuh loh lho yuk udahan gini gitu doang punya makanya maupun dulu awal hampir tanpa
        selain sesuai apalagi ribu juta jam baru mulai naik masuk
    """,
    "ms": """
        boleh kerana awak korang hang macam nak tak takde tiada wang kereta ialah daripada sahaja
        bagaimanapun cakap beliau bahawa perkara pelbagai masa manakala kerajaan seorang syarikat
        hospital isnin jumaat ahad ringgit esok petang budak percuma tular dakwaan pihak adakah
        bilakah mengapakah ataupun turut baharu umum jabatan polis pejabat makluman sila dah
        tengok faham kat je pun ni tu tau sangat sekiranya berkenaan orang ramai tindakan di dan
        yang ini itu dengan untuk akan ada oleh pada juga tidak telah mereka kami saya kita atau
        lebih harga minyak
    """,
    "jv": """
        iku kuwi iki kang sing seng ora nanging karo marang saka seko neng ning ing wis durung
        arep piye kepiye opo apa sopo sapa kowe aku dheweke awake dhewe bocah wong wae mung yen
        nek lan utawa amarga merga mergo kudu iso isa bisa bakal lagi mau wingi sesuk dina esuk
        bengi omah mangan turu lunga mulih menyang teko teka duwe nduwe dudu akeh sithik gedhe
        cilik apik elek tenan banget matur nuwun suwun monggo mangga sampun boten mboten nggih
        inggih panjenengan kula dalem wonten saged kaliyan saking dening ngono ngene kabeh sak
        tekan rego rega regane kabar weruh krungu ngomong kandha jarene jare malih kanggo dadi uga
        nganggo nang ndek gak ono ana ben supaya luwih paling ngerti amerga nggawe digawe gawe
        panggonan panggonane panganan panganane rasane larang murah wektu pas jaman biyen saiki
        nganti kaya koyo tansah isih maneh meneh cedhak cedak adoh ndelok deloken njaluk njupuk
        nggo ngandhani aja ojo uwis kok to ya yo lha lho kono kene kana mrene punika menika
        ingkang dipun sedaya kagem dumugi nalika sawise sadurunge utawi di sek lak kanthi dinggo
        dingge yaiku uwong awakdewe suwi isuk nyang sampek bar meh banjur melu mrana rada seje tak
        sir mesthi mesti kapenak enak rungokno gaene kudune ternyatane sesok ngerteni eruh rek cak
        lur cah pancen jebul
    """,
    "su": """
        nu teu henteu sareng jeung ka ti dina pikeun anu eta ieu abdi urang anjeun maneh aing
        kuring kumaha naon saha iraha mana bade arek rek geus tos parantos acan can aya euweuh teh
        mah atuh tea wae keur kanggo loba seueur saeutik leutik ageung gede alus awon goreng pisan
        hayang hoyong kudu kedah tiasa balik uih indit angkat ngadangu ninggali ningali nempo
        ngomong nyarios cenah saurna cenahna isuk enjing peuting wengi dinten poe imah bumi jalma
        jalmi budak barudak hatur nuhun punten mangga sumuhun muhun oge deui lamun upami kusabab
        sabab janten jadi ku tina kana sok ngan namung bari bae nyaeta mangrupa mangrupikeun
        supados sangkan sapertos siga jiga kawas waktos waktu nuju teras terus salian dieu dinya
        ditu didieu anjeunna maranehna ngeunah raos tuang tuangeun resep hade sae nyieun midamel
        ngajantenkeun masihan mere meser meuli hargana tempatna rasana sadayana sadaya kabeh
        unggal sababaraha mung komo deuih mangka duka enya heueuh leres lain sanes ulah tong keneh
        pas sakali caket deukeut tebih jauh luhur handap teuing teuieung ayeuna kamari engke
        baheula di rupi tuangeunna ge merenah sawaktos kitu kieu rada nembe gaduh hungkul milarian
        kalayan sanaos saatos we weh sabari pang lah ceuk cek yeuh lur kang euy nyaan sia manehna
        ngeunaan kabar beja
    """,
    "min": """
        nan jo indak ndak alah lah alun iko ko itu tu siko sinan situ ka dari untuak kok dek awak
        ambo den aden kito inyo urang apo baa dima dimano kama kamano bilo bara juo jua pulo sajo
        se bana lamak rancak gadang ketek banyak sadonyo sado kasado sadoalah pai tibo baliak mode
        sarupo saroman takah antah ado bisa dapek buliah nio amuah katiko wakatu kini beko bisuak
        kapatang patang cako hanyo masih labiah paliang sabana agak mancaliak caliak maagiah
        mambuek mangecek kecek dakek jauah ateh muko tampek tampeknyo pun amak apak uda uni samo
        surang duo tigo ampek limo karano supayo sainggo sahinggo namun tapi atau jikok jiko kalau
        talampau takuik sanang suko raso rasonyo haragonyo harago nyo tasabuik adolah akan tantang
        manjadi dalam pado sarato saat satiok salalu acok sambia sudah alumlah indaklah lai yo iyo
        nyeh mah do dih bagai ciek saketek sangaik elok baiak manggaleh makanannyo urangnyo paralu
        musti haruih dicaliak digunoan kan mangko jan ndeh di dan yang wak lo cukuik liak biaso
        ancak sadang taruih sajuak punyo salain bantuak abih piriang salero samoga makan jadi
        harus jam pas kami lain sampai malam hari siang caritonyo kabanyo kecekan waang bundo
        induak sanak dunsanak
    """,
    "ban": """
        sane ane ring uli saking antuk lan muah teken sareng ajak nenten ten tusing sing tuara ada
        wenten suba sampun konden durung lakar jagi pacang tiang titiang icang cang ia ipun dane
        ragane cai nyai iraga niki puniki ene nika punika ento napi apa sira nyen dija encen pidan
        sapunapi kenken ngudiang santukan krana wireh yening yen nanging sakewala taler masih
        kewanten dogen kemanten kantun enu malih buin pisan gati pesan sajan sami makejang akeh
        liu abedik kidik akidik sekadi sakadi cara buka kantos kanti mangkin jani ibi mani benjang
        rahina rahinane wengi peteng semeng warsa tiban jaan jegeg becik luung melah ageng gede
        cenik alit aji ajine mael mudah jinah pipis meli numbas ngajeng madaar ajengan ajengane
        ajengannyane genah genahne genahnyane tongos tongosne umah jero mula sampunang eda dados
        nyidang prasida patut mangda apang olih bes ngae ngaenang ngaryanang nganggen anggon polih
        maan rauh teka luas lunga mulih budal nawang uning ngorahang orahang demen seneng liang
        sebet jejeh meled kayun tuah wantah manten suksma nggih inggih tuni wau tur miwah ka indik
        sabilang setata raris lantas driki deriki drika ditu dini kija mawinan riantukan rasa
        rasane mekejang kone makudang tabuh di ne tiyang jaen gen macem asane dot ade taen mai jeg
        ngelah nike nu tyang seken asapunika kirang enggal lianan lenan bli med care kudang orta
        gatra ortine nyak bapan wargi krama
    """,
    "bjn": """
        nang wan lawan kada kadada kadapapa sudah hanyar haja ja jua banar ulun unda aku ikam pian
        nyawa inya sidin buhan bubuhan buhannya kami gasan hagan matan mulai ka itu ini nitu ngini
        ngitu napa siapa kayapa kanapa mana dimana pabila amun mun bila imbah limbah magun lagi
        pulang labih paling kaya nangkaya sampai wayah wayahini kawa handak hakun bulik tulak
        bungas langkar nyaman ganal halus hibak banyak sabarataan samunyaan barataan urang
        bibinian lalakian kakanakan abah uma wadai wadah wadahnya andakan iwak banyu baisukan
        kamarian parak tangah pang am ai leh tuh gin maka padahal karana tagal tapi biar bapandir
        bapadah ujar jar jarnya itihi dangar katuju himung sarik takutan supan uyuh rami talalu
        rancak saban asa talu ampat maulah manggawi gawian lakas bujur harau mambari marasa haraga
        haraganya rasanya makanannya panjualan sagala tarus lalu supaya balum kainapa kiyapa
        saikung sabuting sacara mamakai dipakai gasannya kadanya baik satumat sadikit rahatan
        parhatian salawas lawas mancari mandapat basamaan baimbai di ada masih liwar mayan pina
        dasar hudah wahini kadida intang muar gegara atau karena apa dari dalam kita bisa bisukan
        ni tu jadi makan rasa malam jam jalan jauh luar tahu salah habar habarnya cagar saurang
        musti
    """,
    "en": """
        the of and to in is was are were be been being a an it its this that these those for on
        with as at by from or but not no i you he she we they me him her us them my your his our
        their what which who whom whose when where why how all any both each few more most other
        some such only own same so than too very can could will would shall should may might must
        do does did done have has had having if because until while about against between into
        through during before after above below up down out off over under again then once here
        there just also even still already yet really get got go went going like good great nice
        place food price people make made new now want need please say said one two first time day
        year way let lot many much well back know think see come
    """,
}

NEIGHBOURS: dict[str, str] = {
    "ace": """
        nyang ngon hana han keu bak lam nibak lon ulon gata droe droneuh gobnyan jih kamoe
        geutanyoe awaknyan nyoe nyan jeh peu soe pakon pakriban pajan pat meunyo meunyoe atawa cit
        mantong that dum mandum bandum lagee ladom ka goh teungoh eunteuk uroe beungoh buleuen
        thon ureueng aneuk rumoh bloe peng yum mangat jroh get ubit rayek le bacut jeuet bek payah
        keuneuk tajak jak woe ubat ie pajoh bu meunan teuma lom sabe sampoe keureuna nyankeuh
        hinoe hideh keunoe teumpat teumpatjih leubeh laen watee masa dilee uroenyoe jinoe teuka
        peugot geupeugot deungo kalon takalon seubab ngat meu teu geu ji meujan
    """,
    "mad": """
        se bik ben ban tak ta enjek bunten sobung badha bada engkok sengko kaula bula tang been
        sampeyan panjenengan abe areya jereya ruwa apah sapah kemma bile arapa dhemmah deri dari
        kaangguy ghebey gebey polana mon tape otaba kiya keya jughan jugan malolo ghun gun pagghun
        pole lebbi ce ongghu onggu kabbhi kabbi bannyak benyak sakone akadi padena satiyah
        samangken lagghu bulen taon oreng roma bengko pesse arghe arghena nyaman begus raja kene
        ella ghi bisa andhi endik terro ngakan melle entar mole dateng tao kalaban ghenika paneka
        neng e ka dhari kennengan kennengnganna rassana lakar bede bedeh sangat ghellu marena
        sabellunna engghi ghapaneka manabi dhaddhi deddi reng lerres sadhaja
    """,
    "nij": """
        je ije jite jituh te tuh hapa awi akan bara tuntang hung huang intu hong dia jida jaton
        tege ati aton jari hindai handak tau olih ulih musti ela yaku ikau ikei itah ie ewen narai
        eweh bihin hamian pea kilen kilau buhen amun kea bewei baya tinai labih tutu biar uras
        handiai are isut metuh andau hamalem jewu nyelu uluh oloh human huma regan rega mangat
        bahalap hai korik kurik danum kuman mamili haguet buli dumah auh lewu eka ekae kare sewut
        kueh kia ihi pahari bakas kanih kanuah akae panginan pangkuman tempu dengae
    """,
    "bug": """
        iyanaritu iyaro iyae iye iyye de dena degaga engka engkae na nappa ri ko pole polei lao
        sibawa sibawang nennia nasaba narekko rekko iyarega to toi mi mo bawang maneng maega ceddi
        seddi tellu eppa tau taue ana bola bolana dui ellina ellinna makanja macenning malunra
        nyameng loppo baiccu elo weddi wedding naulle aja iko idi alena aga niga tega pekkoga magi
        siaga esso wenni uleng taung manre minung jokka lisu maelo melo padae lettu onrong onroang
        onronna rasana ladde senna anrena anre mega yako yero yewe tannia purani naiyya iyaa
        mappada pada engkato makkeda riolo rimunri uddani pura
    """,
    "bbc": """
        na ni tu sian dohot jala manang alai ndang dang unang so adong nunga dope laho boi ikkon
        ingkon ahu au ho ibana hami hita nasida hamu on aha ise didia tudia andigan boasa songon
        molo ala asa do ma pe muse sai tong holan hian situtu tutu mansai sude ganup godang otik
        saotik sahat nuaeng sogot nantoari borngin taon halak jolma anakkon jabu bagas hepeng
        argana arga tabo denggan uli balga metmet gelleng mangan manuhor tuhor lao mulak ro mida
        mamereng diboto huta inganan ingananna parjolo tubu i di jadi tarsongon nian nama
        sipanganon panganon hurang ndada pintor bahen mambahen dibahen haroro uju laos
    """,
}
