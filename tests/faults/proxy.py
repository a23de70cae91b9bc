"""A TCP proxy that does to connections what networks do, in a process of its own:

    python3 -m faults.proxy LISTEN:TARGET…      ports of 127.0.0.1

Each line on standard input is a mode with an argument, and is answered by a line when it holds:

    pass            as it comes
    delay MS        each piece that much later
    slow BYTES      so many bytes a second
    black_hole      nothing gets through and nobody is told; held back until another mode
    one_way         requests get through, answers are held back
    reset           all connections are reset, new ones too
    cut             the next request of each connection gets through, then the connection is reset
"""
from __future__ import annotations

import asyncio
import socket
import struct
import subprocess
import sys
from pathlib import Path

_PIECE = 1 << 16
_HELD_SECONDS = 0.005
_SLOW_STEPS = 20  # pieces a second
_UP, _DOWN = "up", "down"
_RESET = struct.pack("ii", 1, 0)


class Proxy:
    """What one process does to all its connections."""

    def __init__(self) -> None:
        self.mode = "pass"
        self.argument = 0
        self._open: set[asyncio.StreamWriter] = set()

    async def listen(self, port: int, target: int) -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._serve(reader, writer, target)
        await asyncio.start_server(serve, "127.0.0.1", port)

    def set(self, mode: str, argument: int) -> None:
        self.mode, self.argument = mode, argument
        if mode == "reset":
            for writer in list(self._open):
                self._reset(writer)

    def _reset(self, writer: asyncio.StreamWriter) -> None:
        own: socket.socket | None = writer.get_extra_info("socket")
        if own is not None:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
                     target: int) -> None:
        if self.mode == "reset":
            self._reset(writer)
            return
        try:
            above, to = await asyncio.open_connection("127.0.0.1", target)
        except OSError:
            self._reset(writer)
            return
        both = {writer, to}
        self._open |= both
        for one in both:
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pumps = [asyncio.ensure_future(self._pump(reader, to, _UP, writer)),
                 asyncio.ensure_future(self._pump(above, writer, _DOWN, writer))]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        self._open -= both
        for one in both:
            one.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str,
                    client: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(_PIECE):
                while self._holds(way):
                    await asyncio.sleep(_HELD_SECONDS)
                cut = self.mode == "cut" and way == _UP
                if self.mode == "delay":
                    await asyncio.sleep(self.argument / 1000)
                await self._forward(data, writer)
                if cut:
                    # The answer must not overtake: nobody reads it any more.
                    self._reset(client)
                    await asyncio.sleep(0.2)
                    return
        except (OSError, asyncio.CancelledError):
            return

    def _holds(self, way: str) -> bool:
        return self.mode == "black_hole" or (self.mode in ("one_way", "cut") and way == _DOWN)

    async def _forward(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        while data and self.mode == "slow":
            step = max(self.argument // _SLOW_STEPS, 1)
            writer.write(data[:step])
            data = data[step:]
            await writer.drain()
            await asyncio.sleep(1 / _SLOW_STEPS)
        writer.write(data)
        await writer.drain()


async def _main(words: list[str]) -> None:
    proxy = Proxy()
    for word in words:
        port, target = word.split(":")
        await proxy.listen(int(port), int(target))
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        mode, *argument = line.split()
        proxy.set(mode, int(argument[0]) if argument else 0)
        print(mode, flush=True)


class FaultProxy:
    """The handle of such a process."""

    def __init__(self, ports: dict[int, int]) -> None:
        """`ports`: where it listens → where that goes."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.proxy", *(f"{a}:{b}" for a, b in ports.items())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).resolve().parents[1])
        self._answer("ready")

    def _answer(self, wanted: str) -> None:
        assert self._process.stdout
        told = self._process.stdout.readline().strip()
        if told != wanted:
            raise RuntimeError(f"the proxy said {told!r} instead of {wanted!r}")

    def set(self, mode: str, argument: int | None = None) -> None:
        """As above; returns when it holds."""
        assert self._process.stdin
        self._process.stdin.write(f"{mode} {'' if argument is None else argument}\n")
        self._process.stdin.flush()
        self._answer(mode)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
