using Granary.Admission.Agents;
using Granary.Admission.Ledgers;

namespace Granary.Admission.Tests.Estimators.Cases;

/// <summary>Fair turns of waiters, and max-min shares.</summary>
public sealed class ShareCasesTests
{
    public static TheoryData<string> FairQueueIds => EstimatorCases.Ids("fair-queue");

    public static TheoryData<string> MaxMinIds => EstimatorCases.Ids("max-min-share");

    [Theory]
    [MemberData(nameof(FairQueueIds))]
    public void Waiters_are_served_in_the_expected_order(string id)
    {
        var found = EstimatorCases.Find(id);
        var policies = new TenantPolicies();
        var group = 0;
        foreach (var weight in found.GetProperty("params").GetProperty("weights").EnumerateArray())
        {
            policies.Set($"{group++}", new TenantPolicy(weight.GetInt32()));
        }

        var band = new WaiterBand(Band.Bulk, policies);
        var index = 0;
        foreach (var step in found.GetProperty("steps").EnumerateArray())
        {
            if (step.GetProperty("op").GetString() == "enqueue")
            {
                var request = new AdmissionRequest(new ResourceKey("p", "m", Domain.Chat), $"{step.Whole("group")}");
                band.Add(new Waiter(request, new Arrival(step.Whole("waiter"), 0), 0, double.PositiveInfinity, false), 0);
            }
            else
            {
                var waiter = band.Next(1, new TenantParts?[Domains.Count])!;
                band.Serve(waiter, 0);
                EstimatorCases.Check(id, index, step, field => field switch
                {
                    "waiter" => waiter.Arrival.Number,
                    "group" => int.Parse(waiter.Request.Tenant, System.Globalization.CultureInfo.InvariantCulture),
                    "virtualTime" => band.VirtualTime,
                    _ => null,
                });
            }

            index++;
        }
    }

    [Theory]
    [MemberData(nameof(MaxMinIds))]
    public void Shares_are_weighted_max_min(string id)
    {
        var found = EstimatorCases.Find(id);
        var index = 0;
        foreach (var step in found.GetProperty("steps").EnumerateArray())
        {
            var wants = step.GetProperty("wants").EnumerateArray().Select(static w => w.GetDouble()).ToArray();
            var weights = step.GetProperty("weights").EnumerateArray().Select(static w => w.GetDouble()).ToArray();
            var shares = MaxMinShare.Divide(found.GetProperty("params").Number("capacity"), wants, weights);
            EstimatorCases.Check(id, index++, step, field => field == "shares" ? shares : null);
        }
    }
}
