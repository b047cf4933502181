using Granary.Abstractions.Executors;

namespace Granary.Abstractions.Jobs;

/// <summary>What became of a submission. Exactly one of both is set.</summary>
/// <param name="Job">The job, durable.</param>
/// <param name="Refusal">
/// Why there is none: <c>unknown_pool</c>, <c>unknown_handler</c>, <c>invalid_input</c>, or <c>tenant_limit</c>.
/// </param>
[GenerateSerializer, Immutable, Alias("granary.JobSubmissionResult")]
public sealed record JobSubmissionResult([property: Id(0)] JobView? Job, [property: Id(1)] TaskFailure? Refusal)
{
    /// <summary>The code of a refusal because the tenant has as many unfinished jobs as it may have.</summary>
    public const string TenantLimit = "tenant_limit";
}
