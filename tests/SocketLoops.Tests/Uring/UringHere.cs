using Granary.SocketLoops.Uring;

namespace Granary.SocketLoops.Tests.Uring;

/// <summary>Whether this machine lets a process have io_uring, and whether its whole conformance was asked for.</summary>
internal static class UringHere
{
    private static readonly Lazy<string?> Probed = new(static () =>
        new UringBackend().Probe() is { Available: false, Reason: var reason } ? $"io_uring cannot be had here: {reason}." : null);

    /// <summary>Null if tests of io_uring can run.</summary>
    public static string? CannotRun => Probed.Value;

    /// <summary>Null if the suites of io_uring are to run.</summary>
    public static string? Missing => Environment.GetEnvironmentVariable("GRANARY_TEST_URING") is null
        ? "Conformance of io_uring is run on request, with GRANARY_TEST_URING=1."
        : CannotRun;
}
