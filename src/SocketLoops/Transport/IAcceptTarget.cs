using Granary.SocketLoops.Loops;

namespace Granary.SocketLoops.Transport;

/// <summary>Where accepted descriptors go. Called on the accepting loop.</summary>
internal interface IAcceptTarget
{
    /// <summary>A connection; the descriptor is the target's from now on.</summary>
    void Accepted(Loop acceptedOn, int descriptor);

    /// <summary>Accepting failed and pauses.</summary>
    void AcceptPaused(Loop loop, int errno);
}
