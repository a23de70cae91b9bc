"""What the finance desks do: fund lines, payment batches, corrections after the bank's refusal."""
from __future__ import annotations

from typing import Any, Callable

from demo.caseworkers import CaseWorkers, Entry, Unexpected
from demo.client import Person, Refusal, command_id
from demo.memory import Memory
from demo.stubs import load


def _requests() -> Any:
    return load("haven.disbursement.v1.disbursement_service")


def _money() -> Any:
    return load("haven.disbursement.v1.payment")


_DESKS = {1: "city", 2: "weibin", 3: "jintai", 4: "chencang"}


class Finance:
    """Acts on money. What the scene of refusals needs is tried on the way and remembered under
    "seen/"."""

    def __init__(self, people: Callable[[str], Person], memory: Memory, files: CaseWorkers) -> None:
        self._people = people
        self._memory = memory
        self._files = files
        self.day = ""
        self.before_export: Callable[[str], None] = lambda batch_no: None

    def _call(self, login: str, stub: str, name: str, request: Any) -> Any:
        return self._people(login).call(stub, name, request)

    # Fund lines ---------------------------------------------------------------------------------

    def open_line(self, entry: Entry) -> None:
        household = load("haven.registry.v1.household")
        request = _requests().OpenFundLineRequest(
            command_id=command_id("open", entry["line"]), federation=entry["federation"],
            code=entry["line"], name=entry["name"], level=entry["level"], year=entry["year"],
            source=_money().FundSource.Value(f"FUND_SOURCE_{entry['source']}"),
            items=[household.AidItem.Value(f"AID_ITEM_{item}") for item in entry["items"]],
            tiers=[household.FileTier.Value(f"FILE_TIER_{tier}") for tier in entry["tiers"]],
            payer_account=entry["payer_account"])
        answer = self._call(entry["as"], "FundService", "OpenFundLine", request)
        self._memory.put(f"line/{entry['line']}", answer.fund_line_id)

    def posting(self, entry: Entry) -> None:
        movement = _money().FundMovement.Value
        kind, line = entry["kind"], entry["line"]
        made = command_id("post", entry["date"], kind, line, entry.get("to_line", ""))
        if kind == "RECEIVED":
            self._call(entry["as"], "FundService", "ReceiveFunds", _requests().ReceiveFundsRequest(
                command_id=made, fund_line_id=line, amount_fen=entry["amount_fen"],
                voucher_no=entry["voucher"], movement=movement("FUND_MOVEMENT_RECEIVED")))
            return
        amount = entry["amount_fen"]
        if amount == "balance":
            # Remembered first: after a kill the same amount is sent again, not what is left then.
            key = f"balance/{made}"
            if not self._memory.has(key):
                self._memory.put(key, str(self.line(entry["as"], line).balance_fen))
            amount = int(self._memory.get(key))
            if amount == 0:
                return
        word = "ALLOCATED_OUT" if kind == "ALLOCATED" else kind
        self._call(entry["as"], "FundService", "ReturnFunds", _requests().ReturnFundsRequest(
            command_id=made, fund_line_id=line, amount_fen=amount, voucher_no=entry["voucher"],
            movement=movement(f"FUND_MOVEMENT_{word}"), to_line_id=entry.get("to_line", ""),
            to_federation=entry.get("to_federation", 0)))

    def line(self, login: str, code: str) -> Any:
        for row in self.lines(login):
            if row.code == code:
                return row
        raise Unexpected(f"no fund line {code}")

    def lines(self, login: str) -> list[Any]:
        return list(self._call(login, "FundService", "ListFundLines",
                               _requests().ListFundLinesRequest(page_size=500)).fund_lines)

    # Batches ------------------------------------------------------------------------------------

    def released(self, login: str, federation: int) -> dict[str, str]:
        """Fund lines of the federation on which something waits to be paid, with a word for the
        first instalment that does."""
        state = _money().InstalmentState.Value("INSTALMENT_STATE_RELEASED")
        found: dict[str, str] = {}
        token = ""
        while True:
            page = self._call(login, "PaymentService", "ListInstalments",
                              _requests().ListInstalmentsRequest(state=state, page_size=500,
                                                                 page_token=token))
            for row in page.instalments:
                found.setdefault(row.fund_line_id, f"{row.entitlement_id}/{row.number}/"
                                                   f"{row.attempt}")
            token = page.next_page_token
            if not token:
                break
        own = {line.fund_line_id for line in self.lines(login) if line.federation == federation}
        return {line: first for line, first in sorted(found.items()) if line in own}

    def pay_round(self, entry: Entry) -> int:
        """Makes, checks, approves and sends a batch for each line on which something waits."""
        desk, federation = _DESKS[entry["federation"]], entry["federation"]
        self.day = entry["date"]
        unsent = self._unsent(f"{desk}-maker", federation)
        for batch in unsent:  # what a kill left half done
            self._send(desk, batch)
        lines = self.released(f"{desk}-maker", federation)
        for line, first in lines.items():
            answer = self._call(f"{desk}-maker", "PaymentService", "MakeBatch",
                                _requests().MakeBatchRequest(
                                    command_id=command_id("batch", entry["date"], line, first),
                                    fund_line_id=line, federation=federation))
            self._send(desk, answer.batch)
        return len(unsent) + len(lines)

    def _unsent(self, login: str, federation: int) -> list[Any]:
        found = []
        for state in ("SEALED", "CHECKED", "APPROVED"):
            page = self._call(login, "PaymentService", "ListBatches",
                              _requests().ListBatchesRequest(
                                  state=_money().BatchState.Value(f"BATCH_STATE_{state}")))
            found += [batch for batch in page.batches if batch.federation == federation]
        return found

    def _send(self, desk: str, batch: Any) -> None:
        """Signatures of two others, then the bank's file; a struck line asks for them anew."""
        for _ in range(3):
            states = _money().BatchState
            if batch.state == states.Value("BATCH_STATE_SEALED"):
                self._sign(f"{desk}-checker", "CheckBatch", batch)
                self._try_own_batch(f"{desk}-maker", batch)
            if batch.state != states.Value("BATCH_STATE_APPROVED"):
                self._sign(f"{desk}-payer", "ApproveBatch", batch)
            self.before_export(batch.batch_no)
            answer = self._call(f"{desk}-maker", "PaymentService", "ExportBatch",
                                _requests().ExportBatchRequest(
                                    command_id=command_id("export", batch.batch_id, batch.hash),
                                    batch_id=batch.batch_id))
            if answer.struck_count == 0:
                return
            batch = answer.batch
        raise Unexpected(f"batch {batch.batch_no}: lines are struck again and again")

    def _sign(self, login: str, name: str, batch: Any) -> None:
        request = getattr(_requests(), f"{name}Request")(
            command_id=command_id(name, login, batch.batch_id, batch.hash),
            batch_id=batch.batch_id, hash=batch.hash)
        self._call(login, "PaymentService", name, request)

    def _try_own_batch(self, login: str, batch: Any) -> None:
        """Once: the maker approves the own batch, and is refused."""
        if self._memory.has("seen/maker approves"):
            return
        try:
            self._sign(login, "ApproveBatch", batch)
        except Refusal as refusal:
            self._memory.put("seen/maker approves", refusal.reason)
            return
        raise Unexpected("the maker approved the own batch")

    # After the bank's no ------------------------------------------------------------------------

    def release(self, entry: Entry) -> None:
        """Releases what is held of a household, or is told why not."""
        state = _money().InstalmentState.Value("INSTALMENT_STATE_HELD")
        held = self._call(entry["as"], "PaymentService", "ListInstalments",
                          _requests().ListInstalmentsRequest(
                              state=state, household_id=self._files.household(entry["key"])))
        for row in held.instalments:
            request = _requests().ReleaseInstalmentRequest(
                command_id=command_id("release", entry["date"], row.entitlement_id, row.number),
                entitlement_id=row.entitlement_id, number=row.number,
                federation=entry["federation"])
            try:
                self._call(entry["as"], "PaymentService", "ReleaseInstalment", request)
            except Refusal as refusal:
                if refusal.reason != entry.get("expect"):
                    raise Unexpected(f"{entry}: {refusal}") from refusal
                self._memory.put("seen/suspended", refusal.reason)
                self._memory.put("seen/suspended file", entry["key"])
                return
        if entry.get("expect"):
            raise Unexpected(f"{entry}: {len(held.instalments)} held, none was refused")
