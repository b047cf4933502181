using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Granary.SocketLoops.Transport;

/// <summary>Makes the sockets that listen on an address: bound, listening, non-blocking.</summary>
internal static class ListeningSockets
{
    private const int SocketLevel = 1;
    private const int ReusePortOption = 15;

    /// <summary>One socket, or one per loop on the same port. On failure nothing stays open.</summary>
    /// <exception cref="AddressInUseException">Somebody listens there.</exception>
    public static Socket[] Open(EndPoint endpoint, int count, int backlog)
    {
        if (endpoint is UnixDomainSocketEndPoint unix)
        {
            RemoveStale(unix);
        }

        var sockets = new List<Socket>();
        try
        {
            var address = endpoint;
            for (var index = 0; index < count; index++)
            {
                var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, endpoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
                sockets.Add(socket);
                Prepare(socket, address, count > 1);
                socket.Bind(address);
                socket.Listen(backlog);

                // Port 0: the first has taken a port, which the others share.
                address = socket.LocalEndPoint!;
            }

            return [.. sockets];
        }
        catch (Exception error)
        {
            sockets.ForEach(static socket => socket.Dispose());
            if (error is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                throw new AddressInUseException($"The address {endpoint} is in use.", error);
            }

            throw;
        }
    }

    private static void Prepare(Socket socket, EndPoint address, bool shared)
    {
        socket.Blocking = false;
        if (address is not IPEndPoint ip)
        {
            return;
        }

        // Accepted sockets inherit it.
        socket.NoDelay = true;
        if (ip.Address.Equals(IPAddress.IPv6Any))
        {
            socket.DualMode = true;
        }

        if (shared)
        {
            socket.SetRawSocketOption(SocketLevel, ReusePortOption, BitConverter.GetBytes(1));
        }
    }

    // A socket file without a listener is what a killed process left behind; one with a listener belongs to somebody.
    private static void RemoveStale(UnixDomainSocketEndPoint endpoint)
    {
        var path = endpoint.ToString();
        if (path is not { Length: > 0 } || path[0] is '\0' or '@' || !File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endpoint);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException)
        {
            return;
        }

        throw new AddressInUseException($"The address {endpoint} is in use: a process answers on the socket file.");
    }
}
