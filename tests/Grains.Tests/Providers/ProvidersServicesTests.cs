using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Grains.Providers;
using Granary.Grains.Tests.Models;
using Granary.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Tests.Providers;

public sealed class ProvidersServicesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_loads_the_document_watches_it_and_answers_calls()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("providers.yaml");
        await File.WriteAllTextAsync(file, Document("writer"), Token);
        var clock = new ManualClock();
        var admission = new CountingAdmission();
        using var host = Build(file, clock, admission);
        await host.StartAsync(Token);
        var directory = host.Services.GetRequiredService<IAliasDirectory>();
        var calls = host.Services.GetRequiredService<IModelCalls>();

        Assert.NotNull(directory.Find("writer"));
        var result = await calls.CallAsync(ExecutorHarness.Call(), Token);
        Assert.True(result.Succeeded);
        admission.AssertReleased(ReleaseOutcome.Success);

        await File.WriteAllTextAsync(file, Document("renamed"), Token);
        while (directory.Revision == 1)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.NotNull(directory.Find("renamed"));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Wrong_options_stop_the_start()
    {
        using var host = Build(string.Empty, new ManualClock(), new CountingAdmission());
        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));
    }

    private static string Document(string alias) =>
        $"version: 1\nproviders: {{ p: {{ kind: simulator, simulate: {{ latency: 0s }} }} }}\naliases: {{ {alias}: {{ provider: p, model: m }} }}\n";

    private static IHost Build(string file, TimeProvider time, IRequestAdmission admission)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Gateway:ProvidersFile", file)]);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(admission);
        builder.Services.AddGranaryProviders(builder.Configuration);
        return builder.Build();
    }
}
