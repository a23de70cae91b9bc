"""Whether fairs and work of the world are the article's, and each step possible."""
from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from generator.assistance import (BASIC_POSTS, CASES_KEPT, CASES_QUIT, COURSE_UNITS, JOBLESS_MONTHS,
                                  LEARNERS, MEN, PERIOD, SUBSIDIES, WOMEN)
from generator.fairs import INTENTS, POSTS, STALLS
from generator.life import plus_months
from generator.places import CITY
from generator.work import FAIR_DAYS

if TYPE_CHECKING:
    from generator.world import World


def work_faults(world: World) -> list[str]:
    return [*_fairs(world), *_lists(world), *_jobs(world), *_cases(world),
            *_posts(world), *_courses(world)]


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


def _cases(world: World) -> list[str]:
    """Each is closed by a hire that has begun; who quits is asked again and not closed by it a second time."""
    found = []
    hired = {entry.key: entry.day for entry in world.entries if entry.act == "hire"}
    quit_on = {entry.key: entry.day for entry in world.entries if entry.act == "quit"}
    opened = {entry.key: entry for entry in world.entries if entry.act == "case"}
    referred = {entry.key for entry in world.entries if entry.act == "case_refer"}
    if len(opened) != CASES_KEPT + CASES_QUIT + 1 or len(referred) != 1:
        found.append(f"{len(opened)} one-stop cases")
    for entry in world.entries:
        if entry.act != "case_close" or entry.key in referred:
            continue
        by_hire = entry.data["outcome"] == "HIRED"
        begun = opened[entry.key].day < hired[entry.key] < entry.day
        if by_hire and (not begun or quit_on.get(entry.key, date.max) <= entry.day):
            found.append(f"{entry.key}: closed by work that nobody has")
        if not by_hire and quit_on.get(entry.key, date.max) >= entry.day:
            found.append(f"{entry.key}: closed again without having quit")
    return found


def _posts(world: World) -> list[str]:
    """Older people, long without work, within what was allotted, and another person confirms."""
    found = []
    offers = {entry.key: entry for entry in world.entries if entry.act == "post_offer"}
    starts = {entry.key: entry for entry in world.entries if entry.act == "post_start"}
    if not len(world.basic_posts) == len(offers) == len(starts) == BASIC_POSTS:
        found.append(f"{len(offers)} basic posts, {len(starts)} begun")
    for key, (person, day) in world.basic_posts.items():
        offer, start = offers.get(key), starts.get(key)
        if offer is None or start is None:
            continue
        if person.age(day) < (MEN if person.male else WOMEN):
            found.append(f"{key}: too young for a basic post")
        since = date.fromisoformat(offer.data["jobless_since"])
        if plus_months(since, JOBLESS_MONTHS) > day:
            found.append(f"{key}: not long enough without work")
        if offer.staff == start.staff:
            found.append(f"{key}: offered and confirmed by one person")
        if plus_months(start.day, start.data["months"]) > PERIOD[1]:
            found.append(f"{key}: a term outside of the period")
    return found


def _courses(world: World) -> list[str]:
    """Who finished is paid, once, by another than who asked; who did not finish asks for nothing."""
    found = []
    by_act = {act: [entry for entry in world.entries if entry.act == act]
              for act in ("course_enrol", "course_progress", "course_certificate", "course_subsidy",
                          "course_approve")}
    people = {act: {entry.key: entry for entry in entries} for act, entries in by_act.items()}
    if len(people["course_enrol"]) != LEARNERS or len(people["course_approve"]) != SUBSIDIES:
        found.append(f"{len(people['course_enrol'])} learners, {len(people['course_approve'])} subsidies")
    rounds = [entry.day for entry in world.entries
              if entry.act == "pay_round" and entry.data["federation"] == CITY]
    known = {row[0] for row in world.accounts[1:]}
    for key, approved in people["course_approve"].items():
        asked, certified = people["course_subsidy"].get(key), people["course_certificate"].get(key)
        done = people["course_progress"][key].data["units"]
        if asked is None or certified is None or done != COURSE_UNITS:
            found.append(f"{key}: a subsidy of a course that is not finished")
            continue
        if asked.staff == approved.staff or not certified.day <= asked.day <= approved.day:
            found.append(f"{key}: asked for and approved by one person, or before the certificate")
        if asked.data["account"] not in known:
            found.append(f"{key}: an account that the bank does not know")
        if not any(approved.day < day and day.year == approved.day.year for day in rounds):
            found.append(f"{key}: approved, and not paid in its year")
    return found
