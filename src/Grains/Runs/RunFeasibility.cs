using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Admission;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Runs;

/// <summary>Says before a run starts that its deadline cannot be met at present rates. What it does not know it does not hold against the run.</summary>
/// <param name="aliases">The provider document.</param>
/// <param name="views">Limits of the endpoints.</param>
/// <param name="serviceTime">Median time of an endpoint's calls of late.</param>
internal sealed class RunFeasibility(IAliasDirectory aliases, IEndpointViews views, Func<ResourceKey, TimeSpan?> serviceTime)
{
    /// <summary>One sentence with the earliest likely end; null: there is no deadline, or it may be met.</summary>
    public async Task<string?> ProblemAsync(CompiledRun run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (run.Limits.Deadline is not { } deadline)
        {
            return null;
        }

        List<EndpointWork> work = [];
        foreach (var endpoint in SureColumns(run).Select(column => aliases.Find(column.Alias!)).OfType<ModelAlias>().GroupBy(static alias => (alias.Provider, alias.Model, alias.Domain)))
        {
            var alias = endpoint.First();
            var view = await views.ViewAsync(alias.Name, cancellationToken);
            var places = Math.Min(run.Limits.MaxInFlight, view is { Limit: > 0 } ? view.Limit : alias.Cap);
            work.Add(new EndpointWork(alias.Name, endpoint.Count() * run.Rows, places, serviceTime(KeyOf(alias)), TimeSpan.FromMilliseconds(view?.BlockedForMs ?? 0)));
        }

        var (least, basis) = LeastTime.Of(work);
        return least > deadline
            ? FormattableString.Invariant(
                $"limits.deadline of {DurationText.Write(deadline)} cannot be met: the earliest likely end is {now + least:O}, {DurationText.Write(TimeSpan.FromSeconds(Math.Ceiling(least.Value.TotalSeconds)))} from now ({basis})")
            : null;
    }

    // Columns of models whose cells are made for every row: neither they nor what they are built on can be left out.
    private static IEnumerable<CompiledColumn> SureColumns(CompiledRun run)
    {
        var unsure = new HashSet<int>();
        foreach (var index in run.Graph.Order)
        {
            if (run.Columns[index].Skip is not null || run.Columns[index].Upstream.Any(unsure.Contains))
            {
                unsure.Add(index);
            }
        }

        return run.Columns.Where(column => column.Alias is not null && !unsure.Contains(column.Index));
    }

    private static ResourceKey KeyOf(ModelAlias alias) =>
        new(alias.Provider, alias.Model, Enum.TryParse<Domain>(alias.Domain, ignoreCase: true, out var domain) ? domain : Domain.Chat);
}
