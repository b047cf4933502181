using System.Collections.Concurrent;
using System.Diagnostics;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>
/// One ring, its buffers, one eventfd. Everything is submitted on the loop; what other threads want (a send, receiving again) waits in the attention
/// queue until the loop's next turn. One call per turn submits and waits.
/// </summary>
internal sealed partial class UringKernel : LoopKernel
{
    private const uint PollIn = 1;
    private const ushort BufferGroup = 0;
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    private readonly List<(UringOccupant? Occupant, uint Generation)> _places = [];
    private readonly Stack<int> _free = new();
    private readonly ConcurrentQueue<UringSocket> _attention = new();
    private readonly Queue<UringSocket> _starved = new();
    private readonly Queue<UringSocket> _hungUp = new();
    private readonly LoopKernelSettings _settings;
    private readonly UringRing _ring;
    private readonly EventSignal _signal;
    private int _taken;
    private int _inRing;
    private int _starving;
    private bool _disposed;

    public UringKernel(LoopKernelSettings settings)
    {
        _settings = settings;
        _ring = new UringRing(settings.UringEntries);
        try
        {
            Buffers = new UringBuffers(_ring, BufferGroup, settings.UringBuffers, settings.UringBufferBytes);
            _signal = new EventSignal();
        }
        catch
        {
            Buffers?.Dispose();
            _ring.Dispose();
            throw;
        }

        Blocks = new BlockPool(settings.UringBufferBytes);
        WatchSignal();
    }

    public UringBuffers Buffers { get; }

    public BlockPool Blocks { get; }

    public long ReadPause => _settings.ReadPauseBytes;

    public long ZeroCopyAbove => _settings.ZeroCopyAboveBytes;

    public override bool HasArrivals => !_attention.IsEmpty || (Volatile.Read(ref _starving) > 0 && HasBuffersBack);

    private bool HasBuffersBack => Buffers.Lent <= _settings.UringBuffers / 2;

    public override int Wait(int timeoutMilliseconds)
    {
        // Completions that are there already need no wait, only what was laid out goes to the kernel.
        _ring.SubmitAndWait(_ring.Available > 0 ? 0 : timeoutMilliseconds);
        _taken = Math.Min(_ring.Available, _settings.MaxEvents);
        return _taken;
    }

    public override void Dispatch()
    {
        for (var left = _taken; left > 0; left--)
        {
            Handle(_ring.Take());
        }

        _taken = 0;
    }

    public override void Gather()
    {
        // As many as there were: who asks again meanwhile is served in the next turn.
        for (var left = _attention.Count; left > 0 && _attention.TryDequeue(out var socket); left--)
        {
            socket.Serve();
        }

        // After all completions of the turn, as most receives have met the end by themselves.
        while (_hungUp.TryDequeue(out var socket))
        {
            socket.ReceiveToTheEnd();
        }

        // Receives that found no buffer go on when some are back.
        for (var left = _starved.Count; left > 0 && HasBuffersBack; left--)
        {
            _starved.Dequeue().ReceiveAgain();
        }

        Volatile.Write(ref _starving, _starved.Count);
    }

    /// <summary>A buffer may be filled again. Any thread: if receives wait for it, the loop is told, since it may be asleep.</summary>
    public void GiveBack(int buffer)
    {
        Buffers.Return(buffer);
        if (Volatile.Read(ref _starving) > 0 && HasBuffersBack)
        {
            Signal();
        }
    }

    public override void Wake() => _signal.Set();

    public override LoopSocket Attach(int descriptor, ILoopSocketEvents events)
    {
        var socket = new UringSocket(this, descriptor, events);
        Take(socket.Occupant);
        return socket;
    }

    public override LoopListening Listen(int descriptor, ILoopListenEvents events)
    {
        var listening = new UringListening(this, descriptor, events);
        Take(listening.Occupant);
        listening.Resume();
        return listening;
    }

    public override void EndConnections()
    {
        foreach (var occupant in _places.Select(static place => place.Occupant).OfType<UringOccupant>().ToList())
        {
            occupant.End();
        }

        // Memory that the kernel reads or fills may go only when every operation has completed.
        var began = Stopwatch.GetTimestamp();
        while (_inRing > 0 && Stopwatch.GetElapsedTime(began) < EndLimit)
        {
            Wait(10);
            Dispatch();
        }
    }

    public override void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _signal.Dispose();

        // Closing the ring cancels what is left, but not at once: buffers are unmapped only if nothing is in it.
        if (_inRing == 0)
        {
            Buffers.Dispose();
        }

        _ring.Dispose();
    }

    /// <summary>A socket wants to be served on the loop. Any thread.</summary>
    public void Attend(UringSocket socket)
    {
        _attention.Enqueue(socket);
        Signal();
    }

    /// <summary>The input of a socket ends; its receive may have missed that. Loop thread.</summary>
    public void HangsUp(UringSocket socket) => _hungUp.Enqueue(socket);

    public void Starve(UringSocket socket)
    {
        _starved.Enqueue(socket);
        Volatile.Write(ref _starving, _starved.Count);
    }

    /// <summary>A place in the queue for an operation of an occupant. Loop thread.</summary>
    public ref UringSubmission Begin(UringOccupant occupant, UringOperation operation, byte code, int descriptor)
    {
        ref var entry = ref _ring.Next();
        entry.Operation = code;
        entry.Descriptor = descriptor;
        entry.UserData = occupant.Token | (byte)operation;
        occupant.InRing++;
        _inRing++;
        return ref entry;
    }

    /// <summary>Cancels an operation of an occupant.</summary>
    public void Cancel(UringOccupant occupant, UringOperation operation)
    {
        ref var entry = ref Begin(occupant, UringOperation.Cancel, UringCodes.AsyncCancel, -1);
        entry.Address = occupant.Token | (byte)operation;
        entry.OperationFlags = UringCodes.CancelAll;
    }

    /// <summary>Hands over what was laid out, now.</summary>
    public void Submit() => _ring.Submit();

    /// <summary>Gives the place of a closed occupant up once none of its operations is left.</summary>
    public void ReleaseIfIdle(UringOccupant occupant)
    {
        var place = (int)((occupant.Token >> 8) & 0xffffff);
        if (occupant.IsClosed && occupant.InRing == 0 && _places[place].Occupant == occupant)
        {
            _places[place] = (null, _places[place].Generation + 1);
            _free.Push(place);
        }
    }

    private void Handle(in UringCompletion completion)
    {
        var operation = (UringOperation)(byte)completion.UserData;
        if (operation == UringOperation.Wake)
        {
            if (!completion.HasMore && !_disposed)
            {
                WatchSignal();
            }

            return;
        }

        var place = (int)((completion.UserData >> 8) & 0xffffff);
        var occupant = place < _places.Count && _places[place].Generation == (uint)(completion.UserData >> 32) ? _places[place].Occupant : null;
        if (occupant is null)
        {
            return;
        }

        // A multishot operation stays in the ring while it says that more may come; a zero-copy send until its notification.
        if (!completion.HasMore)
        {
            occupant.InRing--;
            _inRing--;
        }

        occupant.Complete(operation, completion);
        ReleaseIfIdle(occupant);
    }

    private void Take(UringOccupant occupant)
    {
        if (!_free.TryPop(out var place))
        {
            place = _places.Count;
            _places.Add(default);
        }

        var generation = _places[place].Generation;
        _places[place] = (occupant, generation);
        occupant.Token = ((ulong)generation << 32) | ((ulong)place << 8);
    }

    private void WatchSignal()
    {
        // Not counted as an operation in the ring that the end waits for: it ends with the ring, and reads no memory.
        ref var entry = ref _ring.Next();
        entry.Operation = UringCodes.PollAdd;
        entry.Descriptor = _signal.Descriptor;
        entry.Length = UringCodes.PollMultishot;
        entry.OperationFlags = PollIn;
        entry.UserData = (byte)UringOperation.Wake;
    }
}
