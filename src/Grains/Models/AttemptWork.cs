using Granary.Grains.Providers;

namespace Granary.Grains.Models;

/// <summary>What an attempt sends and what it does with the answer. One instance per call; its attempts run one after another.</summary>
internal abstract class AttemptWork
{
    /// <summary>Server-sent events are asked for.</summary>
    public abstract bool Streamed { get; }

    /// <summary>Something has reached the caller: no further attempt.</summary>
    public virtual bool Delivered => false;

    /// <summary>Makes the request anew for every attempt; its address is the part of the route after <c>/v1</c>.</summary>
    public abstract HttpRequestMessage Request(AliasTarget target);

    /// <summary>Reads a 2xx answer to its last byte. Exceptions of the connection and of the clock may leave it.</summary>
    public abstract Task<AttemptEnd> ReadAsync(HttpResponseMessage response, Attempt attempt);

    /// <summary>Reads and classifies any other answer. Exceptions as above.</summary>
    public abstract Task<ProviderFault> RefusedAsync(HttpResponseMessage response, Attempt attempt);
}
