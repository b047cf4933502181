using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Granary.SocketLoops.Kernels;

namespace Granary.SocketLoops.Tests.Poll;

/// <summary>
/// Readiness by poll(2): reports only what somebody waits for, once for each wait, which is all that the contract asks. A peer's hang-up is watched until
/// it was seen once.
/// </summary>
internal sealed partial class PollKernel : ReadinessKernel
{
    private readonly Dictionary<int, Watched> _watched = [];
    private readonly ConcurrentQueue<(int Descriptor, long Token, ReadyKinds Kinds)> _wants = new();
    private readonly List<(long Token, ReadyKinds Kinds)> _ready = [];
    private readonly int _maxEvents;
    private readonly int _pipeRead;
    private readonly int _pipeWrite;
    private int _disposed;

    public PollKernel(int maxEvents)
    {
        _maxEvents = maxEvents;
        var ends = new int[2];
        if (Pipe(ends, 0x800) != 0)
        {
            throw new InvalidOperationException("No pipe.");
        }

        (_pipeRead, _pipeWrite) = (ends[0], ends[1]);
    }

    public override int Wait(int timeoutMilliseconds)
    {
        while (_wants.TryDequeue(out var want))
        {
            if (_watched.TryGetValue(want.Descriptor, out var waiting) && waiting.Token == want.Token)
            {
                waiting.Wanted |= Bits(want.Kinds);
            }
        }

        var descriptors = _watched.Keys.ToArray();
        var entries = new PollEntry[descriptors.Length + 1];
        entries[^1] = new PollEntry { Descriptor = _pipeRead, Wanted = PollEntry.In };
        for (var index = 0; index < descriptors.Length; index++)
        {
            var watched = _watched[descriptors[index]];
            entries[index] = new PollEntry { Descriptor = watched.Over ? -1 : descriptors[index], Wanted = watched.Wanted };
        }

        _ready.Clear();
        if (Poll(entries, (nuint)entries.Length, timeoutMilliseconds) <= 0)
        {
            return 0;
        }

        for (var index = 0; index < descriptors.Length && _ready.Count < _maxEvents; index++)
        {
            if (entries[index].Seen != 0)
            {
                Take(_watched[descriptors[index]], entries[index].Seen);
            }
        }

        if (entries[^1].Seen != 0)
        {
            var drain = new byte[64];
            while (Read(_pipeRead, drain, 64) == 64)
            {
            }

            return Math.Max(1, _ready.Count);
        }

        return _ready.Count;
    }

    public override void Dispatch()
    {
        foreach (var (token, kinds) in _ready)
        {
            Deliver(token, kinds);
        }
    }

    public override void Wake()
    {
        if (Volatile.Read(ref _disposed) == 0)
        {
            _ = Write(_pipeWrite, [1], 1);
        }
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _ = Close(_pipeRead);
            _ = Close(_pipeWrite);
        }
    }

    protected internal override void Register(int descriptor, long token, bool listening) => _watched[descriptor] = new Watched
    {
        Token = token,
        Listening = listening,
        Wanted = listening ? PollEntry.In : PollEntry.PeerHangUp,
    };

    protected internal override void Unregister(int descriptor) => _watched.Remove(descriptor);

    protected internal override void Want(int descriptor, long token, ReadyKinds kinds)
    {
        _wants.Enqueue((descriptor, token, kinds));
        Wake();
    }

    private void Take(Watched watched, short seen)
    {
        var kinds = ReadyKinds.None;
        kinds |= (seen & PollEntry.In) != 0 ? ReadyKinds.Readable : 0;
        kinds |= (seen & PollEntry.Out) != 0 ? ReadyKinds.Writable : 0;
        kinds |= (seen & PollEntry.PeerHangUp) != 0 ? ReadyKinds.HangUp : 0;
        if ((seen & (PollEntry.Error | PollEntry.HangUp)) != 0)
        {
            kinds |= ReadyKinds.Gone;
            watched.Over = true;
        }

        if (!watched.Listening)
        {
            watched.Wanted &= (short)~seen;
        }

        _ready.Add((watched.Token, kinds));
    }

    private static short Bits(ReadyKinds kinds) =>
        (short)(((kinds & ReadyKinds.Readable) != 0 ? PollEntry.In : 0) | ((kinds & ReadyKinds.Writable) != 0 ? PollEntry.Out : 0));

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll([In, Out] PollEntry[] entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "pipe2")]
    private static partial int Pipe([Out] int[] ends, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, [Out] byte[] buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte[] buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    private sealed class Watched
    {
        public long Token { get; init; }

        public bool Listening { get; init; }

        public short Wanted { get; set; }

        public bool Over { get; set; }
    }
}
