using Granary.SocketLoops.Uring;

namespace Granary.SocketLoops.Tests.Uring;

/// <summary>Whether this machine lets a process have io_uring.</summary>
internal static class UringHere
{
    private static readonly Lazy<string?> Probed = new(static () =>
        new UringBackend().Probe() is { Available: false, Reason: var reason } ? $"io_uring cannot be had here: {reason}." : null);

    public static string? Missing => Probed.Value;
}
