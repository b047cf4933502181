namespace Granary.Abstractions.Models;

/// <summary>On whose behalf a model is called, and how long that caller is willing to wait.</summary>
/// <param name="Tenant">Tenant id; <c>default</c> in open mode.</param>
/// <param name="Band"><c>interactive</c>, <c>standard</c> or <c>bulk</c>.</param>
/// <param name="Flow">Turn-taking key inside the tenant (a run id, a key id); null is the tenant's one default flow.</param>
/// <param name="MaxWait">Bound of the wait for a permit; null is the band's own, zero means: decide now.</param>
/// <param name="Deadline">End of the whole call counted from now, waiting included; null is none.</param>
/// <param name="RunId">Correlation of a run's call, else null.</param>
/// <param name="Column">Correlation of a run's call, else null.</param>
/// <param name="RequestId">Our id of an interactive call (<c>req_…</c>), else null.</param>
/// <param name="Task">Correlation of a run's call whose events somebody wants, else null.</param>
public sealed record CallerContext(
    string Tenant,
    string Band,
    string? Flow = null,
    TimeSpan? MaxWait = null,
    TimeSpan? Deadline = null,
    string? RunId = null,
    string? Column = null,
    string? RequestId = null,
    CallerTask? Task = null);
