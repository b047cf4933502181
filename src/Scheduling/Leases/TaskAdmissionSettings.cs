using System.Collections.Immutable;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Leases;

/// <summary>Scheduler resources of one process and how groups share them. Immutable.</summary>
public sealed record TaskAdmissionSettings
{
    /// <summary>Upper bound of model groups' caps unless <see cref="MaxModelTasks"/> is set.</summary>
    public const int DefaultMaxModelTasks = 256;

    /// <summary>Tasks that may hold a lease at once, above 0.</summary>
    public int SubmissionCapacity { get; init; } = 1_024;

    /// <summary>Model tasks that may hold a lease at once, above 0. Null: as many as submission capacity, and groups capped at 256.</summary>
    public int? MaxModelTasks { get; init; }

    /// <summary>Limits of further resources, above 0, and of <c>llm_wait</c> if it shall differ.</summary>
    public ImmutableDictionary<string, int> Limits { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The policy.</summary>
    public TaskPolicySettings Policy { get; init; } = new();

    /// <summary>Upper bound of model groups' caps.</summary>
    public int ModelGroupCap => MaxModelTasks ?? DefaultMaxModelTasks;

    /// <summary>Limit of <c>llm_wait</c>.</summary>
    public int LlmWaitCapacity => Limits.TryGetValue(ResourceNames.LlmWait, out var limit) ? limit : MaxModelTasks ?? SubmissionCapacity;

    /// <summary>Everything that is out of range, a sentence each with name, value and range.</summary>
    public IEnumerable<string> Problems()
    {
        if (SubmissionCapacity <= 0)
            yield return $"SubmissionCapacity is {SubmissionCapacity}; it must be above 0.";

        if (MaxModelTasks <= 0)
            yield return $"MaxModelTasks is {MaxModelTasks}; it must be above 0.";

        foreach (var (name, limit) in Limits.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (string.IsNullOrEmpty(name) || name == ResourceNames.Submission)
                yield return $"Limits names '{name}'; submission is set by SubmissionCapacity, and no name is empty.";

            if (limit <= 0)
                yield return $"Limits of '{name}' is {limit}; it must be above 0.";
        }

        foreach (var problem in Policy.Problems())
        {
            yield return $"Policy: {problem}";
        }
    }

    internal void ThrowIfInvalid()
    {
        string[] problems = [.. Problems()];
        if (problems.Length > 0)
            throw new ArgumentException(string.Join(' ', problems));
    }
}
