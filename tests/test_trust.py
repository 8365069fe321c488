"""Candidates are weighed by one table: an origin's points, what agrees, and known traps."""

from __future__ import annotations

import pytest

from pipelines.candidates import Candidate
from pipelines.fields import same
from pipelines.trust import NO_VALUE, SITE, TRAPS, TRUST, rank, winner


def section(value: str, origin: str, *traps: str, witness: bool = False) -> Candidate:
    return Candidate("section", value, origin, traps, witness)


def taken(*candidates: Candidate) -> str | None:
    chosen = winner(rank(candidates, same))
    return chosen.value if chosen else None


def test_the_more_trusted_origin_wins() -> None:
    """Alone against one another, the table's points decide, in whatever order they come."""
    assert taken(section("Giáo dục", "visible"), section("Y tế", "json-ld")) == "Y tế"


def test_agreement_beats_a_better_origin() -> None:
    """Two that say the same outweigh one that says something else."""
    assert taken(section("News", "json-ld"), section("Giáo dục", "meta"), section("giáo dục", "visible")) == "Giáo dục"


def test_one_origin_counts_once() -> None:
    """Saying it twice in one place is no agreement."""
    assert taken(section("News", "json-ld"), section("Giáo dục", "meta"), section("Giáo dục", "meta")) == "News"


def test_of_equals_the_first_is_taken() -> None:
    """The order of candidates is the order of preference among those that say the same."""
    assert taken(section("GIÁO DỤC", "meta"), section("Giáo dục", "opengraph")) == "GIÁO DỤC"


def test_traps_cost_points() -> None:
    """A trap that costs more than the lead loses the field; one that excludes loses it always."""
    assert taken(section("Trang chủ", "json-ld", "the whole site"), section("Y tế", "url")) == "Y tế"
    assert taken(section("Trang chủ", "json-ld", "the whole site")) is None


def test_what_is_excluded_confirms_nothing() -> None:
    """A value that is none lends no points to those that agree with it."""
    alone = rank([section("Y tế", "visible")], same)[0].points
    beside = rank([section("Y tế", "visible"), section("Y tế", "json-ld", "the title")], same)[0].points
    assert beside == alone


def test_a_witness_confirms_and_never_wins() -> None:
    """What is no value itself still decides between others."""
    assert taken(section("Y tế", "url", witness=True)) is None
    assert taken(section("News", "meta"), section("Y tế", "opengraph"), section("Y tế", "url", witness=True)) == "Y tế"


def test_the_first_of_an_origin_counts_more() -> None:
    """Where one place says two things, the second is behind the first."""
    ranked = rank([section("Y tế", "json-ld"), section("Giáo dục", "json-ld")], same)
    assert ranked[1].candidate.traps == ("not the first there",)


def test_nothing_is_decided_from_nothing() -> None:
    """No candidate, no value."""
    assert winner(rank([], same)) is None


@pytest.mark.parametrize("field", sorted(TRUST))
def test_a_site_file_outweighs_all_others_together(field: str) -> None:
    """Where it has a say."""
    points = dict(TRUST[field])
    if points.pop("site", None) is not None:
        assert sum(value for value in points.values() if value > 0) < SITE


def test_traps_only_cost() -> None:
    """None adds points, and those that exclude cost more than all origins of any field give."""
    assert max(TRAPS.values()) < 0
    assert all(sum(row.values()) < -NO_VALUE for row in TRUST.values())
