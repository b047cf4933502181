namespace Granary.Grains.Jobs.Running;

/// <summary>A job that waits for its turn.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Tenant">Tenants take turns within a pool.</param>
/// <param name="Pool">Where it is to run.</param>
/// <param name="Deadline">When there is no use in waiting any more.</param>
internal sealed record JobTurn(string JobId, string Tenant, string Pool, DateTimeOffset? Deadline);
