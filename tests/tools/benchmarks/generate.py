"""Generates realistic chronologies of any size, the same on every machine: about 500 bytes for each event."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "timeline-tui-benchmarks"
_SEED = 20240613
_VERSION = 3  # of the generated content; files of other versions are made again

_COUNTRIES = """
Japan, Ukraine, United States, United Kingdom, Italy, Germany, France, Canada, Côte d’Ivoire, Brazil, India, China,
Russia, South Africa, Kenya, Egypt, Türkiye, Poland, Mexico, Chile, Peru, Spain, Norway, Sweden, Finland, Israel
"""
_PARTS = ("North", "South", "East", "West", "New", "Upper", "Lower", "Central")
COUNTRIES = [name.strip() for name in _COUNTRIES.split(",")]
COUNTRIES += [f"{part} {name}" for part in _PARTS for name in COUNTRIES[:20]]
TOPICS = [
    f"{what} {kind}".strip()
    for what in ("sanctions", "oil", "security", "trade", "grain", "migration", "climate", "debt", "dual-use goods")
    for kind in ("", "agreement", "talks", "vote", "report", "ruling")
]
_STARTS = ("ka", "to", "mi", "re", "sul", "ven", "dor", "an", "bel", "ju")
_ENDS = ("nor", "vish", "len", "tak", "ras", "mo", "ter", "gan", "eva", "ix")
_STEMS = [start + end for start in _STARTS for end in _ENDS]
_WORDS = [f"{stem}{end}" for stem in _STEMS for end in ("", "ed", "ing", "s", "ly", "ion", "ment", "er", "al", "ist")]
_COMMON = [
    *(
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "said",
        "for",
        "on",
        "with",
        "by",
        "from",
        "is",
        "was",
        "not",
        "have",
    ),
    *("have", "at", "be", "its", "has", "an", "as", "will", "would"),
]
_TITLES = ("President", "Minister", "Secretary", "Chancellor", "Commissioner", "Envoy")
_STANCES = ("reports", "reports", "reports", "confirms", "disputes")
_DAYS = 12_000  # from 1990 to 2022


class _World:
    """The data that the events of one chronology share."""

    def __init__(self, count: int) -> None:
        self.random = random.Random(_SEED)
        self.evidence = random.Random(_SEED + 1)  # what is known about sources and checks
        self.count = count
        pick = self.random.choice
        self.people = [f"{pick(_STEMS).title()} {pick(_STEMS).title()}{pick(_STEMS)}" for _ in range(400)]
        self.rare = [f"{pick(_WORDS)}{pick(_STEMS)}" for _ in range(max(200, count // 10))]
        agencies = [f"{self.evidence.choice(_STEMS)} press".title() for _ in range(12)]
        self.editors = self.evidence.sample(self.people, 20)
        self.sources: dict[str, dict[str, object]] = {
            f"source-{n}": {
                "title": self.words(6).title(),
                "publisher": self.words(2).title(),
                "url": f"https://example.org/{n}",
                "kind": pick(("official", "press")),
            }
            for n in range(max(20, min(20_000, count // 50)))
        }
        self.keys = list(self.sources)
        for number, source in enumerate(self.sources.values()):
            source |= self.about_source(number, agencies)
            if self.evidence.random() < 0.05:
                source["publisher"] = f"{self.evidence.choice(agencies)}, via {source['publisher']}"

    def about_source(self, number: int, agencies: list[str]) -> dict[str, object]:
        """Fields of the source with this number, each of them as frequent as in a well kept file.

        The share of the sources that repeat an earlier one or an agency, and of those without a date or an archive, are
        assumptions.
        """
        chance, pick = self.evidence.random, self.evidence.choice
        found: dict[str, object] = {}
        if chance() < 0.8:
            found["date"] = self.day()
        if chance() < 0.5:
            found["accessed"] = self.day()
        if chance() < 0.4:
            found["archived"] = {"url": f"https://archive.example.org/{number}", "date": self.day()}
        if chance() < 0.6:
            found["reliability"] = pick("ABBBCCDEF")
        if number and chance() < 0.2:
            found["based_on"] = [self.keys[int(number * chance())]]
        return found

    def day(self) -> str:
        """A random day, for what does not change the events."""
        return _day(self.evidence.random(), self.count)

    def words(self, count: int) -> str:
        """Random words with the frequencies of a language: half are a few common words, and a few are rare."""
        pick = self.random.choice
        found = [pick(_COMMON) if n % 2 else pick(_WORDS) for n in range(count)]
        if count > 5:
            found[count // 2] = pick(self.rare)
        return " ".join(found)

    def some(self, values: list[str], most: int) -> list[str]:
        """A few different values. Those at the front of the list are more frequent."""
        wanted = self.random.randint(1, most)
        return list(dict.fromkeys(values[int(len(values) * self.random.random() ** 3)] for _ in range(wanted)))

    def event(self, number: int) -> dict[str, object]:
        """One event, as its mapping in the file."""
        chance, pick = self.random.random, self.random.choice
        day = _day(chance(), self.count)
        rare = int(chance() * 60)
        source = pick(self.keys)
        cited: list[object] = [source]
        event: dict[str, object] = {
            "date": {0: f"{day}~", 1: day[:7], 2: day[:4], 3: f"{day}T{number % 24:02}:15+02:00"}.get(rare, day),
            "title": self.words(8).capitalize(),
            "summary": f"{self.words(16).capitalize()}. {self.words(9).capitalize()}.",
            "countries": self.some(COUNTRIES, 3),
            "topics": self.some(TOPICS, 2),
            "people": self.some(self.people, 2),
            "sources": cited,
        }
        if number % 3 == 0:
            text, speaker = self.words(14).capitalize() + ".", pick(self.people)
            event["quotes"] = [{"text": text, "speaker": speaker, "role": pick(_TITLES), "source": source}]
        if number % 10 == 0:
            cited.append({"source": pick(self.keys), "at": f"¶{rare}", "stance": pick(_STANCES)})
        return event | self.about_event(number, cited)

    def about_event(self, number: int, cited: list[object]) -> dict[str, object]:
        """Fields of the event with this number about its evidence and its order; adds citations to ``cited``.

        Of a hundred events two are disputed by a source, one has a source with another date, twenty have been checked,
        and one in a thousand has only a place in the order.
        """
        chance, pick = self.evidence.random, self.evidence.choice
        found: dict[str, object] = {}
        if chance() < 0.01:
            cited.append({"source": pick(self.keys), "date": self.day()})
        if chance() < 0.05:
            cited.append({"source": pick(self.keys), "credibility": pick("12223456")})
        if chance() < 0.2:
            check: dict[str, object] = {"by": pick(self.editors), "on": self.day()}
            if chance() < 0.5:
                check["hash"] = f"{self.evidence.getrandbits(32):08x}"
            found["checked"] = [check]
        if number % 1000 == 500:
            found["id"] = f"event-{number}"
        if number % 1000 == 501:
            found |= {"date": "", "after": [f"event-{number - 1}"]}
        return found


def _day(chance: float, count: int) -> str:
    """The day at ``chance``, from 0 to 1, in the time of a chronology of ``count`` events."""
    return str(date(1990, 1, 1) + timedelta(days=int(chance * min(_DAYS, 10 + count))))


def timeline_file(count: int, format: str = "yaml") -> Path:
    """The file with ``count`` events in ``format`` ("yaml" or "jsonl"); made if it is not there yet."""
    path = FOLDER / f"v{_VERSION}-{count}.{format}"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(_yaml(count) if format == "yaml" else _jsonl(count))
        unfinished.replace(path)
    return path


def folder_of_notes(count: int) -> Path:
    """The folder with ``count`` Markdown files with front matter, one event each; made if it is not there yet."""
    path = FOLDER / f"v{_VERSION}-{count}-notes"
    if not path.exists():
        world = _World(count)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.mkdir(parents=True)
        for number in range(count):
            fields = world.event(number)
            lines = [f"{key}: {one if isinstance(one, str) else _flow(one)}\n" for key, one in fields.items()]
            text = f"---\n{''.join(lines)}tags: [a, b]\n---\n\nWhat **happened**, in {number} words.\n"
            (unfinished / f"{number:06}.md").write_text(text, encoding="utf-8")
        unfinished.replace(path)
    return path


def _yaml(count: int) -> Iterator[str]:
    world = _World(count)
    yield f"title: A chronology of {count:,} events\nsources:\n"
    for key, source in world.sources.items():
        yield f"  {key}: {_flow(source)}\n"
    yield "events:\n"
    for number in range(count):
        dash = "- "
        for key, value in world.event(number).items():
            yield f"  {dash}{key}: {value if isinstance(value, str) else _flow(value)}\n"
            dash = "  "


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    return f'"{text}"' if ":" in text or "," in text else text


def _jsonl(count: int) -> Iterator[str]:
    world = _World(count)
    yield json.dumps({"timeline": {"title": f"A chronology of {count:,} events", "sources": world.sources}}) + "\n"
    for number in range(count):
        yield json.dumps(world.event(number), ensure_ascii=False) + "\n"
