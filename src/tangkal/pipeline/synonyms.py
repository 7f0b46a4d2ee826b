"""Column names people and tools use for our fields, likeliest first.

Among them are the columns of 4CAT, Zeeschuimer (dotted: its lines are nested), CooRTweet and
the Coordination Network Toolkit. Names are compared in lower case with `_` for everything
that is neither letter nor digit nor dot.
"""

ITEM_FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "narasi", "isi", "teks", "body", "message", "full_text", "data.legacy.full_text",
        "data.desc", "data.text", "data.caption.text", "konten", "content", "pesan", "caption",
        "isi_pesan", "isi_berita", "isi_laporan", "isi_aduan", "uraian", "tweet",
        "post", "postingan", "unggahan", "komentar", "comment", "description", "deskripsi",
        "selftext", "post_text", "tweet_text", "raw_text", "artikel", "article", "summary",
        "transcript",
    ),
    "title": ("title", "judul", "headline", "subject", "judul_berita", "perihal"),
    "author": (
        "author", "username", "user_name", "screen_name", "handle", "akun", "account", "penulis",
        "pengirim", "pelapor", "user", "author_username", "from_username", "nama_akun",
        "data.core.user_results.result.legacy.screen_name", "data.author.uniqueid",
        "data.user.username", "account_id", "user_id", "author_id", "from_id", "author_fullname",
        "account_name", "nama_pengguna", "sender", "from",
    ),
    "platform": ("platform", "source_platform", "sumber_platform", "media_sosial", "medsos"),
    "published_at": (
        "published_at", "timestamp", "created_at", "waktu", "tanggal", "date", "datetime",
        "timestamp_share", "data.legacy.created_at", "data.createtime", "data.taken_at",
        "create_time", "created_time", "created_utc", "time", "published", "publish_date",
        "date_published", "datepublished", "pubdate", "post_date", "posted_at", "tgl",
        "tanggal_posting", "tanggal_unggah", "waktu_unggah", "tanggal_terbit", "tanggal_lapor",
        "unix_timestamp",
    ),
    "url": (
        "url", "link", "tautan", "permalink", "post_url", "tweet_url", "source_url",
        "laman", "post_link", "link_postingan", "expanded_url", "href",
    ),
    "native_id": (
        "native_id", "item_id", "post_id", "tweet_id", "message_id", "content_id", "status_id",
        "video_id", "id_str", "data.rest_id", "id", "guid", "uid", "id_post", "id_laporan",
        "nomor_laporan", "id_aduan",
    ),
    "region_code": (
        "region_code", "kode_wilayah", "kode_daerah", "kode_kabupaten", "kode_kab_kota",
        "kode_kemendagri", "wilayah_kode", "kode_provinsi", "kode_kab",
    ),
    "language": ("language", "lang", "bahasa", "data.legacy.lang", "language_code"),
    "shares": (
        "shares", "share_count", "retweet_count", "data.legacy.retweet_count",
        "data.stats.sharecount", "stats.share_count", "reposts", "repost_count", "retweets",
        "dibagikan", "jumlah_dibagikan", "bagikan", "forwards",
    ),
    "likes": (
        "likes", "like_count", "favorite_count", "data.legacy.favorite_count",
        "data.stats.diggcount", "stats.like_count", "favorites", "digg_count", "suka",
        "jumlah_suka", "reactions", "num_likes",
    ),
    "views": (
        "views", "view_count", "impression_count", "data.views.count", "data.stats.playcount",
        "stats.view_count", "plays", "play_count", "tayangan", "dilihat", "jumlah_tayangan",
    ),
    "reply_to": (
        "reply_to", "in_reply_to", "in_reply_to_status_id", "in_reply_to_status_id_str",
        "reply_id", "parent_id", "data.legacy.in_reply_to_status_id_str", "balasan_untuk",
    ),
    "author_name": ("author_name", "display_name", "publisher", "nama_tampilan", "outlet"),
    "author_is_public": ("author_is_public", "akun_publik", "is_public_account", "akun_resmi"),
}  # fmt: skip

CLAIM_FIELDS: dict[str, tuple[str, ...]] = {
    "title": (
        "title", "judul", "claimreviewed", "claim_reviewed", "claim", "klaim", "headline",
        "vclaim", "clean_title", "judul_hoaks", "hoaks", "hoax", "text", "statement",
    ),
    "verdict": (
        "verdict", "label_tag", "label", "rating", "putusan", "kesimpulan", "hasil",
        "textualrating", "textual_rating", "reviewrating.alternatename", "hasil_periksa",
        "hasil_cek_fakta", "status_hoaks", "truth", "penilaian",
    ),
    "published_on": (
        "published_on", "date", "tanggal", "datepublished", "date_published", "published_at",
        "published", "reviewdate", "review_date", "tgl", "tanggal_terbit", "created_at", "waktu",
    ),
    "url": ("url", "link", "tautan", "permalink", "review_url", "laman"),
    "publisher": (
        "publisher", "penerbit", "author.name", "publisher.name", "organisasi", "lembaga",
        "sumber", "media", "fact_checker", "pemeriksa", "source",
    ),
    "article_text": (
        "article_text", "penjelasan", "reviewbody", "review_body", "articlebody", "fakta",
        "isi", "body", "stemmed_body", "content", "konten", "klarifikasi", "explanation",
        "vclaim", "claim", "klaim",
    ),
    "language": ("language", "lang", "bahasa", "inlanguage", "languagecode"),
}  # fmt: skip

# Columns that only a fact-check has. Beside them, `title`, `url` and `date` are its own.
CLAIM_MARKS = frozenset(CLAIM_FIELDS["verdict"]) | {"claimreviewed", "claim_reviewed", "vclaim"}

# What a share table (CooRTweet) holds instead of words.
SHARED_OBJECT = ("object_id", "objek", "shared_url", "retweet_id")
