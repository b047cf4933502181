namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>Where a behaviour is shown: TCP or Unix socket, one loop or several.</summary>
public sealed record Place(bool Unix, int Loops)
{
    public static Place Tcp { get; } = new(false, 1);

    public override string ToString() => $"{(Unix ? "unix" : "tcp")}, {Loops} loop(s)";
}
