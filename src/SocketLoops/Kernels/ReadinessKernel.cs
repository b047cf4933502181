namespace Granary.SocketLoops.Kernels;

/// <summary>
/// Base of kernels that report readiness. A descriptor stands in a slot; its token carries the slot and the slot's generation, so an event of a
/// descriptor that was closed in the same turn finds nobody.
/// </summary>
public abstract class ReadinessKernel : LoopKernel
{
    private readonly List<Slot> _slots = [];
    private readonly Stack<int> _free = new();

    /// <inheritdoc/>
    public override LoopSocket Attach(int descriptor, ILoopSocketEvents events)
    {
        var socket = new ReadinessSocket(this, descriptor, events);
        socket.Token = Take(socket);
        Register(descriptor, socket.Token, listening: false);
        return socket;
    }

    /// <inheritdoc/>
    public override LoopListening Listen(int descriptor, ILoopListenEvents events)
    {
        var listening = new ReadinessListening(this, descriptor, events);
        listening.Token = Take(listening);
        listening.Resume();
        return listening;
    }

    /// <inheritdoc/>
    public override void EndConnections()
    {
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            if (_slots[slot].Occupant is ReadinessSocket socket)
            {
                socket.Events.OnLoopEnd();
                socket.Detach();
            }
        }
    }

    /// <summary>
    /// Watches a descriptor for everything; with <paramref name="listening"/> for readable only, reported again while it stays so. Edges are enough for
    /// the others, if every edge after a "would block" is reported.
    /// </summary>
    protected internal abstract void Register(int descriptor, long token, bool listening);

    /// <summary>Watches it no more.</summary>
    protected internal abstract void Unregister(int descriptor);

    /// <summary>Somebody waits for these of that descriptor; for kernels that report only what is wanted. Any thread.</summary>
    protected internal virtual void Want(int descriptor, long token, ReadyKinds kinds)
    {
    }

    /// <summary>Reports one event. On the loop, from <see cref="LoopKernel.Dispatch"/>.</summary>
    protected void Deliver(long token, ReadyKinds kinds)
    {
        var slot = (int)token;
        if ((uint)slot >= (uint)_slots.Count || _slots[slot].Generation != (int)(token >> 32))
        {
            return;
        }

        switch (_slots[slot].Occupant)
        {
            case ReadinessSocket socket:
                socket.Deliver(kinds);
                break;
            case ReadinessListening listening:
                listening.AcceptAll();
                break;
        }
    }

    internal void Release(long token)
    {
        var slot = (int)token;
        if (_slots[slot].Generation == (int)(token >> 32))
        {
            _slots[slot] = new Slot(null, _slots[slot].Generation + 1);
            _free.Push(slot);
        }
    }

    private long Take(object occupant)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _slots.Count;
            _slots.Add(default);
        }

        var generation = _slots[slot].Generation;
        _slots[slot] = new Slot(occupant, generation);
        return ((long)generation << 32) | (uint)slot;
    }

    private readonly record struct Slot(object? Occupant, int Generation);
}
