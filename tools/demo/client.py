"""Calls as a member of staff: signs in with the own 0600 key, carries the token, reads refusals."""
from __future__ import annotations

import os
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc

from demo import ed25519
from demo.stubs import load

_NAMESPACE = uuid.UUID("6a1f7e7e-8f3c-5d0a-9b61-b0c0a7e61030")
_DEADLINE_SECONDS = 20
_TRIES = 300
# How often a call that nobody answered in time is made again: a suite that hangs is told in the end.
_LATE_TRIES = 6
_RENEW_SECONDS = 300
_STREAM_SECONDS = 600
_SIGN_TRIES = 20


class Refusal(Exception):
    """The suite said no; `reason` is the stable word."""

    def __init__(self, reason: str, message: str, code: str) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason
        self.message = message
        self.code = code


def command_id(*parts: object) -> str:
    """The same act has the same id, so that after a kill it may simply be done again."""
    return str(uuid.uuid5(_NAMESPACE, "|".join(str(part) for part in parts)))


def _refusal(error: grpc.RpcError) -> Refusal:
    reason = ""
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        status = load("google.rpc.status").Status.FromString(value)
        for detail in status.details:
            info = load("google.rpc.error_details").ErrorInfo()
            if detail.Unpack(info):
                reason = info.reason
    return Refusal(reason or error.code().name, error.details(), error.code().name)


class Suite:
    """The running suite: one channel an address; addresses are read again after a restart."""

    def __init__(self, addresses: Any) -> None:
        self._addresses = addresses
        self._lock = threading.Lock()
        self._channels: dict[str, grpc.Channel] = {}
        self._methods: dict[tuple[str, str, str], Any] = {}

    def forget(self) -> None:
        """After a restart: other ports, new channels. Calls under way keep theirs."""
        with self._lock:
            self._channels.clear()
            self._methods.clear()

    def close(self) -> None:
        """A channel that nobody reads never learns that the server wants to go, which would wait
        for it."""
        with self._lock:
            for channel in self._channels.values():
                channel.close()
            self._channels.clear()
            self._methods.clear()

    def method(self, service: str, proto: str, stub: str, name: str) -> Any:
        """None while the service is nowhere to be found."""
        key = (service, stub, name)
        with self._lock:
            if key in self._methods:
                return self._methods[key]
            address = self._addresses().get(service)
            if address is None:
                return None
            if address not in self._channels:
                self._channels[address] = grpc.insecure_channel(address, options=[
                    ("grpc.max_receive_message_length", 8 << 20)])
            made = getattr(load(proto, grpc=True), stub)(self._channels[address])
            self._methods[key] = getattr(made, name)
            return self._methods[key]

    def wait_for(self, service: str, proto: str, stub: str, name: str) -> Any:
        """The method, as soon as the service is there (again)."""
        for _ in range(_TRIES):
            method = self.method(service, proto, stub, name)
            if method is not None:
                return method
            time.sleep(0.1)
        raise Refusal("NOT_RUNNING", f"{service} cannot be reached", "UNAVAILABLE")

    def call(self, service: str, proto: str, stub: str, name: str, request: Any,
             bearer: str) -> Any:
        """One call; waits while the suite is not there, since commands may be repeated."""
        metadata = (("authorization", f"Bearer {bearer}"),) if bearer else ()
        late = 0
        for attempt in range(_TRIES):
            method = self.wait_for(service, proto, stub, name)
            try:
                return method(request, timeout=_DEADLINE_SECONDS, metadata=metadata)
            except grpc.RpcError as error:
                # A calendar that is held up says so just before our deadline, and on a busy machine
                # just behind it.
                is_late = error.code() == grpc.StatusCode.DEADLINE_EXCEEDED
                late += is_late
                # What is under way in a server that is stopped in order is cancelled; not by us.
                waits = (late < _LATE_TRIES if is_late else error.code() in (
                    grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED,
                    grpc.StatusCode.CANCELLED))
                if not waits or attempt == _TRIES - 1:
                    raise _refusal(error) from None
                time.sleep(0.1)
                self.forget()
        raise Refusal("NOT_RUNNING", f"{service} cannot be reached", "UNAVAILABLE")

    def once(self, service: str, proto: str, stub: str, name: str, request: Any, bearer: str,
             seconds: float) -> Any:
        """One attempt, whose outcome the caller wants to know as it is."""
        method = self.method(service, proto, stub, name)
        if method is None:
            raise Refusal("NOT_RUNNING", f"{service} cannot be reached", "UNAVAILABLE")
        try:
            return method(request, timeout=seconds, metadata=(("authorization",
                                                               f"Bearer {bearer}"),))
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.UNAVAILABLE:
                self.forget()
            raise _refusal(error) from None


_PLACES = {
    "RegistryService": ("registry", "haven.registry.v1.registry_service"),
    "RegistryQueryService": ("registry", "haven.registry.v1.registry_service"),
    "DirectoryService": ("registry", "haven.registry.v1.registry_service"),
    "ReferralService": ("registry", "haven.registry.v1.registry_service"),
    "FundService": ("disbursement", "haven.disbursement.v1.disbursement_service"),
    "CashService": ("disbursement", "haven.disbursement.v1.disbursement_service"),
    "PaymentService": ("disbursement", "haven.disbursement.v1.disbursement_service"),
    "SchemeService": ("scholarship", "haven.scholarship.v1.scholarship_service"),
    "ScholarshipService": ("scholarship", "haven.scholarship.v1.scholarship_service"),
    "CampaignService": ("outreach", "haven.outreach.v1.outreach_service"),
    "PublicityService": ("outreach", "haven.outreach.v1.outreach_service"),
    "HotlineService": ("outreach", "haven.outreach.v1.outreach_service"),
    "VisitService": ("outreach", "haven.outreach.v1.outreach_service"),
    "FairService": ("employment", "haven.employment.v1.employment_service"),
    "EmploymentService": ("employment", "haven.employment.v1.employment_service"),
    "AssistanceService": ("employment", "haven.employment.v1.employment_service"),
    "OpsService": ("ops", "haven.ops.v1.ops_service")}


def _place(stub: str) -> tuple[str, str, str]:
    """Service, proto and stub; "OpsService@registry" is that of the process which serves registry."""
    name, _, served = stub.partition("@")
    service, proto = _PLACES[name]
    return served or service, proto, f"{name}Stub"


class Person:
    """One member of staff with key and token."""

    # Microseconds by which the suite's clock is ahead of ours.
    ahead_micros = 0

    def __init__(self, suite: Suite, staff_id: str, key_file: Path) -> None:
        self._suite = suite
        self.staff_id = staff_id
        self._seed = bytes.fromhex(key_file.read_text(encoding="ascii").strip())
        self._lock = threading.Lock()
        self._token = ""
        self._signed = -float(_RENEW_SECONDS) - 1

    def call(self, stub: str, name: str, request: Any) -> Any:
        """One call, as this person. Thread-safe."""
        with self._lock:
            if time.monotonic() - self._signed > _RENEW_SECONDS:
                self._sign_in()
        try:
            return self._suite.call(*_place(stub), name, request, self._token)
        except Refusal as refusal:
            if refusal.code != "UNAUTHENTICATED":
                raise
            with self._lock:
                self._sign_in()
            return self._suite.call(*_place(stub), name, request, self._token)

    def once(self, stub: str, name: str, request: Any, seconds: float = 5) -> Any:
        """One attempt, not repeated whatever happens to it. Thread-safe."""
        with self._lock:
            if time.monotonic() - self._signed > _RENEW_SECONDS:
                self._sign_in()
        for attempt in range(2):
            try:
                return self._suite.once(*_place(stub), name, request, self._token, seconds)
            except Refusal as refusal:
                # Who is not known has changed nothing.
                if refusal.code != "UNAUTHENTICATED" or attempt == 1:
                    raise
            with self._lock:
                self._sign_in()

    def begin(self, stub: str, name: str, request: Any) -> grpc.Future:
        """One attempt that may be cancelled."""
        with self._lock:
            if time.monotonic() - self._signed > _RENEW_SECONDS:
                self._sign_in()
        method = self._suite.wait_for(*_place(stub), name)
        return method.future(request, timeout=_DEADLINE_SECONDS,
                             metadata=(("authorization", f"Bearer {self._token}"),))

    def stream(self, stub: str, name: str, requests: Callable[[], Iterator[Any]]) -> Iterator[Any]:
        """A call with streams both ways; minutes may pass, and it is not repeated here."""
        with self._lock:
            self._sign_in()
        method = self._suite.wait_for(*_place(stub), name)
        try:
            yield from method(requests(), timeout=_STREAM_SECONDS,
                              metadata=(("authorization", f"Bearer {self._token}"),))
        except grpc.RpcError as error:
            self._suite.forget()
            raise _refusal(error) from None

    def _sign_in(self) -> None:
        for attempt in range(_SIGN_TRIES):
            try:
                answer = self._suite.call(*_place("DirectoryService"), "RequestToken",
                                          self._signed_request(), "")
                break
            except Refusal as refusal:
                # A suite that was started meanwhile takes no signature from before its start.
                if refusal.reason != "SIGN_IN_STALE" or attempt == _SIGN_TRIES - 1:
                    raise
        self._token, self._signed = answer.token, time.monotonic()

    def _signed_request(self) -> Any:
        micros = time.time_ns() // 1000 + self.ahead_micros
        nonce = secrets.token_bytes(16)
        text = b"haven-sign-in\n" + self.staff_id.encode() + b"\n" + str(micros).encode() + b"\n"
        return load("haven.registry.v1.directory_requests").RequestTokenRequest(
            staff_id=self.staff_id, at_micros=micros, nonce=nonce,
            signature=ed25519.sign(self._seed, text + nonce))


def new_key(path: Path) -> bytes:
    """The seed in the file, made with mode 0600 when it is not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(".tmp")
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_bytes(32).hex() + "\n")
        os.replace(temporary, path)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())
