using Granary.Admission;

namespace Granary.Scheduling.Tasks;

/// <summary>Declares the kinds of work there are.</summary>
/// <param name="maxModelTasks">Upper bound of every model group's cap.</param>
public sealed class TaskDeclarations(int maxModelTasks)
{
    /// <summary>Work of this process: one place, no cap, no key.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Name of the generator, usually the column.</param>
    /// <param name="columns">Its output columns.</param>
    /// <param name="exclusive">Its tasks depend on their order and run one at a time.</param>
    public static TaskDeclaration Local(RunProfile run, string name, IEnumerable<string> columns, bool exclusive = false) => new(
        run,
        new GroupKey(run.Run, GroupKind.Local, ["local", name], columns),
        exclusive
            ? new Demand(new(ResourceNames.Submission, 1), new(ResourceNames.Exclusive(run.Run, name), 1))
            : Demand.Default);

    /// <summary>Calls to one endpoint, or to several: what several aliases of one endpoint share is the smallest of their caps.</summary>
    /// <param name="run">The run.</param>
    /// <param name="aliases">The aliases the column uses, at least one.</param>
    /// <param name="generationKind">What is asked of the model: <c>chat_completion</c>, <c>embedding</c> …</param>
    /// <param name="columns">Its output columns.</param>
    public TaskDeclaration Model(RunProfile run, IReadOnlyCollection<AliasTarget> aliases, string generationKind, IEnumerable<string> columns)
    {
        if (aliases.Count == 0)
            throw new ArgumentException("A model column uses at least one alias.", nameof(aliases));

        var keys = aliases.Select(alias => alias.Key).Distinct().ToArray();
        if (keys.Select(key => key.Endpoint).Distinct().Count() > 1)
        {
            var set = string.Join('\0', aliases.Select(alias => $"{alias.Alias}\0{alias.Key}").Order(StringComparer.Ordinal));
            return CustomModel(run, "granary", $"alias-set-{TaskId.ShortHash(set)}", "1", aliases.Sum(alias => Math.Max(1, alias.Cap)), columns);
        }

        var endpoint = keys[0].Endpoint;
        var weight = Math.Max(1, aliases.Min(alias => alias.Cap));
        return new TaskDeclaration(
            run,
            new GroupKey(run.Run, GroupKind.Model, ["model", endpoint.Provider, endpoint.Model, generationKind], columns),
            new Demand(new(ResourceNames.Submission, 1), new(ResourceNames.LlmWait, 1), new(ResourceNames.Request(endpoint), 1)),
            weight,
            GroupCap(weight),
            keys.Length == 1 ? keys[0] : null);
    }

    /// <summary>Calls that no single endpoint stands for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="space">Who names the resource.</param>
    /// <param name="resource">Its name there.</param>
    /// <param name="version">Its version.</param>
    /// <param name="weight">The group's weight.</param>
    /// <param name="columns">Its output columns.</param>
    public TaskDeclaration CustomModel(RunProfile run, string space, string resource, string version, int weight, IEnumerable<string> columns) => new(
        run,
        new GroupKey(run.Run, GroupKind.CustomModel, ["custom_model", space, resource, version], columns),
        new Demand(new(ResourceNames.Submission, 1), new(ResourceNames.LlmWait, 1)),
        weight,
        GroupCap(weight));

    private int GroupCap(int weight) => (int)Math.Max(1, Math.Min(maxModelTasks, 2L * Math.Max(1, weight)));
}
