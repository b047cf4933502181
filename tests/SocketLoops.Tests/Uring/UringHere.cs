using Granary.SocketLoops.Uring;

namespace Granary.SocketLoops.Tests.Uring;

/// <summary>Whether this machine lets a process have io_uring, and whether its conformance was asked for: on a busy machine a large echo over a Unix socket stands still now and then.</summary>
internal static class UringHere
{
    private static readonly Lazy<string?> Probed = new(static () =>
        Environment.GetEnvironmentVariable("GRANARY_TEST_URING") is null ? "Conformance of io_uring is run on request, with GRANARY_TEST_URING=1: under load a large echo over a Unix socket stands still now and then."
        : new UringBackend().Probe() is { Available: false, Reason: var reason } ? $"io_uring cannot be had here: {reason}." : null);

    public static string? Missing => Probed.Value;
}
