namespace Granary.SocketLoops.Kernels;

/// <summary>
/// A way to move bytes that loops can be built on. Register one in dependency injection to make its name valid for <c>Loops:Backend</c>; it must pass
/// the conformance suite. Thread-safe.
/// </summary>
public interface ILoopBackend
{
    /// <summary>Name in options, metrics and reports; lower case.</summary>
    string Name { get; }

    /// <summary>Whether this machine can carry it, by trying its features, never by a version number. Leaves nothing behind.</summary>
    LoopProbe Probe();

    /// <summary>The kernel part of one loop, made on the loop's thread and used by it alone unless a member says otherwise.</summary>
    /// <exception cref="Native.LoopKernelException">The kernel refused.</exception>
    LoopKernel CreateKernel(LoopKernelSettings settings);
}
