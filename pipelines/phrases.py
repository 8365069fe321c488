"""What pages say around their articles, by language: labels, chrome, weekdays, months, the words of time.

Written as a page would have them; compared after `pipelines.text.unaccent`, so that "Ngay dang" is "Ngày đăng".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from pipelines.text import squeeze, unaccent

# ---- time ----------------------------------------------------------------------------------------------------

WEEKDAYS = {
    "vi": (
        "thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|thứ bẩy|chủ nhật|chúa nhật|cn|thứ 2|"
        "thứ 3|thứ 4|thứ 5|thứ 6|"
        "thứ 7|t2|t3|t4|t5|t6|t7"
    ),
    "en": "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun",
    "de": "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "es": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "pt": "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo|segunda|terça|quarta|quinta",
    "it": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "nl": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "sv": "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mandag|tirsdag|lørdag|søndag",
    "tr": "pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar",
    "id": "senin|selasa|rabu|kamis|jumat|sabtu|minggu",
}

# Twelve columns; a slash parts spellings of one month. A name that means two months in two languages is left out.
MONTHS = {
    "vi": (
        "tháng một/tháng giêng|tháng hai|tháng ba|tháng tư|tháng năm|tháng sáu|tháng bảy|tháng tám|tháng chín|"
        "tháng mười|tháng mười một|tháng mười hai/tháng chạp"
    ),
    "en": (
        "january/jan|february/feb|march/mar|april/apr|may|june/jun|july/jul|august/aug|september/sept/sep|"
        "october/oct|november/nov|december/dec"
    ),
    "de": "januar/jänner|februar/feber|märz/mär|april|mai|juni|juli|august|september|oktober/okt|november|dezember/dez",
    "fr": (
        "janvier/janv|février/fév/févr|mars|avril/avr|mai|juin|juillet/juil|août|septembre|octobre|novembre|"
        "décembre/déc"
    ),
    "es": (
        "enero/ene|febrero|marzo|abril/abr|mayo|junio|julio|agosto/ago|septiembre/setiembre|octubre|noviembre|"
        "diciembre/dic"
    ),
    "pt": "janeiro|fevereiro/fev|março|abril|maio|junho|julho|agosto|setembro|outubro/out|novembro|dezembro",
    "it": (
        "gennaio/gen|febbraio|marzo|aprile|maggio/mag|giugno/giu|luglio/lug|agosto|settembre/set|ottobre/ott|"
        "novembre|dicembre"
    ),
    "nl": "januari|februari|maart/mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "tr": "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
    "id": "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
}

MORNING = "am|a.m.|a.m|sa|sáng"
AFTERNOON = "pm|p.m.|p.m|ch|chiều|tối|trưa"

# Units of "2 giờ trước" in seconds. Months and years are too coarse to give a day.
UNITS = {
    "giây": 1,
    "phút": 60,
    "giờ": 3600,
    "tiếng": 3600,
    "ngày": 86400,
    "tuần": 604800,
    "second": 1,
    "sec": 1,
    "minute": 60,
    "min": 60,
    "hour": 3600,
    "hr": 3600,
    "day": 86400,
    "week": 604800,
}

# ---- labels --------------------------------------------------------------------------------------------------

PUBLISHED_LABELS = {
    "vi": (
        "ngày đăng|ngày đăng tin|đăng ngày|đăng lúc|được đăng lúc|được đăng|đăng tải|ngày xuất bản|xuất bản|"
        "xuất bản lúc|ngày viết|ngày tạo|ngày đưa|ngày đưa tin|ngày phát hành|ngày gửi|gửi lúc|thời gian|"
        "thời gian đăng|phát hành|ngày|đăng tin|đăng vào|đăng vào lúc"
    ),
    "en": (
        "published|published on|published at|posted|posted on|posted at|date|publication date|first published|on|"
        "release date"
    ),
    "de": "veröffentlicht|veröffentlicht am|erstellt|erstellt am|datum|stand|vom|am",
    "fr": "publié le|publié|mis en ligne le|le|posté le",
    "es": "publicado|publicado el|fecha|el",
    "pt": "publicado em|publicado|data|em",
    "it": "pubblicato|pubblicato il|data|il",
    "nl": "gepubliceerd|gepubliceerd op|geplaatst|geplaatst op|datum",
    "sv": "publicerad|publicerat|publisert|udgivet|offentliggjort",
    "tr": "giriş tarihi|yayınlanma|yayın tarihi|giriş",
}

MODIFIED_LABELS = {
    "vi": (
        "cập nhật|cập nhật lúc|cập nhật ngày|ngày cập nhật|cập nhật lần cuối|sửa lần cuối|"
        "ngày sửa|cập nhật cuối|"
        "sửa đổi"
    ),
    "en": "updated|last updated|updated on|updated at|last updated on|modified|last modified|edited",
    "de": "aktualisiert|aktualisiert am|zuletzt aktualisiert|aktualisierung",
    "fr": "mis à jour|mis à jour le|modifié le|mise à jour",
    "es": "actualizado|actualizado el|última actualización",
    "pt": "atualizado|atualizado em|última atualização",
    "it": "aggiornato|aggiornato il|ultimo aggiornamento",
    "nl": "bijgewerkt|laatst bijgewerkt|aangepast",
    "sv": "uppdaterad|oppdatert|opdateret",
    "tr": "güncelleme|güncellenme tarihi|güncelleme tarihi|son güncelleme",
}

AUTHOR_LABELS = {
    "vi": (
        "tác giả|tác giả bài viết|người viết|người viết bài|bài|bài viết|bài và ảnh|bài, ảnh|"
        "bài ảnh|bài - ảnh|tin|"
        "tin bài|tin, bài|tin và ảnh|tin, ảnh|tin ảnh|tin - ảnh|tin, bài, ảnh|tin, bài và ảnh|tin bài và ảnh|"
        "thực hiện|phóng viên|pv|ctv|cộng tác viên|tổng hợp|biên soạn|viết bài|tác giả, ảnh|tác giả và ảnh|"
        "nhóm thực hiện|nhóm tác giả|ghi chép"
    ),
    "en": (
        "author|authors|by|written by|story by|words|reporter|reported by|reporting by|byline|text|text by|writer|"
        "posted by"
    ),
    "de": "autor|autorin|autoren|autorin/autor|von|text|bericht|ein bericht von|eine analyse von|ein kommentar von",
    "fr": "auteur|par|écrit par|texte|propos recueillis par",
    "es": "autor|autora|por|escrito por|texto",
    "pt": "autor|autora|por|texto|redação",
    "it": "autore|di|a cura di|testo",
    "nl": "auteur|door|tekst",
    "sv": "av|text|tekst|skribent",
}

SOURCE_LABELS = {
    "vi": ("nguồn|nguồn tin|nguồn bài|nguồn bài viết|theo nguồn|theo|dẫn nguồn|nguồn gốc|nguồn trích|trích nguồn"),
    "en": "source|sources|originally published in",
    "de": "quelle|quellen",
    "fr": "source|sources",
    "es": "fuente",
    "pt": "fonte",
    "it": "fonte",
    "nl": "bron",
}

PHOTO_LABELS = {
    "vi": (
        "ảnh|hình ảnh|nguồn ảnh|ảnh minh họa|ảnh tư liệu|ảnh và clip|video|clip|đồ họa|thiết kế|"
        "ảnh, clip|hình|"
        "ảnh chụp|quay phim|kỹ thuật|biên tập|biên tập viên|người đăng|đăng bởi|chịu trách nhiệm|duyệt bài|"
        "người duyệt"
    ),
    "en": (
        "photo|photos|photo by|photos by|image|images|picture|pictures|graphic|graphics|editing by|edited by|photograph"
    ),
    "de": "foto|fotos|bild|bilder|grafik|redaktion",
    "fr": "photo|photos|crédit|crédit photo",
    "es": "foto|fotos|imagen",
    "pt": "foto|fotos|imagem|edição",
    "it": "foto|immagine",
    "nl": "foto|beeld",
}

# Behind a name in brackets or a comma: what the person did, no part of the name.
ROLES = {
    "vi": (
        "tổng hợp|biên soạn|thực hiện|ghi|dịch|lược dịch|lược ghi|t/h|th|st|sưu tầm|ctv|"
        "cộng tác viên|pv|phóng viên|"
        "biên tập|bt|trích|giới thiệu|lược thuật|ghi chép|tổng thuật"
    ),
    "en": (
        "editor|reporter|correspondent|writer|staff writer|columnist|journalist|staff|contributor|author|"
        "bureau chief|producer|photographer|freelance|intern|critic|analyst|editorial board"
    ),
    "de": (
        "redakteur|redakteurin|reporter|reporterin|korrespondent|korrespondentin|autor|autorin|chefredakteur|volontär"
    ),
    "fr": "journaliste|correspondant|correspondante|rédacteur|rédactrice|envoyé spécial|envoyée spéciale",
    "es": "redactor|redactora|corresponsal|periodista|enviado especial",
    "pt": "repórter|correspondente|jornalista|colunista",
    "it": "giornalista|corrispondente|inviato|redattore",
}

# ---- chrome --------------------------------------------------------------------------------------------------

# Links that do something with the page, whatever line they stand in.
TOOL_LINKS = {"vi": "bản in|in bài|in ra"}

# "4 Lượt xem", "Đã xem: 120": with a date before it a teaser, alone a counter.
VIEWS = {
    "vi": "lượt xem|đã xem|số lượt xem|lượt đọc|số lần xem|lần xem|lượt truy cập|xem|đọc",
    "en": "views|view|hits|reads|viewed",
}

# What opens a caption.
CAPTION_STARTS = {
    "vi": (
        "toàn cảnh|quang cảnh|khung cảnh|ảnh:|trong ảnh|ảnh minh họa|hình ảnh tại|"
        "hình ảnh minh họa|một số hình ảnh|"
        "ảnh tư liệu|ảnh chụp|chú thích ảnh|một góc|các đại biểu dự|đại biểu tham dự|"
        "các đại biểu tham dự|"
        "các đại biểu chụp|chụp ảnh lưu niệm"
    ),
    "en": "photo:|pictured:|in this photo|image:|file photo|caption:",
    "de": "foto:|bild:|im bild",
    "fr": "photo :|photo:",
}

# A line without a full stop that opens with one of these and says one of those is a caption.
CAPTION_SUBJECTS = {
    "vi": (
        "đồng chí|các đồng chí|các đại biểu|đại biểu|lãnh đạo|ông|bà|bí thư|phó bí thư|chủ tịch|"
        "phó chủ tịch|"
        "đoàn công tác|đoàn kiểm tra|đoàn giám sát|học sinh|các em|người dân|nhân dân|lực lượng|cán bộ|hội viên|"
        "đoàn viên|cử tri|giáo viên|thầy cô|các thầy|thường trực|ban tổ chức|tiết mục|nhân viên|chiến sĩ|"
        "các chiến sĩ|tân binh|phụ huynh|công an|bác sĩ|các bác sĩ|người lao động|tiểu thương|nông dân|công nhân|"
        "sinh viên|đại diện|dân quân|bộ đội|cựu chiến binh|các hộ|thiếu nhi|vận động viên|nghệ sĩ|"
        "các nghệ sĩ|"
        "tổ công tác|bà con|du khách"
    ),
    "en": "mayor|minister|president|residents|members|officials|delegates|students",
}
CAPTION_ACTIONS = {
    "vi": (
        "phát biểu|trao|tặng|chụp ảnh|kiểm tra|chủ trì|cắt băng|tham quan|thăm|dâng hương|bỏ phiếu|"
        "biểu quyết|"
        "trình bày|dự hội nghị|tham dự|tham gia|tại buổi|tại hội nghị|tại lễ|tại điểm|"
        "biểu diễn|thực hiện|tiêm|"
        "xét nghiệm|làm việc|ra quân|trồng cây|đánh trống|tư vấn|tuyên truyền|hướng dẫn|tiếp cận|"
        "đọc sách|khám|"
        "tìm hiểu|thu hoạch|nhận quà|phân loại|tháo dỡ|tập luyện|tập sử dụng|tiếp thu|trong ngày|"
        "trong buổi|trong lễ|"
        "tuần tra|làm thủ tục|kê khai|dọn dẹp"
    ),
    "en": "speaks|speaking|attend|attends|poses|pose|visits|opens|greets",
}

# Stands behind a name without a comma, and is no part of it.
TITLES_BEHIND = {"ko": "기자|선임기자|특파원|논설위원", "ja": "記者"}

# What machines are told for an author where nobody wrote one in: the account that posted it.
ACCOUNT_NAMES = {
    "vi": "quản trị|quản trị viên|người quản trị|quản trị hệ thống",
    "en": "admin|administrator|webmaster|root|user|super user|superuser|sysadmin",
}

TAG_LABELS = {
    "vi": "từ khóa|từ khoá|thẻ|tags|tag",
    "en": "tags|tag|keywords|topics|filed under",
    "de": "schlagwörter|themen",
}
# Over a list of files that the article offers.
ATTACHMENT_LABELS = {
    "vi": (
        "tài liệu đính kèm|tệp đính kèm|tệp tin đính kèm|tập tin đính kèm|file đính kèm|văn bản đính kèm|đính kèm|"
        "tài liệu kèm theo|văn bản kèm theo|file kèm theo|tải về|tải file|tải tài liệu|xem chi tiết tại đây"
    ),
    "en": "attachments|attachment|attached files|attached file|downloads|download",
    "de": "anhang|anhänge|downloads zum artikel",
}
# What plugins for search engines label an author with.
WRITTEN_BY = {
    "vi": "tác giả|được viết bởi|viết bởi|người viết",
    "en": "written by|author|by",
    "de": "verfasst von|geschrieben von|von",
    "fr": "écrit par|publié par",
    "es": "escrito por",
    "pt": "escrito por|escrito por",
    "it": "scritto da",
    "nl": "geschreven door",
    "tr": "yazan",
}
# How the names of portals begin.
SITE_OPENINGS = {
    "vi": (
        "cổng thông tin điện tử|cổng thông tin|trang thông tin điện tử|trang tin điện tử|"
        "cổng giao tiếp điện tử|"
        "website |trang tin về|báo điện tử"
    ),
    "en": "official website|official portal",
}
# The first step of a breadcrumb trail.
HOME_WORDS = {
    "vi": "trang chủ|trang nhất|trang tin|cổng thông tin",
    "en": "home|homepage|front page|start page|news",
    "de": "startseite|start|nachrichten",
    "fr": "accueil",
    "es": "inicio|portada",
    "pt": "início|página inicial|capa",
    "it": "home page",
    "tr": "ana sayfa|anasayfa",
}
SECTION_LABELS = {
    "vi": "chuyên mục|danh mục|mục|thể loại|chủ đề",
    "en": "category|section|posted in",
    "de": "rubrik",
}

# Lines of pages that say why there is no article on them: reason -> openings.
NO_ARTICLE = {
    "error page": (
        "404|không tìm thấy trang|trang không tồn tại|trang bạn tìm không tồn tại|page not found|"
        "not found|error 404|"
        "bài viết không tồn tại|nội dung không tồn tại|server error|internal server error|service unavailable|"
        "bad gateway|access denied|forbidden|seite nicht gefunden|page introuvable|yêu cầu không hợp lệ|"
        "đã xảy ra lỗi|có lỗi xảy ra"
    ),
    "login": "đăng nhập hệ thống|tên đăng nhập|mật khẩu|username|password|please log in|you must be logged in",
    "search": "kết quả tìm kiếm|không tìm thấy kết quả|search results",
}


def phrases(*tables: dict[str, str]) -> frozenset[str]:
    """All phrases of the tables in all languages, unaccented and lower case."""
    rows = chain.from_iterable(table.values() for table in tables)
    return frozenset(unaccent(phrase) for row in rows for phrase in row.split("|"))


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first; white space in them stands for any."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered) + ")"


DEBRIS = " :|.-–—•·»«>*…"


@lru_cache(maxsize=8192)  # a site's chrome comes with every page
def bare(line: str) -> str:
    """A line as the tables are compared with it: unaccented, single spaces, no colon, dots or bars around it."""
    return squeeze(unaccent(line)).strip(DEBRIS)
