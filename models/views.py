"""Views for people who write SQL: clear names, readable values, nothing that was withdrawn. docs/sql.md explains them.

They are dropped before and made after every migration: a table that a view reads cannot be altered.
"""

from __future__ import annotations

from sqlalchemy import Connection

# What is said in the one dialect and in the other.
DIALECTS = {
    "sqlite": {
        "paragraphs": "SELECT group_concat(value, char(10) || char(10)) FROM json_each(a.paragraphs)",
        "authors": "SELECT group_concat(name, ', ') FROM ({signed} ORDER BY w.position)",
        "year": "substr(a.published_date, 1, 4)",
        "month": "substr(a.published_date, 1, 7)",
    },
    "postgresql": {
        "paragraphs": (
            "SELECT string_agg(value, chr(10) || chr(10) ORDER BY place) "
            "FROM json_array_elements_text(a.paragraphs) WITH ORDINALITY AS p (value, place)"
        ),
        "authors": "SELECT string_agg(name, ', ' ORDER BY position) FROM ({signed}) AS s",
        "year": "to_char(a.published_date, 'YYYY')",
        "month": "to_char(a.published_date, 'YYYY-MM')",
    },
}
SIGNED = (
    "SELECT p.name, w.position FROM article_authors w JOIN authors p ON p.id = w.author_id WHERE w.article_id = a.id"
)
VIEWS = {
    "news": """
        SELECT a.id, s.name AS site, a.title, a.lead, ({paragraphs}) AS text, ({authors}) AS authors, a.byline,
            a.source, a.section, a.published_at, a.published_date, {year} AS published_year, {month} AS published_month,
            a.language, a.url, a.revision, a.duplicate_of, a.duplicate_kind, a.fetched_at
        FROM articles a JOIN sites s ON s.id = a.site_id
        WHERE a.withdrawn_at IS NULL
    """,
    "news_authors": """
        SELECT p.name AS author, w.position, a.id AS article_id, s.name AS site, a.title, a.published_date,
            {year} AS published_year
        FROM article_authors w JOIN authors p ON p.id = w.author_id JOIN articles a ON a.id = w.article_id
            JOIN sites s ON s.id = a.site_id
        WHERE a.withdrawn_at IS NULL
    """,
    "news_copies": """
        SELECT a.id AS copy_id, s.name AS copy_site, a.title AS copy_title, a.published_date AS copy_date,
            a.duplicate_kind AS kind, o.id AS original_id, os.name AS original_site, o.title AS original_title,
            o.published_date AS original_date
        FROM articles a JOIN sites s ON s.id = a.site_id JOIN articles o ON o.id = a.duplicate_of
            JOIN sites os ON os.id = o.site_id
        WHERE a.withdrawn_at IS NULL AND o.withdrawn_at IS NULL
    """,
    "news_per_month": """
        SELECT s.name AS site, {month} AS published_month, count(*) AS articles
        FROM articles a JOIN sites s ON s.id = a.site_id
        WHERE a.withdrawn_at IS NULL AND a.published_date IS NOT NULL
        GROUP BY s.name, {month}
    """,
    "crawl_ledger": """
        SELECT s.name AS site, l.url, l.kind, l.state, l.reason, l.attempts, l.first_seen, l.visited_at, l.next_visit,
            l.article_id
        FROM links l JOIN sites s ON s.id = l.site_id
    """,
    "crawl_runs": """
        SELECT r.id, s.name AS site, r.kind, r.started_at, r.finished_at, r.outcome, r.reason, r.counts
        FROM runs r JOIN sites s ON s.id = r.site_id
    """,
}


def drop_views(connection: Connection) -> None:
    for name in VIEWS:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def create_views(connection: Connection) -> None:
    said = DIALECTS[connection.dialect.name]
    said = said | {"authors": said["authors"].format(signed=SIGNED)}
    for name, query in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query.format_map(said)}")
