"""Whether fairs and work of the world are the article's, and each step possible."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.fairs import INTENTS, POSTS, STALLS
from generator.work import FAIR_DAYS

if TYPE_CHECKING:
    from generator.world import World


def work_faults(world: World) -> list[str]:
    return [*_fairs(world), *_lists(world), *_jobs(world)]


def _fairs(world: World) -> list[str]:
    """The article's sums, of fairs that are held; what is refused counts nowhere."""
    acts = {act: [entry for entry in world.entries if entry.act == act]
            for act in ("fair", "fair_cancel", "stall", "offer", "fair_count")}
    stalls = sum(not entry.data["refusal"] for entry in acts["stall"])
    posts = sum(entry.data["terms"]["posts"] for entry in acts["offer"]
                if not entry.data["rejection"])
    held = len(acts["fair"]) - len(acts["fair_cancel"])
    if (held, stalls, posts) != (len(FAIR_DAYS), STALLS, POSTS):
        return [f"fairs, stalls and posts are {(held, stalls, posts)}"]
    told = Counter[str]()
    for entry in acts["fair_count"]:
        told.update({word: entry.data[word] for word in ("stalls", "posts", "intents")})
    if (told["stalls"], told["posts"], told["intents"]) != (STALLS, POSTS, INTENTS):
        return [f"the fairs' own counts are {dict(told)}"]
    return []


def _lists(world: World) -> list[str]:
    """One intent a person and fair, and of a vacancy never more than its posts."""
    found = []
    posts = {entry.key: entry.data["terms"]["posts"] for entry in world.entries
             if entry.act == "offer" and not entry.data["rejection"]}
    people: dict[str, list[str]] = {}
    taken = Counter[str]()
    for key, rows in world.fair_lists.items():
        people.setdefault(key.rsplit("/", 1)[0], []).extend(row["id_number"] for row in rows)
        taken.update(row["vacancy"] for row in rows)
    if sum(len(numbers) for numbers in people.values()) != INTENTS:
        found.append("the lists do not hold the article's people")
    found += [f"{fair}: somebody came to terms twice" for fair, numbers in people.items()
              if len(set(numbers)) != len(numbers)]
    found += [f"{key}: more intents than posts" for key, count in taken.items()
              if count > posts.get(key, 0)]
    return found


def _jobs(world: World) -> list[str]:
    """Of the files since 2020 more have found work than have kept it, and some left by it."""
    found = []
    kept = [one for one in world.jobs if one.course == "KEPT"]
    leaving = [life for life in world.current if life.jobs]
    if not len(world.jobs) > len(kept) > len(leaving) > 0:
        found.append(f"work narrows not: {len(world.jobs)}, {len(kept)}, {len(leaving)}")
    for life in leaving:
        one = life.jobs[0]
        if life.enrolled is None or life.left is None or one.proved is None:
            found.append(f"{life.key}: left by work that nobody proved")
        elif not life.enrolled < one.starts < one.proved < life.left:
            found.append(f"{life.key}: left by work before it was kept")
    return found
