using System.Net.Sockets;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;
using Microsoft.AspNetCore.Connections;

namespace Granary.SocketLoops.Transport;

/// <summary>What the loop tells its connection: events of the socket, the beginning, the end.</summary>
internal sealed partial class LoopConnection
{
    void ILoopSocketEvents.OnReadable(bool hangUp)
    {
        _reader.OnReadable(hangUp);
        if (_connecting)
        {
            return;
        }

        if (hangUp && Kind.HangUpAborts && !_reader.IsWaiting)
        {
            FireClosed();
        }
    }

    void ILoopSocketEvents.OnWritable()
    {
        if (_connecting)
        {
            Connected();
        }
        else
        {
            _writer.OnWritable();
        }
    }

    void ILoopSocketEvents.OnSent(int result) => _writer.OnSent(result);

    void ILoopSocketEvents.OnGone()
    {
        if (!_connecting)
        {
            FireClosed();
        }
    }

    void ILoopSocketEvents.OnLoopEnd()
    {
        if (_connecting)
        {
            _connecting = false;
            _attached(this, new SocketException((int)SocketError.Shutdown));
        }

        Abort(new ConnectionAbortedException("The loop stops."));
        GiveUp(detach: false);
    }

    // Once: the application's callbacks run on the ThreadPool, for they may block.
    private void FireClosed()
    {
        if (Interlocked.Exchange(ref _closedFired, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static self => self.TellClosed(), this, preferLocal: false);
        }
    }

    private void TellClosed()
    {
        try
        {
            _closed.Cancel();
        }
        catch (Exception error)
        {
            // Somebody's callback; the connection is over either way.
            _register.CallbackThrew(this, error);
        }
    }

    private void Attach()
    {
        LoopSocket socket;
        try
        {
            if (Loop.IsOver)
            {
                throw new LoopRefusedException(PostOutcome.Stopped, Loop.Id);
            }

            RemoteEndPoint = SocketCalls.RemoteEndPoint(_descriptor, Kind.Address);
            LocalEndPoint = SocketCalls.LocalEndPoint(_descriptor, Kind.Address);
            socket = Loop.Kernel.Attach(_descriptor, this);
            _reader.Attach(socket);
            _writer.Attach(socket);
            Volatile.Write(ref _socket, socket);
        }
        catch (Exception error)
        {
            _ = Libc.Close(_descriptor);
            _state = ConnectionState.Closed;
            _register.Closed(this);
            _attached(this, error);
            return;
        }

        _state = ConnectionState.Open;
        Loop.Counters.Accepts++;
        if (Kind.IsServer)
        {
            socket.Start();
            _attached(this, null);
        }
        else
        {
            _connecting = true;
            socket.WantWrite();
        }
    }

    // Writable for the first time: the handshake is over, one way or the other.
    private void Connected()
    {
        _connecting = false;
        var errno = SocketCalls.TakeError(_descriptor);
        LocalEndPoint = SocketCalls.LocalEndPoint(_descriptor, Kind.Address);
        RemoteEndPoint = Kind.Address;
        if (errno == 0)
        {
            _socket!.Start();
        }

        _attached(this, errno == 0 ? null : new SocketException((int)(errno switch
        {
            Errno.ConnectionRefused => SocketError.ConnectionRefused,
            Errno.ConnectionReset => SocketError.ConnectionReset,
            Errno.TimedOut => SocketError.TimedOut,
            _ => SocketError.HostUnreachable,
        })));
        if (errno != 0)
        {
            Close();
        }
    }

    private void GiveUp(bool detach = true)
    {
        if (_state != ConnectionState.Open)
        {
            return;
        }

        _state = ConnectionState.Closed;
        if (_connecting)
        {
            _connecting = false;
            _attached(this, new ConnectionAbortedException("The connection was given up before it was made."));
        }

        if (detach)
        {
            _socket!.Detach();
        }

        var counters = Loop.Counters;
        counters.Closes++;
        counters.Reads += _reader.Receives;
        counters.Writes += _writer.Sends;
        counters.BytesIn += _reader.Bytes;
        counters.BytesOut += _writer.Bytes;
        _register.Closed(this);
    }
}
