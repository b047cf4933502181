namespace Granary.Grains.Providers;

/// <summary>One call's hold on an alias as it was when the call began. Dispose it when the call is over.</summary>
internal readonly struct AliasUse(AliasTarget target) : IDisposable
{
    public AliasTarget Target => target;

    public void Dispose() => target.Connection.Leave();
}
