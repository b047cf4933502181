using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;

namespace Granary.Executors.Protocol;

/// <summary>
/// Sends messages over a blocking socket. Thread-safe; a sender never waits for the other side. A small message goes out on its sender's thread if nothing is
/// before it and the socket has room (a stream socket that polls writable takes far more than that at once); anything else goes to a thread of its own, made
/// when it is first needed. Control messages go before payloads, and payloads take turns frame by frame, so that a cancel never waits behind one. First frames leave in the order
/// in which they were handed over.
/// </summary>
internal sealed class FrameWriter(Socket socket, string name)
{
    private const int InlineBytes = 32 * 1024;
    private readonly object _gate = new();
    private readonly Queue<OutboundMessage> _control = new();
    private readonly Queue<OutboundMessage> _payloads = new();
    private Thread? _thread;
    private bool _sending;
    private bool _closed;

    /// <summary>Messages that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _control.Count + _payloads.Count;
            }
        }
    }

    /// <summary>Sends a message, now or soon. After <see cref="Close"/>, or when the connection is broken, it is dropped.</summary>
    public void Send(OutboundMessage message, bool isControl)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (_sending || _control.Count + _payloads.Count > 0 || !message.IsWhole || message.NextLength > InlineBytes)
            {
                Enqueue(message, isControl);
                return;
            }

            _sending = true;
        }

        var sent = false;
        try
        {
            sent = socket.Poll(0, SelectMode.SelectWrite);
            if (sent)
            {
                SendFrame(message, null);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Close();
        }

        lock (_gate)
        {
            _sending = false;
            if (!sent && !_closed)
            {
                EnqueueFirst(message, isControl);
            }
            else if (_control.Count + _payloads.Count > 0)
            {
                Wake();
            }
            else
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Nothing is sent any more; the thread ends.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _control.Clear();
            _payloads.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until everything has been sent, or the connection is closed.</summary>
    public bool Drain(TimeSpan bound)
    {
        var begun = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (!_closed && (_sending || _control.Count + _payloads.Count > 0))
            {
                var left = bound - Stopwatch.GetElapsedTime(begun);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(_gate, left);
            }

            return true;
        }
    }

    private void Enqueue(OutboundMessage message, bool isControl)
    {
        (isControl ? _control : _payloads).Enqueue(message);
        if (!_sending)
        {
            Wake();
        }
    }

    // What came while it was tried stays behind it.
    private void EnqueueFirst(OutboundMessage message, bool isControl)
    {
        var queue = isControl ? _control : _payloads;
        var before = queue.Count;
        Enqueue(message, isControl);
        for (; before > 0; before--)
        {
            queue.Enqueue(queue.Dequeue());
        }
    }

    private void Wake()
    {
        if (_thread is null)
        {
            _thread = new Thread(Loop) { IsBackground = true, Name = name };
            _thread.UnsafeStart();
        }

        Monitor.PulseAll(_gate);
    }

    private void Loop()
    {
        var buffer = new byte[ProtocolLimits.HeaderBytes + ProtocolLimits.MetaBytes + ProtocolLimits.ChunkBytes];
        while (Take() is { } message)
        {
            try
            {
                SendFrame(message, buffer);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The reader of this connection sees its end too, and says so.
                Close();
                return;
            }

            lock (_gate)
            {
                _sending = false;
                if (!message.IsDone)
                {
                    _payloads.Enqueue(message);
                }

                Monitor.PulseAll(_gate);
            }
        }
    }

    private OutboundMessage? Take()
    {
        lock (_gate)
        {
            while (!_closed && (_sending || _control.Count + _payloads.Count == 0))
            {
                Monitor.Wait(_gate);
            }

            if (_closed)
            {
                return null;
            }

            _sending = true;
            return _control.TryDequeue(out var control) ? control : _payloads.Dequeue();
        }
    }

    private void SendFrame(OutboundMessage message, byte[]? buffer)
    {
        var rented = buffer ?? ArrayPool<byte>.Shared.Rent(message.NextLength);
        try
        {
            var length = message.TakeFrame(rented);
            for (var sent = 0; sent < length;)
            {
                sent += socket.Send(rented.AsSpan(sent, length - sent), SocketFlags.None);
            }
        }
        finally
        {
            if (buffer is null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
