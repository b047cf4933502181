namespace Granary.Embedded.Runtime;

/// <summary>A stream that somebody reads.</summary>
internal interface IOpenStream : IAsyncDisposable
{
    /// <summary>Nobody has asked since this was asked last.</summary>
    bool IsForgotten();
}
