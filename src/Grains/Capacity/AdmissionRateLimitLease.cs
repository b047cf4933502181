using System.Threading.RateLimiting;
using Granary.Admission;

namespace Granary.Grains.Capacity;

/// <summary>
/// A permit as .NET's limiters give it. Who disposes it without a word teaches nothing; who has seen how the call ended says so by
/// <see cref="Report"/> before. A refused one tells why and, if known, when to come again.
/// </summary>
public sealed class AdmissionRateLimitLease : RateLimitLease
{
    private readonly AdmissionLease? _lease;
    private readonly AdmissionDenial? _denial;
    private Action? _returned;
    private ReleaseReport _report = ReleaseReport.Cancelled;

    internal AdmissionRateLimitLease(AdmissionLease? lease, bool acquired, AdmissionDenial? denial, Action? returned)
    {
        _lease = lease;
        _denial = denial;
        _returned = returned;
        IsAcquired = acquired;
    }

    /// <inheritdoc/>
    public override bool IsAcquired { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name, MetadataName.ReasonPhrase.Name];

    /// <summary>How the call ended; learned from when the lease is disposed.</summary>
    public void Report(in ReleaseReport report) => _report = report;

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _denial?.RetryAfter
            : metadataName == MetadataName.ReasonPhrase.Name ? _denial?.Detail
            : null;
        return metadata is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _returned, null) is { } returned)
        {
            _lease?.Release(_report);
            returned();
        }

        base.Dispose(disposing);
    }
}
