"""Words that every story may use: greetings, chain-letter marks, sighs, emoji."""

GREETINGS = (
    "Assalamualaikum.",
    "Selamat malam bapak ibu.",
    "Info penting,",
    "Bapak/Ibu sekalian,",
    "Teman-teman,",
    "Mohon perhatian,",
    "Dulur-dulur semua,",
    "Dari grup sebelah:",
    "INFO VALID!",
    "Izin share min.",
    "Sekadar meneruskan,",
    "Warga grup yang baik,",
)
PASS_ON = (
    " Teruskan ke grup lain.",
    " Tolong sebarkan ke keluarga dan tetangga.",
    " Sebarkan sebelum dihapus!",
    " Mohon diteruskan, jangan berhenti di Anda.",
    " Share ya, siapa tahu berguna.",
    " Viralkan!",
    " Bagikan ke minimal 5 grup.",
    " Diteruskan dari grup RT.",
    "",
    "",
)
EMOJI = ("", "", "", " 🙏", " 😱", " 🔥", " 🤔", " 😭", " ‼️", " 🚨")
SIGH = ("Duh", "Astaga", "Ya ampun", "Waduh", "Aduh", "Lah", "Hadeh", "Kaget")

WORDS: dict[str, tuple[str, ...]] = {
    "salam": GREETINGS,
    "teruskan": PASS_ON,
    "emoji": EMOJI,
    "duh": SIGH,
}
