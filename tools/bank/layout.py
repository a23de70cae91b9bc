"""The reference layout of payment file, reply, return and inquiry (docs/formats.md, 2 to 5)."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

ENCODING = "gb18030"
MAX_LINES = 3000

_BATCH_NO = re.compile(r"^[A-Z0-9-]{1,20}$")
_INQUIRY_NO = re.compile(r"^[A-Z0-9-]{1,40}$")
_ACCOUNT = re.compile(r"^[0-9]{9,32}$")
_AMOUNT = re.compile(r"^[0-9]{1,9}\.[0-9]{2}$")
_REF = re.compile(r"^[A-Za-z0-9-]{1,36}$")
_DIGITS = re.compile(r"^[0-9]{1,18}$")
_DOTS = str.maketrans({"\u2022": "\u00b7", "\u30fb": "\u00b7", "\uff0e": "\u00b7"})


class Refused(Exception):
    """The whole file is refused; `code` is one of docs/formats.md, 3."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class PaymentLine:
    seq: int
    account: str
    name: str
    amount_fen: int
    use: str
    ref: str


@dataclass(frozen=True)
class Payment:
    batch_no: str
    payer: str
    sent_on: date
    lines: list[PaymentLine]


@dataclass(frozen=True)
class LineResult:
    ref: str
    state: str
    code: str
    serial: str
    amount_fen: int | None
    day: date | None

    def text(self) -> str:
        amount = yuan(self.amount_fen) if self.amount_fen is not None else ""
        day = compact(self.day) if self.day else ""
        return "|".join([self.ref, self.state, self.code, self.serial, amount, day])


@dataclass(frozen=True)
class ReturnLine:
    ref: str
    serial: str
    return_serial: str
    amount_fen: int
    day: date
    code: str


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def fen_of(text: str) -> int:
    whole, part = text.split(".")
    return int(whole) * 100 + int(part)


def compact(day: date) -> str:
    return day.strftime("%Y%m%d")


def day_of(text: str) -> date:
    if not re.fullmatch(r"[0-9]{8}", text):
        raise ValueError("not yyyymmdd")
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def same_name(one: str, other: str) -> bool:
    """Holder names are equal after NFC, with every kind of minority dot as one."""

    def plain(name: str) -> str:
        return unicodedata.normalize("NFC", name).translate(_DOTS)

    return plain(one) == plain(other)


def _text_lines(body: bytes) -> list[str]:
    try:
        text = body.decode(ENCODING)
    except UnicodeDecodeError as error:
        raise Refused("BAD_ENCODING") from error
    if not text.endswith("\n") or "\r" in text or text.startswith("\ufeff"):
        raise Refused("BAD_LINE")
    return text[:-1].split("\n")


def parse_payment(body: bytes) -> Payment:
    """Payment of the file's bytes; Refused when anything but an amount or an account's state is
    wrong, since then the bank cannot know what the payer meant."""
    header, *rows = _text_lines(body)
    fields = header.split("|")
    if len(fields) != 5 or not _BATCH_NO.match(fields[0]) or not _ACCOUNT.match(fields[1]):
        raise Refused("BAD_HEADER")
    if not _DIGITS.match(fields[3]) or not _DIGITS.match(fields[4]):
        raise Refused("BAD_HEADER")
    try:
        sent_on = day_of(fields[2])
    except ValueError as error:
        raise Refused("BAD_HEADER") from error
    if not rows:
        raise Refused("EMPTY_BATCH")
    if len(rows) > MAX_LINES:
        raise Refused("TOO_MANY_LINES")
    if len(rows) != int(fields[3]):
        raise Refused("COUNT_DIFFERS")
    lines = [_payment_line(number, row) for number, row in enumerate(rows, start=1)]
    if sum(line.amount_fen for line in lines) != int(fields[4]):
        raise Refused("TOTAL_DIFFERS")
    return Payment(fields[0], fields[1], sent_on, lines)


def _payment_line(number: int, row: str) -> PaymentLine:
    fields = row.split("|")
    if len(fields) != 6 or fields[0] != str(number):
        raise Refused("BAD_LINE")
    _, account, name, amount, use, ref = fields
    clean = all(unicodedata.category(char) != "Cc" for char in name + use)
    if not _AMOUNT.match(amount) or not _REF.match(ref) or not clean:
        raise Refused("BAD_LINE")
    if not _ACCOUNT.match(account) or not name.strip() or not 1 <= len(use) <= 20:
        raise Refused("BAD_LINE")
    return PaymentLine(number, account, name, fen_of(amount), use, ref)


def payment_text(payment: Payment) -> bytes:
    """The bytes of a payment file; used by tests and by hand, Haven has its own code."""
    total = sum(line.amount_fen for line in payment.lines)
    rows = [f"{payment.batch_no}|{payment.payer}|{compact(payment.sent_on)}|"
            f"{len(payment.lines)}|{total}"]
    rows += [f"{line.seq}|{line.account}|{line.name}|{yuan(line.amount_fen)}|{line.use}|{line.ref}"
             for line in payment.lines]
    return ("\n".join(rows) + "\n").encode(ENCODING)


def reply_text(batch_no: str, code: str, day: date, results: list[LineResult]) -> bytes:
    ok = [line for line in results if line.state == "OK"]
    if code:
        state = "REFUSED"
    elif len(ok) == len(results):
        state = "FINISHED"
    elif all(line.state == "FAILED" for line in results):
        state = "ALL_FAILED"
    else:
        state = "PARTIAL"
    total = sum(line.amount_fen or 0 for line in ok)
    header = f"{batch_no}|{state}|{code}|{compact(day)}|{len(results)}|{len(ok)}|{total}"
    return ("\n".join([header, *(line.text() for line in results)]) + "\n").encode(ENCODING)


def return_text(day: date, lines: list[ReturnLine]) -> bytes:
    total = sum(line.amount_fen for line in lines)
    rows = [f"{compact(day)}|{len(lines)}|{total}"]
    rows += [f"{line.ref}|{line.serial}|{line.return_serial}|{yuan(line.amount_fen)}|"
             f"{compact(line.day)}|{line.code}" for line in lines]
    return ("\n".join(rows) + "\n").encode(ENCODING)


def parse_inquiry(body: bytes) -> tuple[str, date, list[str]]:
    """Number, date and references of an inquiry."""
    header, *refs = _text_lines(body)
    fields = header.split("|")
    if len(fields) != 3 or not _INQUIRY_NO.match(fields[0]) or not _DIGITS.match(fields[2]):
        raise Refused("BAD_HEADER")
    if int(fields[2]) != len(refs) or not all(_REF.match(ref) for ref in refs):
        raise Refused("BAD_LINE")
    try:
        return fields[0], day_of(fields[1]), refs
    except ValueError as error:
        raise Refused("BAD_HEADER") from error


def answer_text(number: str, day: date, results: list[LineResult]) -> bytes:
    header = f"{number}|{compact(day)}|{len(results)}"
    return ("\n".join([header, *(line.text() for line in results)]) + "\n").encode(ENCODING)
