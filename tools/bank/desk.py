"""The bank's desk: takes payment files and inquiries, decides, delivers replies and returns."""
from __future__ import annotations

from datetime import date
from pathlib import Path

from bank import layout
from bank.ledger import Ledger
from bank.layout import LineResult, Payment, PaymentLine, Refused, ReturnLine
from bank.scenario import Account, Scenario
from peer.exchange import BadDigest, Folder, digest
from peer.workdays import WorkingDays


class BankDesk:
    """Implements peer.loop.Desk."""

    def __init__(self, exchange: Path, ledger: Ledger, scenario: Scenario,
                 accounts: dict[str, Account], days: WorkingDays) -> None:
        self._in = Folder(exchange / "in")
        self._inquiry = Folder(exchange / "inquiry")
        self._out = {"out": Folder(exchange / "out"), "answer": Folder(exchange / "answer")}
        self._ledger = ledger
        self._scenario = scenario
        self._accounts = accounts
        self._days = days
        self._read: list[tuple[Folder, str]] = []

    def folders(self) -> list[Path]:
        return [self._in.path, self._inquiry.path]

    def business_date(self) -> date | None:
        return self._ledger.business_date()

    def next_due(self) -> date | None:
        return self._ledger.next_due()

    def take_files(self) -> int:
        """Payment files before inquiries: a question may be about a line that came with it."""
        for name in self._in.marked():
            self._take_payment(name)
            self._read.append((self._in, name))
        for name in self._inquiry.marked():
            self._take_inquiry(name)
            self._read.append((self._inquiry, name))
        return len(self._read)

    def aside(self) -> None:
        for folder, name in self._read:
            folder.take(name)
        self._read.clear()

    def advance(self, day: date) -> int:
        with self._ledger.transaction():
            self._ledger.set_setting("business_date", day.isoformat())
            self._settle_batches(day)
            self._settle_returns(day)
        self._ledger.show()
        return self._write_deliveries()

    # Taking files -------------------------------------------------------------------------------

    def _take_payment(self, name: str) -> None:
        batch_no = name.rsplit(".", 1)[0]
        today = self.business_date() or date.min
        body = b""
        try:
            body = self._in.read(name)
            payment = layout.parse_payment(body)
            if payment.batch_no != batch_no:
                raise Refused("BAD_HEADER")
            payer = self._accounts.get(payment.payer)
            if payer is None or payer.state != "PAYER":
                raise Refused("UNKNOWN_PAYER")
        except BadDigest:
            self._refuse(batch_no, "BAD_DIGEST", digest(body), today)
        except Refused as refusal:
            self._refuse(batch_no, refusal.code, digest(body), today)
        else:
            self._accept(payment, digest(body))

    def _known(self, batch_no: str, mark: str, today: date) -> bool:
        """True if this number was used before; other bytes under it are refused and told so."""
        row = self._ledger.db.execute(
            "SELECT digest FROM batch WHERE batch_no = ?", (batch_no,)).fetchone()
        if row is None:
            return False
        if row[0] != mark:
            body = layout.reply_text(batch_no, "DUPLICATE_BATCH", today, [])
            self._ledger.deliver("out", f"{batch_no}.reply.{mark[:8]}", body)
        return True

    def _refuse(self, batch_no: str, code: str, mark: str, today: date) -> None:
        with self._ledger.transaction():
            if not self._known(batch_no, mark, today):
                self._insert_batch(batch_no, mark, code, today, today)

    def _accept(self, payment: Payment, mark: str) -> None:
        received = max(payment.sent_on, self.business_date() or payment.sent_on)
        delay = self._scenario.reply_delay(payment.batch_no)
        due = self._days.add(received, delay)
        with self._ledger.transaction():
            if self._known(payment.batch_no, mark, received):
                return
            self._insert_batch(payment.batch_no, mark, "", payment.sent_on, due)
            self._ledger.db.executemany(
                "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)",
                [(payment.batch_no, line.seq, line.ref, line.account, line.name, line.amount_fen)
                 for line in payment.lines])

    def _insert_batch(self, batch_no: str, mark: str, code: str, sent: date, due: date) -> None:
        self._ledger.db.execute(
            "INSERT INTO batch (batch_no, digest, code, sent_on, reply_due) VALUES (?, ?, ?, ?, ?)",
            (batch_no, mark, code, sent.isoformat(), due.isoformat()))

    def _take_inquiry(self, name: str) -> None:
        try:
            number, asked_on, refs = layout.parse_inquiry(self._inquiry.read(name))
        except (BadDigest, Refused):
            return  # nothing can be answered: the asker sees no answer and asks again
        today = max(asked_on, self.business_date() or asked_on)
        with self._ledger.transaction():
            self._settle_unknown(today)
            results = [self._answer(ref, today) for ref in refs]
            body = layout.answer_text(number, asked_on, results)
            self._ledger.deliver("answer", f"{number}.ans", body)

    def _answer(self, ref: str, today: date) -> LineResult:
        """The state of one reference."""
        row = self._ledger.db.execute("SELECT state, known_on FROM result WHERE ref = ?",
                                      (ref,)).fetchone()
        if row is None:
            waiting = self._ledger.db.execute("SELECT 1 FROM line WHERE ref = ?", (ref,)).fetchone()
            if waiting is None:
                return LineResult(ref, "NOT_FOUND", "", "", None, None)
            return LineResult(ref, "UNKNOWN", "IN_PROCESS", "", None, today)
        return self._result(ref, today)

    # Deciding -----------------------------------------------------------------------------------

    def _settle_batches(self, day: date) -> None:
        self._settle_unknown(day)
        due = self._ledger.db.execute(
            "SELECT batch_no, code, reply_due FROM batch WHERE NOT replied AND reply_due <= ? "
            "ORDER BY reply_due, batch_no", (day.isoformat(),)).fetchall()
        for batch_no, code, due_on in due:
            decided_on = max(date.fromisoformat(due_on), date.min)
            results = [] if code else self._decide_batch(batch_no, decided_on)
            body = layout.reply_text(batch_no, code, decided_on, results)
            self._ledger.deliver("out", f"{batch_no}.reply", body)
            self._ledger.db.execute("UPDATE batch SET replied = 1 WHERE batch_no = ?", (batch_no,))

    def _decide_batch(self, batch_no: str, day: date) -> list[LineResult]:
        rows = self._ledger.db.execute(
            "SELECT seq, account, name, amount_fen, ref FROM line WHERE batch_no = ? ORDER BY seq",
            (batch_no,)).fetchall()
        results: list[LineResult] = []
        for seq, account, name, fen, ref in rows:
            line = PaymentLine(seq, account, name, fen, "", ref)
            earlier = self._ledger.db.execute(
                "SELECT account, name, amount_fen FROM result WHERE ref = ?", (ref,)).fetchone()
            if earlier is None:
                self._decide(batch_no, line, day)
            elif earlier != (account, name, fen):
                results.append(LineResult(ref, "FAILED", "DUPLICATE_REFERENCE", "", None, day))
                continue
            results.append(self._result(ref, day))
        return results

    def _decide(self, batch_no: str, line: PaymentLine, day: date) -> None:
        db = self._ledger.db
        attempt = db.execute("SELECT count(*) FROM result WHERE account = ?",
                             (line.account,)).fetchone()[0] + 1
        event = self._scenario.event(line.account, attempt)
        state, code, known_on = "OK", self._refusal(line, day), None
        if code:
            state = "FAILED"
        elif event and event.outcome == "FAILED":
            state, code = "FAILED", event.code
        elif event and event.outcome == "UNKNOWN":
            state, code = "UNKNOWN", "IN_PROCESS"
            known_on = self._days.add(day, event.days).isoformat()
        db.execute("INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   (line.ref, line.account, line.name, line.amount_fen, attempt, state, code,
                    day.isoformat(), known_on))
        if state == "OK":
            self._credit(batch_no, line.ref, line.account, line.amount_fen, attempt, day)

    def _refusal(self, line: PaymentLine, day: date) -> str:
        account = self._accounts.get(line.account)
        if line.amount_fen <= 0:
            return "BAD_AMOUNT"
        if account is None or account.state == "PAYER":
            return "NO_ACCOUNT"
        state = account.state_on(day)
        if state in ("CLOSED", "FROZEN"):
            return state
        if not layout.same_name(account.holder, line.name):
            return "NAME_MISMATCH"
        if state == "LIMITED" and account.limit_fen and line.amount_fen > account.limit_fen:
            return "LIMIT"
        return ""

    def _credit(self, batch_no: str, ref: str, account: str, fen: int, attempt: int,
                day: date) -> None:
        serial = self._ledger.next_serial("C", day)
        self._ledger.db.execute("INSERT INTO credit VALUES (?, ?, ?, ?, ?, ?)",
                                (serial, ref, batch_no, account, fen, day.isoformat()))
        event = self._scenario.event(account, attempt)
        if event and event.outcome == "RETURNED":
            back = self._days.add(day, event.after_days)
            self._ledger.db.execute(
                "INSERT INTO return_ (serial, return_serial, due_on, code) VALUES (?, ?, ?, ?)",
                (serial, self._ledger.next_serial("R", back), back.isoformat(), event.code))

    def _settle_unknown(self, day: date) -> None:
        rows = self._ledger.db.execute(
            "SELECT r.ref, r.account, r.amount_fen, r.attempt, r.known_on, min(l.batch_no) "
            "FROM result r JOIN line l USING (ref) WHERE r.state = 'UNKNOWN' AND r.known_on <= ? "
            "GROUP BY r.ref ORDER BY r.known_on, r.ref", (day.isoformat(),)).fetchall()
        for ref, account, fen, attempt, known_on, batch_no in rows:
            self._ledger.db.execute(
                "UPDATE result SET state = 'OK', code = '' WHERE ref = ?", (ref,))
            self._credit(batch_no, ref, account, fen, attempt, date.fromisoformat(known_on))

    def _result(self, ref: str, today: date) -> LineResult:
        state, code, fen, decided_on = self._ledger.db.execute(
            "SELECT state, code, amount_fen, decided_on FROM result WHERE ref = ?",
            (ref,)).fetchone()
        if state == "OK":
            serial, credited_on = self._ledger.db.execute(
                "SELECT serial, credited_on FROM credit WHERE ref = ?", (ref,)).fetchone()
            return LineResult(ref, state, "", serial, fen, date.fromisoformat(credited_on))
        day = date.fromisoformat(decided_on) if state == "FAILED" else today
        return LineResult(ref, state, code, "", None, day)

    # Delivering ---------------------------------------------------------------------------------

    def _settle_returns(self, day: date) -> None:
        rows = self._ledger.db.execute(
            "SELECT c.ref, c.serial, r.return_serial, c.amount_fen, r.due_on, r.code "
            "FROM return_ r JOIN credit c USING (serial) WHERE NOT r.done AND r.due_on <= ? "
            "ORDER BY r.due_on, r.return_serial", (day.isoformat(),)).fetchall()
        by_day: dict[str, list[ReturnLine]] = {}
        for ref, serial, back, fen, due_on, code in rows:
            line = ReturnLine(ref, serial, back, fen, date.fromisoformat(due_on), code)
            by_day.setdefault(due_on, []).append(line)
        for due_on, lines in by_day.items():
            back_day = date.fromisoformat(due_on)
            number = lines[0].return_serial[-8:]
            name = f"{layout.compact(back_day)}-{number}.return"
            self._ledger.deliver("out", name, layout.return_text(back_day, lines))
            self._ledger.db.execute("UPDATE return_ SET done = 1 WHERE due_on = ? AND NOT done",
                                    (due_on,))

    def _write_deliveries(self) -> int:
        """Files of rows that are not yet marked as written; a file that is already there has the
        same bytes, since they come from the row."""
        rows = self._ledger.db.execute(
            "SELECT name, folder, body FROM delivery WHERE NOT written ORDER BY name").fetchall()
        for name, folder, body in rows:
            self._out[folder].put(name, body)
        if rows:
            with self._ledger.transaction():
                self._ledger.db.executemany("UPDATE delivery SET written = 1 WHERE name = ?",
                                            [(name,) for name, _, _ in rows])
        return len(rows)
