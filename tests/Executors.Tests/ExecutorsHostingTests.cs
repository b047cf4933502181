using System.Diagnostics.Metrics;
using Granary.Abstractions.Executors;
using Granary.Executors.Tests.Handlers;
using Granary.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Granary.Executors.Tests;

public sealed class ExecutorsHostingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Configured_pools_and_the_default_are_there_by_name()
    {
        using var host = Host(("Executors:Pools:pdf:Kind", "inline"), ("Executors:Pools:pdf:MaxWorkers", "3"), ("Executors:Pools:old:Kind", "thread"));
        await host.StartAsync(Token);
        var pools = host.Services.GetRequiredService<IExecutorPools>();
        Assert.Equal(["default", "old", "pdf"], pools.Names);
        Assert.Equal((ExecutorKind.Inline, ExecutorKind.Thread, ExecutorKind.Process), (pools.Get("pdf").Kind, pools.Get("old").Kind, pools.Get("default").Kind));
        Assert.Equal(5, (await pools.Get("pdf").RunAsync<AddArguments, int>(new ExecutorCall("add"), new AddArguments(2, 3), Token)).Value);
        Assert.Equal(5, (await pools.Inline.RunAsync<AddArguments, int>(new ExecutorCall("add"), new AddArguments(2, 3), Token)).Value);
        var unknown = Assert.Throws<KeyNotFoundException>(() => pools.Get("none"));
        Assert.Equal("There is no executor pool 'none'; there are default, old, pdf.", unknown.Message);
        Assert.Null(pools.Find("none"));

        // Nobody used the default pool, so it started no process.
        Assert.Equal((0, ExecutorPoolState.Ready), (pools.Get("default").Snapshot().Workers.Length, pools.Get("default").Snapshot().State));
        await host.StopAsync(Token);
        Assert.All(pools.Snapshot(), static pool => Assert.True(pool.IsStopped));
    }

    [Theory]
    [InlineData("Executors:Pools:pdf:Kind", "fibre", "valid values are inline, process, remote, thread")]
    [InlineData("Executors:Pools:pdf:Runtime", "ruby", "valid values are dotnet, python")]
    [InlineData("Executors:Pools:pdf:MaxWorkers", "257", "MaxWorkers is 257; valid is 1 to 256")]
    [InlineData("Executors:Pools:pdf:LanesPerWorker", "65", "valid is 1 to 64")]
    [InlineData("Executors:Pools:pdf:CpuList", "0-x", "CpuList")]
    [InlineData("Executors:Pools:pdf:Kind", "remote", "needs the label")]
    [InlineData("Executors:Pools:pdf:Runtime", "python", "needs either File or Module")]
    [InlineData("Executors:Pools:pdf:MaxPayload", "1", "valid is 1024 to 268435456")]
    [InlineData("Executors:Pools:Pdf:Kind", "thread", "is not a pool name")]
    [InlineData("Executors:Pools:pdf:RecycleAfter", "5", "RecycleAfter")]
    [InlineData("Executors:Assemblies:0", "/nowhere/plugin.dll", "there is no file '/nowhere/plugin.dll'")]
    [InlineData("Executors:Pool", "5", "Pool")]
    public async Task Wrong_option_or_setting_that_does_not_exist_stops_the_start(string key, string value, string expected)
    {
        using var host = Host((key, value));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(Token));
        Assert.True(error is OptionsValidationException or InvalidOperationException);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_is_one_pool_and_other_options_are_a_conflict()
    {
        using var host = Host();
        var pools = host.Services.GetRequiredService<IExecutorPools>();
        var options = new ExecutorPoolOptions { Kind = "thread", MaxWorkers = 2, PreloadFiles = { "a" } };
        var made = new IExecutorPool[32];
        Parallel.For(0, made.Length, index => made[index] = pools.GetOrCreate("mine", options));
        Assert.Single(made.Distinct());
        Assert.Same(made[0], pools.GetOrCreate("mine", new ExecutorPoolOptions { Kind = "thread", MaxWorkers = 2, PreloadFiles = { "a" } }));
        var conflict = Assert.Throws<InvalidOperationException>(() => pools.GetOrCreate("mine", options with { MaxPending = 3 }));
        Assert.Equal("pool_conflict: the executor pool 'mine' exists with another MaxPending.", conflict.Message);
        Assert.Throws<ArgumentException>(() => pools.GetOrCreate("Not A Name", options));
    }

    [Fact]
    public async Task Handler_registered_twice_stops_the_first_use_naming_both()
    {
        using var host = Host(static services => services.AddExecutorModule<TwinModule>(), ("Executors:Pools:one:Kind", "inline"));
        var error = await Assert.ThrowsAsync<ExecutorModuleException>(() => host.StartAsync(Token));
        Assert.Equal(
            "The handler 'echo' is registered twice, by Granary.Executors.Tests.Handlers.TestModule and by Granary.Executors.Tests.Handlers.TwinModule.", error.Message);
    }

    [Fact]
    public async Task Remote_pool_runs_where_the_label_is_and_says_so_where_nobody_has_it()
    {
        (string, string)[] settings = [("Executors:Pools:far:Kind", "remote"), ("Executors:Pools:far:Label", "executor=heavy")];
        using var alone = Host(settings);
        await alone.StartAsync(Token);
        var nobody = await alone.Services.GetRequiredService<IExecutorPools>().Get("far").RunAsync(new ExecutorCall("echo"), ExecutorPayload.Null, Token);
        Assert.Equal(TaskFailureCodes.NoCapableSilo, nobody.Failure!.Code);
        await alone.StopAsync(Token);

        var carrier = new FakeRemote();
        using var host = Host(services => services.AddSingleton<IRemoteExecutors>(carrier), settings);
        await host.StartAsync(Token);
        var pool = host.Services.GetRequiredService<IExecutorPools>().Get("far");
        Assert.Equal(ExecutorKind.Remote, pool.Kind);
        Assert.Equal(6, (await pool.RunAsync<int, int>(new ExecutorCall("twice") { Affinity = "k" }, 3, Token)).Value);
        Assert.Equal(("far", "executor=heavy", "k"), carrier.Seen);
        Assert.Equal(1, pool.Snapshot().Completed);
        await host.StopAsync(Token);
    }

    [Fact]
    public void Bypass_by_environment_covers_all_or_those_named()
    {
        Assert.True(new ExecutorBypass("1").Covers("any"));
        Assert.True(new ExecutorBypass("pdf, old").Covers("old"));
        Assert.False(new ExecutorBypass("pdf, old").Covers("any"));
        Assert.False(new ExecutorBypass(null).Covers("any"));
    }

    [Fact]
    public async Task Metrics_count_each_end_and_read_what_is_pending()
    {
        using var host = Host(("Executors:Pools:one:Kind", "thread"), ("Executors:Pools:one:MaxWorkers", "1"), ("Executors:Pools:one:MaxPending", "1"), ("Executors:Pools:one:Overflow", "fail"));
        var pool = host.Services.GetRequiredService<IExecutorPools>().Get("one");
        using var held = new HeldTask(_folder.Path);
        var running = pool.RunAsync<HoldArguments, int>(new ExecutorCall("hold"), held.Ignoring, Token).AsTask();

        // The listener comes while a task is under way.
        using var listener = new MeterListener();
        var seen = new List<string>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == ExecutorInstruments.MeterName && instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>())
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add(
            $"{instrument.Name}{{{string.Join(",", tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))}}} {value}"));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Contains("executor_pending_tasks{executor=one} 1", seen);
        Assert.Contains("executor_workers{executor=default,state=ready} 0", seen);
        seen.Clear();
        await pool.RunAsync(new ExecutorCall("echo"), ExecutorPayload.Null, Token);
        held.LetGo();
        await running;
        await pool.RunAsync(new ExecutorCall("fail"), ExecutorPayload.Null, Token);
        Assert.Equal(
            [
                "executor_tasks_total{executor=one,status=rejected} 1",
                "executor_tasks_total{executor=one,status=completed} 1",
                "executor_tasks_total{executor=one,status=failed} 1",
                "executor_failures_total{executor=one,reason=task_failed} 1",
            ],
            seen);
    }

    private IHost Host(params (string Key, string Value)[] settings) => Host(static _ => { }, settings);

    private IHost Host(Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Executors:RunFolder", (string?)_folder.File("r"))]);
        builder.Services.AddGranaryExecutors().AddGranaryExecutors().AddExecutorModule<TestModule>();
        configure(builder.Services);
        return builder.Build();
    }
}
