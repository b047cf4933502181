using Granary.Grains.Runs;

namespace Granary.Grains.Jobs;

/// <summary>Makes job ids: <c>job_</c> and the same 26 characters as a run's; they sort by time. Thread-safe.</summary>
internal sealed class JobIdSource(RunIdSource ids)
{
    public const string Prefix = "job_";

    public string Next() => string.Concat(Prefix, ids.Next().AsSpan("r_".Length));
}
