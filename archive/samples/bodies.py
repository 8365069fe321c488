"""The body of a post: paragraphs, sub-headings, lists, tables and pictures, as the form of the post has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.samples.grammar import Scene
from archive.samples.places import NEWS, NUKEVIET, Outlet
from archive.samples.wording import texts


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """The ``at``-th picture of a post, with the caption under it, if any."""

    at: int
    caption: str | None


Block = Paragraph | Heading | Bullets | Table | Picture


LENGTHS = {"short": (1, 3), "report": (4, 9), "long": (10, 16)}  # paragraphs after the opening
PLACES = (
    "Nhà văn hóa {group}",
    "Trạm Y tế {ward}",
    "Trường {school}",
    "Trụ sở UBND {ward}",
    "Hội trường {ward}",
    "Chợ {ward}",
)
TABLES = (
    (("STT", "Địa điểm", "Thời gian", "Số lượng"), ("{at}", "{place}", "{hour} {day}", "{h}")),
    (("TT", "Đơn vị", "Kế hoạch", "Thực hiện", "Tỷ lệ"), ("{at}", "{ward}", "{h}", "{h}", "{pct}")),
    (("STT", "Họ và tên", "Địa chỉ", "Kinh phí hỗ trợ"), ("{at}", "{rname}", "{group}, {ward}", "{tr}")),
)
LIST_HEADS = (
    "Các nhiệm vụ cụ thể gồm:",
    "Trong thời gian tới, các đơn vị tập trung:",
    "Nội dung chính gồm có:",
    "Yêu cầu đặt ra là:",
)
FILES = (
    "Kế hoạch số {h}.pdf",
    "Phụ lục kèm theo thông báo {m}.doc",
    "Quyết định {h}-QĐ-UBND.pdf",
    "Mẫu đơn số {n}.doc",
    "Danh sách {h} hộ.pdf",
)


def body(scene: Scene, topic: str, form: str) -> tuple[Block, ...]:
    """What stands below the opening."""
    return tuple(FORMS.get(form, _report)(scene, topic, form))


def _report(scene: Scene, topic: str, form: str) -> Iterator[Block]:
    sentences = _sentences(scene, topic)
    count = scene.number(*LENGTHS[form])
    pictures, headed = _pictures(scene, topic, 1 if form == "short" else 4), form == "long" and scene.rng.random() < 0.5
    if scene.rng.random() < 0.6:
        yield from _next(pictures)
    for at in range(count):
        if headed and at % 4 == 1:
            yield Heading(texts(topic)["heading"][at // 4])
        yield _paragraph(scene, sentences)
        if at % 3 == 2:
            yield from _next(pictures)
        if at == count // 2:
            yield from _extra(scene, form)
    yield Paragraph(scene.fill(scene.pick(texts("common")["sentence"]["closing"])))


def _interview(scene: Scene, topic: str, form: str) -> Iterator[Block]:
    sentences, pictures = _sentences(scene, topic), _pictures(scene, topic, 2)
    answers = _shuffled(scene, texts("common")["sentence"]["answer"])
    yield from _next(pictures)
    for at, question in enumerate(_shuffled(scene, texts(topic)["question"])):
        if at < 2:
            yield Heading(texts(topic)["heading"][at])
        yield Paragraph("- " + scene.fill(question))
        yield Paragraph(f"- {scene.fill(answers.pop())} {next(sentences)}")
        for _ in range(scene.number(0, 2)):
            yield _paragraph(scene, sentences)
        yield from _next(pictures)
    yield Paragraph("- " + scene.pick(texts("common")["sentence"]["thanks"]))


def _notice(scene: Scene, topic: str, form: str) -> Iterator[Block]:
    sentences = iter([scene.fill(one) for one in _shuffled(scene, texts(topic)["sentence"])])
    headings = iter(texts(topic)["heading"])
    yield Heading("I. " + next(headings))
    yield from (_table(scene), Heading("II. " + next(headings)))
    yield from _list(scene)
    for _ in range(scene.number(2, 4)):
        yield Paragraph(next(sentences))
    if scene.rng.random() < 0.3:
        yield from _pictures(scene, topic, 1)


FORMS = {"interview": _interview, "notice": _notice}


def _shuffled(scene: Scene, patterns: list[str]) -> list[str]:
    return scene.rng.sample(patterns, len(patterns))


def _sentences(scene: Scene, topic: str) -> Iterator[str]:
    """The topic's sentences among those of officials and residents, none twice."""
    common = texts("common")["sentence"]
    patterns = [
        *texts(topic)["sentence"],
        *scene.rng.sample(common["official"], 16),
        *scene.rng.sample(common["resident"], 3),
    ]
    return (scene.fill(pattern) for pattern in _shuffled(scene, patterns))


def _paragraph(scene: Scene, sentences: Iterator[str]) -> Paragraph:
    """One to three sentences; a sentence with slots of its own when the patterns have run out."""
    found = [one for _, one in zip(range(scene.number(1, 3)), sentences, strict=False)]
    return Paragraph(" ".join(found) or scene.fill("Từ nay đến {soon}, {agency} phối hợp với {org} {task}, {task}."))


def _pictures(scene: Scene, topic: str, most: int) -> Iterator[Picture]:
    captions = _shuffled(scene, texts(topic)["caption"])
    for at in range(min(scene.number(0, most), len(captions))):
        credit = (
            f". Ảnh: {scene.pick(('Quang Huy', 'Đức Trung', 'Hải Yến', 'CTV'))}" if scene.rng.random() < 0.2 else ""
        )
        yield Picture(at, scene.fill(captions[at]) + credit if scene.rng.random() < 0.8 else None)


def _next(pictures: Iterator[Picture]) -> Iterator[Picture]:
    found = next(pictures, None)
    if found:
        yield found


def _extra(scene: Scene, form: str) -> Iterator[Block]:
    chance = scene.rng.random()
    if form == "short":
        return
    if chance < 0.12:
        yield Paragraph(scene.pick(LIST_HEADS))
        yield from _list(scene)
    elif chance < 0.22:
        yield Paragraph(scene.fill("Kết quả cụ thể tại {n} đơn vị như sau:"))
        yield _table(scene)


def _list(scene: Scene) -> Iterator[Block]:
    tasks = scene.rng.sample(texts("common")["slot"]["task"], scene.number(3, 6))
    yield Bullets(tuple(scene.fill(f"{task}, {end};") for task, end in zip(tasks, _ends(), strict=False)))


def _ends() -> Iterator[str]:
    while True:
        yield from (
            "xong trước {soon}",
            "do {agency} chủ trì",
            "kinh phí dự kiến {tr}",
            "trước hết tại {ward}",
            "ưu tiên {who}",
        )


def _table(scene: Scene) -> Table:
    head, cells = scene.rng.choice(TABLES)
    rows = [tuple(_cell(scene, cell, at) for cell in cells) for at in range(1, scene.number(3, 9))]
    return Table((head, *rows))


def _cell(scene: Scene, pattern: str, at: int) -> str:
    return str(at) if pattern == "{at}" else scene.fill(scene.pick(PLACES) if pattern == "{place}" else pattern)


def files(scene: Scene, form: str) -> tuple[str, ...]:
    """Names of attachments, as their links say."""
    count = scene.number(1, 3) if form == "notice" else int(scene.rng.random() < 0.07)
    return tuple(scene.fill(name) for name in scene.rng.sample(FILES, count))


def tags(scene: Scene, topic: str, outlet: Outlet) -> tuple[str, ...]:
    """The keywords of the newspaper and of NukeViet; the others have none."""
    if outlet not in (NEWS, NUKEVIET):
        return ()
    return (*scene.rng.sample(texts(topic)["tag"], 2), scene.town.title)
