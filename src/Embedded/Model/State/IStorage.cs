namespace Granary.Embedded;

/// <summary>A stored value of a grain.</summary>
public interface IStorage
{
    /// <summary>Version that was read or written last; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether it was there when it was read or written last.</summary>
    bool RecordExists { get; }

    /// <summary>Reads it anew.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>Writes it; complete when durable.</summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote in between. If it leaves the grain, the activation ends.</exception>
    /// <exception cref="OrleansException">The storage failed; whether the write took effect is not known.</exception>
    Task WriteStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken);

    /// <summary>Removes it and starts from an empty value.</summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote in between. If it leaves the grain, the activation ends.</exception>
    Task ClearStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken);
}
