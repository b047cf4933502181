using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Transport;

/// <summary>The sender's side: one at a time, on whatever thread.</summary>
internal sealed partial class LoopPipeWriter
{
    /// <summary>The socket may take bytes again. On the loop.</summary>
    public void OnWritable()
    {
        if (_gate.Open())
        {
            connection.Resume(this);
        }
    }

    /// <summary>A pending send has ended. On the loop.</summary>
    public void OnSent(int result)
    {
        if (result < 0 && result != -Errno.Intr)
        {
            StopSending();
            connection.Fail(-result);
            return;
        }

        if (AfterSend(Math.Max(0, result)))
        {
            Send();
        }
    }

    /// <summary>Nothing can be sent any more: what is there is dropped, whoever waits goes on.</summary>
    public void Fail()
    {
        bool release;
        lock (_lock)
        {
            if (_failed)
            {
                return;
            }

            _failed = true;
            if (!_sending)
            {
                buffer.Clear(keepLast: _writing);
            }

            release = _flushWaits;
            _flushWaits = false;
            _drained?.TrySetResult();
        }

        if (release)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static self => self.ReleaseFlush(), this, preferLocal: false);
        }

        // A sender inside a call still reads its memory and gives it back itself; one that is parked does nothing more.
        if (_gate.TryTakeWaiter())
        {
            StopSending();
        }
    }

    /// <summary>Sends until everything flushed is gone, or the socket takes no more, or sends by itself.</summary>
    public unsafe void Send()
    {
        var vectors = stackalloc IoVector[SendBuffer.MostVectors];
        while (true)
        {
            int count;
            lock (_lock)
            {
                if (_failed)
                {
                    StopSending();
                    return;
                }

                count = buffer.Collect(vectors);
            }

            if (!_gate.IsOpen(out var seen))
            {
                if (Park())
                {
                    return;
                }

                continue;
            }

            var sent = _socket.Send(vectors, count);
            switch (sent)
            {
                case >= 0:
                    if (!AfterSend(sent))
                    {
                        return;
                    }

                    break;
                case LoopSocket.Pending:
                    return;
                case LoopSocket.WouldBlock:
                    _gate.Close(seen);
                    break;
                case -Errno.Intr:
                    break;
                default:
                    StopSending();
                    connection.Fail(-sent);
                    return;
            }
        }
    }

    private bool Park()
    {
        if (!_gate.TryPark())
        {
            return false;
        }

        _socket.WantWrite();
        bool failed;
        lock (_lock)
        {
            failed = _failed;
        }

        // Failed between the try and the parking: whoever takes the mark tidies up.
        return !failed || !_gate.TryTakeWaiter();
    }

    private void StopSending()
    {
        lock (_lock)
        {
            _sending = false;
            if (_failed)
            {
                buffer.Clear(keepLast: _writing);
            }
        }
    }

    // True: more was flushed, the sender goes on. False: everything is sent and nobody is the sender.
    private bool AfterSend(int bytes)
    {
        bool release;
        bool more;
        Bytes += bytes;
        Sends++;
        lock (_lock)
        {
            if (_failed)
            {
                StopSending();
                return false;
            }

            buffer.Sent(bytes, keepLast: _writing);
            more = buffer.Unsent > 0;
            _sending = more;
            release = _flushWaits && buffer.Unsent <= connection.WritePause / 2;
            if (release)
            {
                _flushWaits = false;
            }

            if (!more)
            {
                _drained?.TrySetResult();
            }
        }

        if (!more)
        {
            EndIfDrained();
        }

        if (release)
        {
            connection.Release(this);
        }

        return more;
    }

    /// <summary>Lets the waiting flush go on, on this thread.</summary>
    public void ContinueFlush() => ReleaseFlush();

    private void StartSending()
    {
        if (connection.GathersFlushes)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            Send();
        }
    }

    private void EndIfDrained()
    {
        lock (_lock)
        {
            if (!_completed || _ended || _failed || _sending || buffer.Unsent > 0)
            {
                return;
            }

            _ended = true;
        }

        _socket.ShutdownWrite();
        connection.Reader.CancelWaiting();
    }
}
