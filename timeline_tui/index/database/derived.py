"""What a database derives from the events of all who push: the origins of sources, and the values of the facets."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from timeline_tui.dates.when import parse
from timeline_tui.index.database.event_rows import index_key, source_id, source_of
from timeline_tui.model.origins import Origin, Origins
from timeline_tui.model.timeline import Source
from timeline_tui.query.aliases import Aliases
from timeline_tui.text.text import fold

_IN_TIME = "e.first_day, e.place, e.number, e.id"
_USES = """(select event, source, 0 as part, number from citations
    union all select event, source, 1, number from quotes where source is not null)"""
"""Each use of a source by an event, in the order of `query_fields.sources`."""

# Rows that depend on other events have a number that no row of an event has, so that they can be written anew.
_ADDED = -1

_EVENT_ORIGINS = f"""
    select u.event, coalesce(o.origin, u.source) as origin, coalesce(o.name, s.name) as name,
        coalesce(o.key, s.name_key) as key
    from {_USES} u join sources s on s.id = u.source left join source_origins o on o.source = u.source"""


def write_origins(connection: Any) -> None:
    """Write the origins of the cited sources that repeat others, and which events have them."""
    run = _runner(connection)
    run("delete from source_origins")
    run("delete from event_values where field = 'origin'")
    run(f"delete from event_values where field = 'is' and key = 'single-origin' and number = {_ADDED}")
    rows = _source_origins(connection)
    if not rows:
        return
    connection.execute(text("insert into source_origins values (:source, :origin, :name, :key)"), rows)
    run(f"""
        insert into event_values (event, field, number, value, key, is_first, is_alias)
        select event, 'origin', row_number() over (partition by event order by name), name, key,
            row_number() over (partition by event, key order by name) = 1, false
        from (select distinct event, name, key from ({_EVENT_ORIGINS}) found
            where name <> '' and origin in (select origin from source_origins)) each_once""")
    run(f"""
        insert into event_values (event, field, number, value, key, is_first, is_alias)
        select event, 'is', {_ADDED}, 'single-origin', 'single-origin', true, false
        from ({_EVENT_ORIGINS}) found
        where event in (select u.event from {_USES} u join source_origins o on o.source = u.source)
            and event not in (select event from event_values where field = 'is' and key = 'single-origin')
        group by event having count(distinct origin) = 1""")


def _source_origins(connection: Any) -> list[dict[str, str]]:
    """The rows of the table of origins, for the cited sources that repeat others."""
    cited = connection.execute(
        text(f"""
            select distinct on (s.id) s.record, e.first_day, e.place, e.number, e.id, u.part, u.number as use
            from sources s join {_USES} u on u.source = s.id join events e on e.event = u.event
            where s.repeats order by s.id, {_IN_TIME}, u.part, u.number""")
    ).all()
    sources = [source_of(row[0]) for row in sorted(cited, key=lambda row: row[1:])]
    if not sources:
        return []
    origins = known_origins(connection)
    return [
        {
            "source": source_id(source),
            "origin": origin_id(origin),
            "name": origin.name,
            "key": index_key(fold(origin.name)),
        }
        for source in sources
        for origin in origins.of(source)
    ]


def known_origins(connection: Any) -> Origins:
    """The origins of the sources in the table."""
    known: dict[str, Source | None] = {}

    def source_with_key(key: str) -> Source | None:
        if key not in known:
            found = connection.execute(
                text("select record from sources where key = :key and number is not null order by number, id limit 1"),
                {"key": index_key(key)},
            ).scalar()
            known[key] = found and source_of(found)
        return known[key]

    def keys() -> list[str]:
        return [*connection.execute(text("select key from sources where number is not null")).scalars()]

    return Origins(source_with_key, keys)


def origin_id(origin: Origin) -> str:
    """The id of an origin: the id of the source, or for a publisher a text that is never the id of a source."""
    return f"p:{origin.root}" if isinstance(origin.root, str) else source_id(origin.root)


# Their rows in event_values are written anew by `write_origins`.
_REWRITTEN = "(field = 'origin' or (field = 'is' and key = 'single-origin'))"


def note_changes(connection: Any) -> None:
    """Note which spellings a push adds and takes away, before it replaces the rows of its events."""
    run = _runner(connection)
    run(f"""
        create temp table pushed_changes on commit drop as
        select field, key, value, is_alias, sum(sign)::bigint as times,
            coalesce(sum(sign) filter (where is_first), 0)::bigint as firsts
        from (
            select field, key, value, is_alias, is_first, 1 as sign from pushed_event_values
            union all select field, key, value, is_alias, is_first, -1 from event_values
            where event in (select event from pushed_events)
        ) both_sides where not {_REWRITTEN} group by field, key, value, is_alias""")


def write_facets(connection: Any, aliases: Aliases, *, only_changes: bool) -> None:
    """Write the values of the facets; ``only_changes``: only the values that `note_changes` noted, and the origins."""
    run = _runner(connection)
    rewritten = _REWRITTEN if only_changes else "true"
    run("create temp table pushed_touched (field text, key text) on commit drop")
    if only_changes:
        run("""
            insert into facet_spellings (field, key, digest, value, is_alias, times, firsts)
            select field, key, md5(value), value, is_alias, times, firsts from pushed_changes
            on conflict (field, key, digest) do update
            set times = facet_spellings.times + excluded.times, firsts = facet_spellings.firsts + excluded.firsts""")
        run("insert into pushed_touched select field, key from pushed_changes")
    run(f"insert into pushed_touched select field, key from facet_spellings where {rewritten}")
    run(f"delete from facet_spellings where {rewritten}")
    run(f"""
        insert into facet_spellings (field, key, digest, value, is_alias, times, firsts)
        select field, key, md5(value), value, is_alias, count(*), count(*) filter (where is_first)
        from event_values where {rewritten} group by field, key, value, is_alias""")
    run(f"insert into pushed_touched select field, key from facet_spellings where {rewritten}")
    run(f"delete from facet_spellings where times = 0 and {_TOUCHED}")
    run(f"delete from facet_values where {_TOUCHED}")
    # The most frequent spelling of the name itself is shown.
    run(f"""
        insert into facet_values (field, key, value, events)
        select distinct on (field, key) field, key, value, sum(firsts) over (partition by field, key)
        from facet_spellings where {_TOUCHED} order by field, key, is_alias, times desc""")
    _choose_first(run)
    _name_aliases(connection, aliases)
    _date_values(connection)


_TOUCHED = "(field, key) in (select field, key from pushed_touched)"


def _choose_first(run: Any) -> None:
    """Of equally frequent spellings of the name, and of aliases if there are no others, show the first in time."""
    run(f"""
        update facet_values f set value = chosen.value from (
            select distinct on (s.field, s.key) s.field, s.key, s.value
            from facet_spellings s
            join event_values v on v.field = s.field and v.key = s.key and v.value = s.value
            join events e on e.event = v.event
            where (s.field, s.key) in (
                select field, key from (
                    select *, max(times) filter (where not is_alias) over (partition by field, key) as most
                    from facet_spellings where {_TOUCHED}
                ) spellings group by field, key having count(*) > 1
                    and (bool_and(is_alias) or count(*) filter (where not is_alias and times = most) > 1))
            order by s.field, s.key, s.is_alias, case when s.is_alias then 0 else s.times end desc,
                {_IN_TIME}, v.number
        ) chosen where f.field = chosen.field and f.key = chosen.key""")


def _name_aliases(connection: Any, aliases: Aliases) -> None:
    """Show the name of a value if only its aliases occur."""
    unnamed = connection.execute(
        text(f"""
            select f.field, f.key, f.value from facet_values f join facet_spellings s using (field, key)
            where {_TOUCHED} group by f.field, f.key, f.value having bool_and(s.is_alias)""")
    )
    rows = [{"field": field, "key": key, "value": aliases.canonical(value)} for field, key, value in unnamed]
    if rows:
        connection.execute(text("update facet_values set value = :value where field = :field and key = :key"), rows)


def _date_values(connection: Any) -> None:
    """Write the first and the last day of values that are dates."""
    undated = connection.execute(
        text("select key, value from facet_values where field = 'published' and first_day is null")
    )
    dates = [(key, parse(value)) for key, value in undated]
    rows = [{"key": key, "first": date.earliest, "last": date.latest} for key, date in dates]
    if rows:
        connection.execute(
            text(
                "update facet_values set first_day = :first, last_day = :last where field = 'published' and key = :key"
            ),
            rows,
        )


def _runner(connection: Any) -> Any:
    return lambda statement: connection.execute(text(statement))
