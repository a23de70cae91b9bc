"""python3 -m demo [--once] [--lang en|zh]: eight years of a federation's aid in two minutes.

Environment: HAVEN_BIN (folder of the binaries), HAVEN_RUN (folder of this demo), HAVEN_PG (conninfo
of the private server), HAVEN_VAULT_POSTGRES (the vault's own server), HAVEN_DATABASE_PREFIX (default haven_),
HAVEN_KAFKA (brokers: then one process a service, which read each other's logs from Kafka),
HAVEN_KAFKA_TOPICS (what the names of topics begin with, default haven.).
"""
from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from demo.caseworkers import Unexpected
from demo.client import Refusal
from demo.processes import NotStarted, Places
from demo.run import Demo
from demo.screen import Screen
from demo.texts import Texts, language_of


def places_of_environment() -> Places:
    # The suite names its databases itself.
    server = " ".join(part for part in os.environ["HAVEN_PG"].split()
                      if not part.startswith("dbname="))
    return Places(Path(__file__).resolve().parents[2], Path(os.environ["HAVEN_RUN"]).resolve(),
                  Path(os.environ["HAVEN_BIN"]).resolve(), server,
                  os.environ.get("HAVEN_DATABASE_PREFIX", "haven_"),
                  vault_postgres=os.environ.get("HAVEN_VAULT_POSTGRES", ""),
                  kafka=os.environ.get("HAVEN_KAFKA", ""),
                  kafka_topics=os.environ.get("HAVEN_KAFKA_TOPICS", "haven."))


def main() -> None:
    parser = argparse.ArgumentParser(prog="demo", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--once", action="store_true",
                        help="stop everything at the end; exit 1 if anything is wrong")
    parser.add_argument("--until", default="2023-12-29", help="last business date of the walk")
    parser.add_argument("--lang", default="", choices=("", "en", "zh"), metavar="en|zh",
                        help="language of what is shown; else LANG")
    options = parser.parse_args()
    screen = Screen(Texts(language_of(options.lang, os.environ)))
    demo = Demo(places_of_environment(), screen, options.once)
    try:
        demo.play(options.until)
    except (Unexpected, Refusal, NotStarted) as error:
        screen.fault(error)
        demo.give_up()
        sys.exit(1)
    except KeyboardInterrupt:
        screen.say("stopped")
        demo.end()
        sys.exit(130)
    if options.once:
        demo.end()
    sys.exit(1 if screen.faults else 0)


if __name__ == "__main__":
    main()
