using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Granary.SocketLoops;

/// <summary>The address by which a configured endpoint is recognized: <c>ip:port</c>, <c>*:port</c> or <c>unix:/path</c>.</summary>
internal sealed record EndpointAddress(IPAddress? Address, int Port, string? Path)
{
    private const string Unix = "unix:";

    public static bool TryParse(string text, [NotNullWhen(true)] out EndpointAddress? address)
    {
        address = null;
        if (text.StartsWith(Unix, StringComparison.Ordinal) && text.Length > Unix.Length)
        {
            address = new EndpointAddress(null, 0, text[Unix.Length..]);
        }
        else if (text.StartsWith("*:", StringComparison.Ordinal))
        {
            if (ushort.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                address = new EndpointAddress(null, port, null);
            }
        }
        else if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint))
        {
            address = new EndpointAddress(endpoint.Address, endpoint.Port, null);
        }

        return address is not null;
    }

    public bool Matches(EndPoint endpoint) => endpoint switch
    {
        UnixDomainSocketEndPoint unix => Path is not null && unix.ToString() == Path,
        IPEndPoint ip => Path is null && ip.Port == Port && (Address is null || Address.Equals(ip.Address)),
        _ => false,
    };
}
