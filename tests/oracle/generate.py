"""What Python's zoneinfo says about time zones and about open hours, written down for oracle.test.ts.

    python3 -m pip install --target /tmp/tzdata -r tests/oracle/requirements.txt
    PYTHONPATH=/tmp/tzdata python3 tests/oracle/generate.py

Needs Python 3.9 or later and takes about two minutes. The system's own zone files are not looked
at, and everything random is seeded: every run writes the same bytes. All four tables count in
whole minutes since 1970, of UTC for instants and of the wall clock for wall times; each begins
with a comment that says how it is to be read.
"""

import json
import random
import sys
from datetime import date, datetime, timedelta, timezone
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones, reset_tzpath

import tzdata

PINNED = "2026d"
SEED = 20261122
HERE = Path(__file__).parent
EPOCH = datetime(1970, 1, 1)
UTC = timezone.utc
A_DAY = 1440
# "Factory" stands for a machine without a zone.
NO_ZONES = {"Factory"}

DENSE_YEARS = (2026, 2031)
DENSE_REACH, DENSE_STEP = 240, 15
RANDOM_YEARS = (2010, 2041)
RANDOM_WALLS, RANDOM_INSTANTS, RANDOM_DATES = 8_000, 8_000, 4_000
SCHEDULES = 1_500
PROVERBIAL = [
    "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "Antarctica/Troll",
    "Africa/Casablanca", "Asia/Gaza", "Africa/Cairo", "America/Nuuk", "America/Vancouver",
    "Pacific/Kiritimati", "Etc/GMT+12", "America/Phoenix", "Asia/Tehran", "Asia/Beirut",
    "America/Santiago", "America/Havana", "Pacific/Apia", "America/Goose_Bay",
    "Europe/Berlin", "America/New_York",
]  # fmt: skip


def main():
    # No directories: only the tzdata package is read, whatever the system has.
    reset_tzpath(to=())
    if tzdata.IANA_VERSION != PINNED:
        sys.exit(f"tzdata {PINNED} is wanted, this is {tzdata.IANA_VERSION}")
    groups = linked_zones()
    dense = {names[0]: changes(names[0], *DENSE_YEARS, 60) for names in groups}
    ever = {names[0]: changes(names[0], *RANDOM_YEARS, 360) for names in groups}
    write(
        "zones.txt",
        "names of one zone|its offset when 2026 begins|each change until 2031:the offset after it",
        (zone_line(names, dense[names[0]]) for names in groups),
    )
    write(
        "transitions.txt",
        "zone|first instant|first wall time|steps from one wall time to the next|offsets"
        "|first wall time|first instant|steps from one instant to the next. Both questions go on in"
        " steps of 15; NxM is N, M times",
        (transition_line(zone, at) for zone in dense for at in dense[zone]),
    )
    write(
        "random-cases.txt",
        "zone|w, wall times:what to add for the instant|i, instants:what to add for the wall time"
        "|d, days since 1970:the first instant,how long the date lasts",
        random_lines(groups),
    )
    write(
        "open-hours.txt",
        "[zone, from, to, [[weekday, from, to]], [[first date, last date, [[from, to]]]],"
        " [[opens, closes]]] with opens and closes counted from the first from",
        schedule_lines(ever),
    )


def write(name, legend, lines):
    text = [f"# tzdata {PINNED} by Python zoneinfo, seed {SEED}; see generate.py", f"# {legend}"]
    (HERE / name).write_text("\n".join([*text, *lines]) + "\n", encoding="ascii")


def linked_zones():
    """The zones as lists of the names that share one and the same data."""
    by_data = {}
    for name in sorted(available_timezones() - NO_ZONES):
        data = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
        by_data.setdefault(data, []).append(name)
    return list(by_data.values())


def wall_at(minute, zone):
    """What the clocks show: the answer that all others are made of."""
    aware = datetime.fromtimestamp(minute * 60, UTC).astimezone(zone)
    return minutes_since_epoch(aware.replace(tzinfo=None, fold=0))


def offset_at(minute, zone):
    offset = datetime.fromtimestamp(minute * 60, UTC).astimezone(zone).utcoffset()
    return whole_minutes(offset)


def instant_of(wall, zone):
    """Python takes the earlier of two (fold=0), and lets a skipped time move on by the gap."""
    naive = EPOCH + timedelta(minutes=wall)
    return minutes_since_epoch(naive.replace(tzinfo=zone, fold=0).astimezone(UTC).replace(tzinfo=None))


def minutes_since_epoch(naive):
    return whole_minutes(naive - EPOCH)


def whole_minutes(delta):
    minutes, rest = divmod(delta, timedelta(minutes=1))
    assert not rest, delta
    return minutes


def changes(name, first_year, end_year, step):
    """The minutes at which clocks are put on or back: looked for every `step`, then halved."""
    zone = ZoneInfo(name)
    first, end = (minutes_since_epoch(datetime(year, 1, 1)) for year in (first_year, end_year))
    found = []
    before = offset_at(first, zone)
    for minute in range(first + step, end + 1, step):
        after = offset_at(minute, zone)
        if after != before:
            found.append(halve(minute - step, minute, zone))
        before = after
    return found


def halve(low, high, zone):
    offset = offset_at(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset_at(middle, zone) == offset else (low, middle)
    return high


def zone_line(names, at):
    zone = ZoneInfo(names[0])
    begins = minutes_since_epoch(datetime(DENSE_YEARS[0], 1, 1))
    offsets = " ".join(f"{minute}:{offset_at(minute, zone)}" for minute in at)
    return f"{' '.join(names)}|{offset_at(begins, zone)}|{offsets}"


def transition_line(name, at):
    zone = ZoneInfo(name)
    instants = range(at - DENSE_REACH, at + DENSE_REACH + 1, DENSE_STEP)
    shown = [wall_at(instant, zone) for instant in instants]
    offsets = [offset_at(instant, zone) for instant in instants]
    first, last = wall_at(at - DENSE_REACH, zone), wall_at(at + DENSE_REACH, zone)
    walls = range(first, last + 1, DENSE_STEP)
    meant = [instant_of(wall, zone) for wall in walls]
    return "|".join(
        [name, str(instants[0]), str(shown[0]), runs(steps(shown)), runs(offsets)]
        + [str(walls[0]), str(meant[0]), runs(steps(meant))]
    )


def steps(numbers):
    return [after - before for before, after in zip(numbers, numbers[1:])]


def runs(numbers):
    counted = ((number, len(list(same))) for number, same in groupby(numbers))
    return " ".join(f"{number}x{count}" for number, count in counted)


def random_lines(groups):
    chance = random.Random(SEED)
    first, end = (minutes_since_epoch(datetime(year, 1, 1)) for year in RANDOM_YEARS)
    cases = {}

    def add(kind, count, ask):
        for _ in range(count):
            name = chance.choice(groups)[0]
            cases.setdefault((name, kind), []).append(ask(ZoneInfo(name)))

    def wall(zone):
        # Midnight is a case of its own: there the app wants the first instant of the date.
        asked = chance.randrange(first, end)
        asked += 0 if asked % A_DAY else 1
        return f"{asked}:{instant_of(asked, zone) - asked}"

    def instant(zone):
        asked = chance.randrange(first, end)
        return f"{asked}:{wall_at(asked, zone) - asked}"

    def day(zone):
        asked = chance.randrange(first // A_DAY, end // A_DAY)
        start = first_instant(asked, zone)
        return f"{asked}:{start},{first_instant(asked + 1, zone) - start}"

    add("w", RANDOM_WALLS, wall)
    add("i", RANDOM_INSTANTS, instant)
    add("d", RANDOM_DATES, day)
    return [f"{name}|{kind}|{' '.join(asked)}" for (name, kind), asked in sorted(cases.items())]


def first_instant(day, zone):
    """When the clocks show the date, or a later one, for the first time: minute by minute."""
    minute = day * A_DAY - 15 * 60
    while wall_at(minute, zone) < day * A_DAY:
        minute += 1
    return minute


def schedule_lines(ever):
    chance = random.Random(SEED + 1)
    changing = sorted(name for name in ever if ever[name])
    for _ in range(SCHEDULES):
        name = chance.choice(PROVERBIAL if chance.random() < 0.5 else changing)
        yield schedule_line(name, any_day(ever.get(name) or [], chance), chance)


def any_day(at, chance):
    if at and chance.random() < 0.9:
        return chance.choice(at) // A_DAY
    return minutes_since_epoch(datetime(2026, 1, 1)) // A_DAY + chance.randrange(1826)


def schedule_line(name, day, chance):
    weekly = [[weekday, *hours] for weekday in range(1, 8) for hours in any_hours(chance)]
    overrides = any_overrides(day, chance)
    start = day * A_DAY - chance.randrange(2 * A_DAY)
    end = start + chance.randrange(A_DAY, 4 * A_DAY)
    zone = ZoneInfo(name)
    is_open = [shows_open_hours(wall_at(m, zone), weekly, overrides) for m in range(start, end)]
    opened, minute = [], 0
    for open_, same in groupby(is_open):
        length = len(list(same))
        if open_:
            opened.append([minute, minute + length])
        minute += length
    row = [name, start, end, weekly, overrides, opened]
    return json.dumps(row, separators=(",", ":"))


def any_hours(chance):
    """Of one day, not overlapping; some touch, and midnight is met often."""
    kind = chance.randrange(6)
    if kind == 0:
        return []
    if kind == 1:
        return [[0, A_DAY]]
    fine = chance.choice([1, 15, 30])
    edges = sorted({chance.randrange(0, A_DAY, fine) for _ in range(2 * chance.randrange(1, 3))})
    if kind == 2:
        edges = [0, *edges, A_DAY]
    if kind == 3:
        return [[edges[0], edges[-1]], [edges[-1], A_DAY]] if len(edges) > 1 else [[edges[0], A_DAY]]
    return [[a, b] for a, b in zip(edges[::2], edges[1::2]) if a < b]


def any_overrides(day, chance):
    overrides = []
    first = day - 2
    while chance.random() < 0.5 and first <= day + 3:
        first += chance.randrange(3)
        last = first + chance.choice([0, 0, 0, 1, 3])
        overrides.append([text_of(first), text_of(last), any_hours(chance)])
        first = last + 1
    return overrides


def text_of(day):
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def shows_open_hours(wall, weekly, overrides):
    day, minute = divmod(wall, A_DAY)
    today = text_of(day)
    hours = next((ranges for first, last, ranges in overrides if first <= today <= last), None)
    if hours is None:
        weekday = date.fromisoformat(today).isoweekday()
        hours = [[a, b] for named, a, b in weekly if named == weekday]
    return any(a <= minute < b for a, b in hours)


if __name__ == "__main__":
    main()
