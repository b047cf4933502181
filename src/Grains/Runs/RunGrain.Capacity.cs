using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Grains.Capacity;
using Granary.Grains.Dispatch;
using Granary.Grains.Runs.Capacity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Runs;

/// <summary>The capacity plan: read beside the turns, it changes nothing.</summary>
internal sealed partial class RunGrain
{
    // A manifest without the plan is better than none.
    private async Task<string?> CapacityIfKnownAsync()
    {
        try
        {
            return await CapacityAsync();
        }
        catch (Exception e)
        {
            LogNoCapacity(Id, e);
            return null;
        }
    }

    public async Task<string?> CapacityAsync()
    {
        if (_core is not { } core || document.State.Submission is not { } submission)
        {
            return null;
        }

        var directory = ServiceProvider.GetRequiredService<IAliasDirectory>();
        var views = ServiceProvider.GetRequiredService<IEndpointViews>();
        List<(ModelAlias, EndpointView?)> aliases = [];
        foreach (var name in core.Aliases)
        {
            if (directory.Find(name) is { } alias)
            {
                aliases.Add((alias, await views.ViewAsync(name, CancellationToken.None)));
            }
        }

        return core.CapacityPlan(
            Id,
            new ConfiguredFields(submission.Document.AsSpan()),
            ServiceProvider.GetRequiredService<IOptions<DispatchOptions>>().Value,
            ServiceProvider.GetRequiredService<IOptions<AdmissionOptions>>().Value.Estimator,
            aliases,
            time.GetUtcNow());
    }
}
