using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs.Directory;

/// <summary>One page in memory, with its writes.</summary>
internal sealed class JobDirectoryPage
{
    /// <summary>Entries of a full page.</summary>
    public const int Full = 500;

    private readonly CoalescedWrites _writes;

    public JobDirectoryPage(int number, IJobPageGrain grain, IEnumerable<JobEntry> entries, Action lost)
    {
        Number = number;
        foreach (var entry in entries)
        {
            Entries.Add(entry.Id, entry);
        }

        _writes = new CoalescedWrites(async () =>
        {
            try
            {
                await grain.WriteAsync([.. Entries.Values]);
            }
            catch
            {
                lost();
                throw;
            }
        });
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>Entries by id.</summary>
    public Dictionary<string, JobEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Completes when everything changed up to now is durable.</summary>
    public Task SaveAsync() => _writes.SaveAsync();
}
