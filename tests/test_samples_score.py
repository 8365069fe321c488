"""Scoring a crawl of the sample portals: every field of every post, nothing missing, nothing too much."""

import unicodedata
from typing import Any

import pytest

from archive.samples.score import FIELDS, score
from archive.samples.truth import Truth, truths

POSTS = 200


def known() -> list[Truth]:
    return [one for name in ("sample-vcms", "sample-liferay", "sample-news") for one in truths(name, POSTS)]


def as_found(truth: Truth) -> dict[str, Any]:
    """The article that reads its page without a mistake, as JSON."""
    found = {name: getattr(truth, name) for name in FIELDS}
    found["url"] = f"http://127.0.0.1:9{truth.url}"
    found["images"] = [{"url": f"http://127.0.0.1:9{url}?t=1", "caption": words} for url, words in truth.images]
    found["attachments"] = [{"url": f"http://127.0.0.1:9{url}", "title": title} for url, title in truth.attachments]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def all_found() -> list[dict[str, Any]]:
    return [as_found(one) for one in known() if one.is_article]


def test_a_crawl_without_a_mistake_scores_one_in_every_field() -> None:
    result = score(all_found(), known())
    assert result.perfect
    assert result.expected == result.found == len(all_found())
    assert result.accuracy == dict.fromkeys(FIELDS, 1.0)


@pytest.mark.parametrize("name", FIELDS)
def test_a_wrong_field_is_a_miss_that_names_post_and_values(name: str) -> None:
    found = all_found()
    found[3][name] = [{"url": "/x", "caption": None, "title": "x"}] if name in {"images", "attachments"} else "wrong"
    result = score(found, known())
    assert not result.perfect
    assert [miss.url for miss in result.misses[name]] == [found[3]["url"].removeprefix("http://127.0.0.1:9")]
    assert result.accuracy[name] == pytest.approx(1 - 1 / len(found))
    assert all(value == 1.0 for other, value in result.accuracy.items() if other != name)


def test_text_is_compared_in_nfc() -> None:
    found = [{**one, "title": unicodedata.normalize("NFD", one["title"])} for one in all_found()]
    assert score(found, known()).perfect


def test_missing_surplus_and_repeated_posts_are_told() -> None:
    found = all_found()
    gone = next(one for one in known() if one.kind == "gone")
    result = score(
        [*found[1:], found[5], {**found[2], "url": f"http://h{gone.url}"}, {"url": "http://h/lien-he"}], known()
    )
    assert [url in found[0]["url"] for url in result.missing] == [True]
    assert result.repeated == [found[5]["url"]]
    assert result.surplus == [f"http://h{gone.url}", "http://h/lien-he"]


def test_a_post_is_known_by_any_of_its_addresses() -> None:
    found = all_found()
    found[0]["url"] = found[0]["url"].replace("/1202/", "/1200/") + ";jsessionid=1?utm_source=x"
    assert score(found, known()).perfect


def linked() -> list[dict[str, Any]]:
    """As the archive gives them: with ids, and each planted copy linked to its original."""
    ids = {(one.portal, one.number): at for at, one in enumerate(known(), 1)}
    articles = [one for one in known() if one.is_article]
    return [
        {**as_found(one), "id": ids[one.portal, one.number], "duplicate_of": one.copy_of and ids[one.copy_of]}
        for one in articles
    ]


def test_links_between_copies_are_compared_where_there_are_any() -> None:
    assert score(linked(), known()).accuracy["duplicate_of"] == 1.0


def test_a_link_from_the_original_to_its_copy_is_as_good() -> None:
    """Which of the two was stored first is chance."""
    found = linked()
    copy = next(one for one in found if one["duplicate_of"])
    original = next(one for one in found if one["id"] == copy["duplicate_of"])
    copy["duplicate_of"], original["duplicate_of"] = None, copy["id"]
    assert score(found, known()).perfect


def test_missing_and_false_links_are_misses() -> None:
    found = linked()
    copies = [one for one in found if one["duplicate_of"]]
    copies[0]["duplicate_of"] = None
    alone = next(one for one in found if not one["duplicate_of"] and one not in copies)
    alone["duplicate_of"] = copies[1]["id"]
    assert len(score(found, known()).misses["duplicate_of"]) == 2
