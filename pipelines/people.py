"""Whose name is it: a person's, an outlet's (newspaper, agency, portal) or an office's (department, committee)?"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.text import fold, unaccent


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word.strip()) for word in words.replace("\n", "|").split("|") if word.strip())


def _syllables(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


# Whatever stands behind one of these, it is a name.
COMMON_SURNAMES = _syllables("""
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương đinh đoàn trịnh lương tạ triệu trương phùng
quách nghiêm
""")
SURNAMES = COMMON_SURNAMES | _syllables("""
lý lâm mai đào hà cao tô tăng thái từ tống phí nông mạc ma lưu lục lò la kiều khổng khuất kim giáp giang hứa hồng
hàn doãn diệp đổng đồng đàm chu châu chử cù cung bạch bành âu an ân lại lã lữ lường lầu thân thạch thẩm tiêu tôn
tòng trà trang ứng uông ung văn vi viên vương yên quan quang sầm sái sơn sùng giàng vàng vừ thào hạng hoa hạ hình
hùng kha khúc khương lang liêu liễu lộc mã mẫn mạnh nhâm nhan nhữ ninh ngọ ngụy ngọc phó phương phú quế quyền ksor
siu niê
""")
GIVEN = _syllables("""
an anh ánh ân ái bách bạch bằng bảo bích bình bá ca cẩm cảnh cầm chánh châu chi chí chiến chinh chính chung chương
công cường cúc cương danh dân diễm diệp diệu diễn dũng dung duy duyên dương đài đại đạo đan đăng đạt đắc điền điệp
đình định đoan đoàn đông đồng độ đôn đức gia giang giao hà hải hạ hạnh hảo hân hằng hậu hiên hiền hiển hiếu hiệp
hiệu hoa hoà hoài hoan hoàn hoàng hoạch hồng hồ huân huấn huệ hùng hưng hương hướng hường huy huyền huynh hữu kha
khải khang khánh khoa khôi khuê khuyên khương kiên kiệt kiều kim kính kỳ lam lan lâm lân lành lệ lê liên liễu linh
loan long lộc lợi luân luật luận lương lượng lưu ly lý mai mạnh mẫn mi minh mơ mùi mỹ my na nam năng nga ngà ngân
nghi nghĩa nghiêm nghị ngọc nguyên nguyệt nhã nhàn nhạn nhân nhất nhật nhi nhị nhiên nhu nhung như nhượng ninh oanh
phan phát phi phong phú phúc phùng phước phương phượng quân quang quảng quế quốc quy quý quyên quyền quyết quỳnh sâm
san sang sáng sao sen sinh song sơn sương tài tâm tân tấn tăng tạo thạch thái thắm thanh thành thảo thắng thăng thế
thi thị thiên thiện thiệu thịnh thoa thoại thơ thơm thông thu thuần thuận thục thuý thuỳ thuỷ thư thương thường
thưởng thuỵ thực thức tiên tiến tiệp tín tính tình tịnh toán toàn toản tố trà trâm trân trang trạng tri trí triết
triều triệu trinh trình trọng trúc trung trực trường trưởng truyền tú túc tuấn tuân tuệ tùng tuyên tuyến tuyền tuyết
tường tưởng tư tứ tý uyên uyển vân văn vàng viên viễn việt vinh vĩnh vịnh vọng vũ vui vương vượng vy xuân xuyến ý
yên yến
bắc cát chuyên đà điểm đạm hy khiêm khởi kiến lãm liêm lục lữ mây mộc nhài nhâm niên pháp phấn phiên phổ phụng sa
sáu soạn
sử sự tá tám thiệp thoan thọ thới thước tiếp tiêu tĩnh trác trắc tuất tỵ út vận xoan thuỵ khuyến sỹ sĩ tề tịnh
""")
KNOWN = SURNAMES | GIVEN
PLAIN_SURNAMES = frozenset(unaccent(name) for name in COMMON_SURNAMES)

# Places and headings that are spelled like names.
NO_NAMES = _folded("""
an giang|an ninh|an sinh|bình dương|bình định|bình phước|bình thuận|bắc giang|cao bằng|cần thơ|đà nẵng|đồng nai
đồng tháp|gia lai|hà giang|hà nam|hà nội|hà tĩnh|hải dương|hải phòng|hậu giang|hưng yên|khánh hoà|kiên giang|kon tum
lai châu|lâm đồng|lạng sơn|lào cai|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình
quảng nam|quảng ngãi|quảng ninh|quảng trị|sơn la|sóc trăng|tây ninh|thái bình|thái nguyên|thanh hoá|thừa thiên huế
tiền giang|trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái|việt nam|hồ chí minh|hà đông|long biên|gia lâm|đông anh
sơn tây|trung quốc|thái lan|đài loan|nam phi|hàn quốc|anh quốc|văn bản|văn hoá|văn nghệ|văn thư|thông tin|thông báo
công an|công nghệ|công thương|công đoàn|công dân|công tác|công bằng|quốc tế|quốc hội|quốc phòng|kinh tế|tài chính
tài nguyên|thanh tra|thanh niên|thành viên|thành phố|thành công|giáo dục|chính trị|chính phủ|chính quyền|chính sách
trang chủ|liên hệ|liên kết|nhân dân|nhân sự|nhân ái|sự kiện|thương mại|thương binh|hành chính|hướng dẫn|đăng nhập
đăng ký|giới thiệu|pháp luật|lao động|tiền phong|tuổi trẻ|phương án|phương hướng|kính gửi|trân trọng|trung tâm
trung ương|trường học|danh mục|danh sách|tình hình|thành tích|thành tựu|thành lập|thực hiện|minh hoạ|an toàn|dân tộc
dân số|dân vận|đại hội|đại biểu|đảng bộ|quân sự|quân đội|quyết định|khoa học|sinh hoạt|thiên nhiên|thi đua
tân hoa xã|thế giới|thể thao|thời sự|y tế|hữu nghị|tâm sự|tư tưởng|tư pháp|tư vấn|kiều bào|bình luận|bình an
bình đẳng|cảnh báo|công văn|công bố|công khai
""")

# A newspaper, agency or portal by its whole name …
OUTLETS = _folded("""
ttxvn|ttx|thông tấn xã việt nam|vietnam+|vnews|vov|vtv|vtc|htv|hnp|hnm|hnmo|hanoimoi|hànộimới|hà nội mới
hà nội mới online|qđnd|nhân dân|nhân dân điện tử|quân đội nhân dân|công an nhân dân|đại biểu nhân dân|đại đoàn kết
an ninh thủ đô|kinh tế & đô thị|kinh tế và đô thị|kinhtedothi|kinh tế đô thị|tuổi trẻ|tuổi trẻ online
tuổi trẻ thủ đô|thanh niên|lao động|lao động thủ đô|tiền phong|phụ nữ thủ đô|phụ nữ việt nam|pháp luật việt nam
pháp luật và xã hội|giáo dục và thời đại|giáo dục & thời đại|sức khoẻ và đời sống|sức khoẻ & đời sống|xây dựng đảng
tuyên giáo|công lý|công thương|nông nghiệp việt nam|thời nay|internet|tân hoa xã|afp|dpa|efe|ansa|tass|xinhua|apa
sda|belga|anp|ntb|ritzau|pa media|kyodo|yonhap|ptm|lusa|sid|kna|epd|associated press|agence france-presse
deutsche presse-agentur|press association|canadian press
""")
# … or by how it begins.
OUTLET_START = re.compile(
    r"(?:báo|đài|tạp chí|cổng|trang|trang tin|trang thông tin|thông tấn xã|hãng tin|hãng thông tấn"
    r"|website|web|bản tin|chuyên trang"
    r"|kênh|truyền hình|the daily|the times|agence|agentur|agencia|agenzia)\s+(?=\S)"
)
DOMAIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)+(?:vn|com|net|org|info|edu|gov|de|fr|uk|es|it)(?:/\S*)?", re.I)
CAMEL = re.compile(r"[^\W\d_]+[+]?")

OFFICE_START = re.compile(
    r"(?:phòng|ban|uỷ ban|ubnd|hđnd|ubmttq|mttq|mặt trận tổ quốc|trung tâm|văn phòng|công an|quận uỷ|huyện uỷ|thành uỷ"
    r"|đảng uỷ|chi cục|cục|sở|hội|đoàn|liên đoàn|vp|ttvh|bhxh|toà án|chi bộ|đảng bộ)(?! trường)\b"
)
OFFICES = _folded("""
bbt|ban biên tập|btg|btc|nhóm pv|nhóm phóng viên|pv|p.v|phóng viên|ctv|redaktion|die redaktion|redacción
la redacción|redazione|redação|editorial board|staff|staff writer|news desk|newsroom|la rédaction|rédaction|redactie
""")
# An office does these things in headings; in its name it does not.
DOINGS = re.compile(
    r"\b(?:tổ chức|triển khai|phát động|tuyên dương|khai mạc|khai giảng|ra mắt|đón|trao|tặng|thăm|kiểm tra|họp|là"
    r"|đã|sẽ|được|tại|nhân dịp|nhân ngày|chào mừng|kỷ niệm|tăng cường|đẩy mạnh|tập huấn|tập trung|công bố|khánh thành"
    r"|gặp mặt|giao ban|ký kết|làm việc|tham gia|chung sức|tham quan|giám sát|thông qua|chúc|mừng|với|từ|đến|của|cho|về"
    r"|nâng cao|phối hợp|hưởng ứng|tiếp nhận|tiếp xúc|tiếp tục|bàn giao|bàn về|góp phần|quyết tâm|lần thứ|năm|số|có"
    r"|không|khi|trên|trong)\b"
)

INITIALS = re.compile(r"[A-ZĐ]\.?(?:\s?[A-ZĐ]\.?){1,3}")
CAPITAL = re.compile(r"[^\W\d_]['’]?[\w'’.-]*")
PARTICLES = _syllables("de da do dos das del della di du van von der den ter ten la le el al bin bint ibn zu af")
FIRST_NAMES = _syllables("""
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark steven
paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric
jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander patrick jack dennis jerry tyler
aaron adam peter nathan henry simon martin alan ian sean mary patricia jennifer linda elizabeth barbara susan
jessica sarah karen nancy lisa betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa
deborah stephanie rebecca laura sharon cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen
samantha katherine christine rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia
victoria kelly lauren jane alice claire sophie hannah lucy kate hans klaus jürgen wolfgang thorsten stefan andreas
markus sabine petra monika ulrike jan jens lars pierre jean françois michel philippe jacques marie isabelle nathalie
carlos juan josé luis miguel pedro javier carmen lucía giulia marco giovanni francesco paolo luca joão ana rui piotr
ivan olga nina erik anders ole ingrid mohamed ahmed ali fatima
""")


@lru_cache(maxsize=4096)
def is_person(text: str, *, labelled: bool = False) -> bool:
    """Is it the name of one person? Vietnamese names by their syllables, capitals included; others by given name.

    labelled: something else says that a name stands here, so any two to five capitalised words are one.
    """
    words = text.split()
    if INITIALS.fullmatch(text) and "." in text:
        return True
    if not (1 if labelled else 2) <= len(words) <= 6 or len(text) > 60 or _taken(fold(text), labelled):
        return False
    if all(map(_syllable, words)) and _vietnamese(words):
        return True
    if not all(_capital(word) for word in words) or words[0] in PARTICLES:
        return False
    return labelled or (fold(words[0]) in FIRST_NAMES and len(words) <= 4)


def _taken(folded: str, labelled: bool) -> bool:
    return folded in OUTLETS or (not labelled and folded in NO_NAMES)


def _syllable(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and (word[1:].islower() or word.isupper())


def _capital(word: str) -> bool:
    return word in PARTICLES or bool(CAPITAL.fullmatch(word) and (word[0].isupper() or not word[0].islower()))


def _vietnamese(words: list[str]) -> bool:
    syllables = [fold(word) for word in words]
    if len(syllables) > 5 or not len(syllables) >= 2:
        return False
    if syllables[0] in COMMON_SURNAMES:
        return sum(syllable in KNOWN for syllable in syllables) >= min(2, len(syllables) - 1)
    if all(syllable in KNOWN for syllable in syllables):
        return len(syllables) <= 4
    return syllables[0] in PLAIN_SURNAMES and all(word.isascii() for word in words)


def is_outlet(text: str, *, loose: bool = False) -> bool:
    """Is it a newspaper, an agency, a portal? loose: something else says so, and any single coined word is one."""
    folded = fold(text).strip()
    if folded in OUTLETS or DOMAIN.fullmatch(text):
        return True
    if len(text) > 80 or folded in NO_NAMES or not text[:1].isalnum():
        return False
    named = _named_outlet(text) if OUTLET_START.match(folded) else loose and _coined(text)
    return named and not DOINGS.search(folded)  # which takes longest


def _named_outlet(text: str) -> bool:
    words = text.split()
    return len(words) <= 12 and any(word[:1].isupper() for word in words[1:])


def _coined(text: str) -> bool:
    """One word that is no syllable of a name: an acronym, camel case, words run together."""
    if not CAMEL.fullmatch(text) or not text[0].isupper() or fold(text) in KNOWN:
        return False
    return text.isupper() or not text[1:].islower() or len(text) >= 7


def is_office(text: str) -> bool:
    """Is it a department, a committee, an editorial desk – somebody who signs but is no person?"""
    folded = fold(text).strip()
    if folded in OFFICES:
        return True
    words = text.split()
    if not text[:1].isupper() or not 2 <= len(words) <= 10 or not text[-1].isalnum() or ":" in text:
        return False
    return bool(OFFICE_START.match(folded)) and not DOINGS.search(folded) and any(w[0].isupper() for w in words[1:])
