"""Words that carry grammar rather than story, so that a young index is not fooled by them.

The index learns from its own stream which words are common. Before it has seen enough,
two posts that share only "yang", "dan" and "ini" would look alike; these words start with
the weight of words already met often. Indonesian first, then the slang, Javanese,
Sundanese, Malay and English that Indonesian streams mix in.
"""

_WORDS = """
    yang dan di ke dari ini itu untuk dengan pada adalah dalam tidak akan juga ada oleh
    sudah saya kami kita mereka dia ia anda aku kamu atau karena jadi bisa agar saat telah
    lebih seperti hanya masih dapat tersebut sebagai bahwa para secara setelah hingga
    sampai namun tapi tetapi jika kalau maka pun lagi sangat saja bukan belum harus semua
    orang hari kata menjadi antara sehingga bagi nya lah kah siapa apa mengapa bagaimana
    kapan dimana mana begitu banyak beberapa lain serta atas bawah tanpa sejak ketika
    sebelum sedang sekarang memang mau ingin yg dgn utk tdk gak ga nggak ngga gk krn jg
    aja doang sih dong deh kok kan nih tuh loh udah udh sdh blm bgt banget kalo klo gue
    gua gw lu lo elo kau tau tahu bang kak min bro sis guys wkwk wkwkwk haha iya ya yaa oh
    eh ayo yuk iki kuwi iku sing lan karo ora wis ana kowe awake opo piye nang ning eta
    ieu nu jeung teu geus aya abdi urang kumaha naon mah teh ialah boleh nak tak dah awak
    the a an and or of to in on at for is are was were be been it this that with as by
    from not but have has had you i we they he she his her its our your their will would
    can rt via https http www com
"""

FUNCTION_WORDS: tuple[str, ...] = tuple(_WORDS.split())
