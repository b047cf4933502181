using Granary.Abstractions.Capacity;
using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Admission;
using Granary.Embedded.Hosting;
using Granary.Grains.Capacity;
using Granary.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Grains.Tests.Capacity;

public sealed class ProviderCapacityGrainTests : IDisposable
{
    private static readonly ResourceKey Chat = new("p", "org/model", Domain.Chat);
    private static readonly ReleaseReport Good = ReleaseReport.Succeeded(TimeSpan.FromMilliseconds(1));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_fresh_process_admits_after_one_exchange_with_the_grain_and_hands_permits_on()
    {
        using var host = await StartAsync();
        var admission = host.Services.GetRequiredService<IRequestAdmission>();
        admission.Register(Chat, "writer", 4);
        var calls = Enumerable.Range(0, 100).Select(async _ =>
        {
            var result = await admission.AcquireAsync(new AdmissionRequest(Chat, "t"), TestContext.Current.CancellationToken);
            Assert.True(result.Granted, result.Denial?.ToString());
            Assert.InRange(admission.Snapshot(Chat)!.InFlight, 1, 4);
            await Task.Yield();
            Assert.Equal(ReleaseResult.Released, admission.Release(result.Lease, Good));
        });
        await Task.WhenAll(calls);
        var view = await host.Services.GetRequiredService<IEndpointViews>().ViewAsync("writer", TestContext.Current.CancellationToken);
        Assert.Equal(("p", "org/model", "chat", "aimd", 4, 4, "open", false), (
            view!.Provider, view.Model, view.Domain, view.Estimator, view.Limit, view.Cap, view.Gate, view.Stale));
        Assert.Null(await host.Services.GetRequiredService<IEndpointViews>().ViewAsync("unknown", TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_rate_limit_cuts_at_the_ledger_and_the_limit_survives_a_restart()
    {
        using (var host = await StartAsync())
        {
            var admission = host.Services.GetRequiredService<IRequestAdmission>();
            admission.Register(Chat, "writer", 8);
            var result = await admission.AcquireAsync(new AdmissionRequest(Chat, "t"), TestContext.Current.CancellationToken);
            admission.Release(result.Lease, ReleaseReport.RateLimited(TimeSpan.FromMilliseconds(20)));
            while (admission.Snapshot(Chat)!.Generation == 0)
            {
                await Task.Yield();
            }

            result = await admission.AcquireAsync(new AdmissionRequest(Chat, "t"), TestContext.Current.CancellationToken);
            Assert.Equal((6, 1L), (result.Lease.Limit, result.Lease.Generation));
            admission.Release(result.Lease, Good);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        using (var host = await StartAsync())
        {
            var admission = host.Services.GetRequiredService<IRequestAdmission>();
            admission.Register(Chat, "writer", 8);
            var result = await admission.AcquireAsync(new AdmissionRequest(Chat, "t"), TestContext.Current.CancellationToken);
            Assert.Equal((6, 2L), (result.Lease.Limit, result.Lease.Generation));
            Assert.Equal(2, admission.Snapshot(Chat)!.Epoch);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Agents_that_vanished_without_a_word_are_waited_for_but_a_new_life_of_one_is_not()
    {
        using (var host = await StartAsync())
        {
            // An agent that holds a share and is never heard of again, beside the host's own.
            var ledger = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IProviderCapacityGrain>("p/org/model");
            var observer = host.Services.GetRequiredService<IGrainFactory>().CreateObjectReference<ICapacityObserver>(new Deaf());
            var grant = await ledger.ExchangeAsync(Report("silo", 1, wanted: 3), observer);
            Assert.Equal((1L, 3), (grant.Epoch, grant.Domains[0].Share));
            var again = await ledger.ExchangeAsync(Report("silo", 1, wanted: 5), observer);
            Assert.Equal(grant.Domains[0], again.Domains[0]);
            var later = await ledger.ExchangeAsync(Report("silo", 2, wanted: 5), observer);
            Assert.Equal(0, later.Domains[0].Share - 5);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        using (var host = await StartAsync())
        {
            var admission = host.Services.GetRequiredService<IRequestAdmission>();
            admission.Register(Chat, "writer", 8);
            var result = await admission.AcquireAsync(new AdmissionRequest(Chat, "t"), TestContext.Current.CancellationToken);
            Assert.True(result.Granted);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    private static CapacityReport Report(string agent, long sequence, int wanted) => new(
        agent, 1, sequence, 0, 8, false,
        [new CapacityDomainReport(0, 8, 0, 0, 0, 0, [new CapacityTenantDemand(2, "t", 1, 0, wanted)], default, 0, [], null, [], [], default, default, default)]);

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseEmbeddedGrains(o =>
        {
            o.GrainAssemblies.Add(typeof(RequestAdmission).Assembly);
            o.StateFolder = _folder.Path;
        });
        builder.Configuration["Admission:Estimator"] = "aimd";
        builder.Services.AddGranaryCapacity(builder.Configuration);
        builder.Services.AddSingleton<IAliasDirectory>(new OneAlias());
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private sealed class OneAlias : IAliasDirectory
    {
        public long Revision => 1;

        public IReadOnlyList<ModelAlias> All { get; } = [new ModelAlias("writer", "p", "simulator", "org/model", "chat", 4, false)];

        public ModelAlias? Find(string name) => All.FirstOrDefault(a => a.Name == name);
    }

    private sealed class Deaf : ICapacityObserver
    {
        public void Notify(CapacityNotice notice)
        {
            // Nobody listens.
        }
    }
}
