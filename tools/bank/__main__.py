"""python3 -m bank serve | ledger: the reference bank and what stands in its ledger."""
from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path

from bank.desk import BankDesk
from bank.ledger import Ledger
from bank.scenario import Scenario, load_accounts
from peer.exchange import Calendar
from peer.loop import Occupied, alone, serve
from peer.workdays import WorkingDays


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bank", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("serve", help="answer payment files until SIGTERM")
    run.add_argument("--exchange", type=Path, required=True, help="folder shared with Haven")
    run.add_argument("--ledger", type=Path, required=True, help="SQLite file, made if missing")
    run.add_argument("--scenario", type=Path, required=True, help="bank_scenario.json")
    run.add_argument("--accounts", type=Path, required=True, help="bank_accounts.csv")
    run.add_argument("--working-days", type=Path, required=True, help="working_days.csv")
    show = commands.add_parser("ledger", help="print the credits")
    show.add_argument("--ledger", type=Path, required=True)
    show.add_argument("--json", action="store_true", help="for programs")
    return parser.parse_args()


def _serve(options: argparse.Namespace) -> None:
    ledger = Ledger(options.ledger)
    if ledger.setting("salt") is None:
        with ledger.transaction():
            ledger.set_setting("salt", secrets.token_hex(16))
    folder = options.exchange / "bank"
    desk = BankDesk(folder, ledger, Scenario.load(options.scenario),
                    load_accounts(options.accounts), WorkingDays.load(options.working_days))
    serve(desk, Calendar(folder / "calendar"))


def _ledger(options: argparse.Namespace) -> None:
    if not options.ledger.exists():
        sys.exit("bank: no ledger at that place")
    ledger = Ledger(options.ledger)
    if options.json:
        sys.stdout.write(ledger.as_json())
        return
    credits_ = ledger.credits()
    for row in credits_:
        back = f"  returned {row['returned_on']}" if row["returned_on"] else ""
        print(f"{row['credited_on']}  {row['bank_serial']}  {row['batch_no']:<20} "
              f"{int(str(row['amount_fen'])) / 100:>12,.2f}{back}")
    kept = sum(int(str(row["amount_fen"])) for row in credits_ if not row["returned_on"])
    print(f"{len(credits_)} credits, {kept / 100:,.2f} yuan kept by payees")


def main() -> None:
    options = _arguments()
    if options.command == "serve":
        try:
            with alone(options.exchange / "bank"):
                _serve(options)
        except Occupied as error:
            sys.exit(f"bank: {error}")
    else:
        _ledger(options)


if __name__ == "__main__":
    main()
