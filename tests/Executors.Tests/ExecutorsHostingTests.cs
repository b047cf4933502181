using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Granary.Executors.Tests;

public sealed class ExecutorsHostingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Configured_pools_and_the_default_are_there_by_name()
    {
        using var host = Host(("Executors:Pools:pdf:Kind", "inline"), ("Executors:Pools:pdf:MaxWorkers", "3"));
        await host.StartAsync(Token);
        var pools = host.Services.GetRequiredService<IExecutorPools>();
        Assert.Equal(["default", "pdf"], pools.Names);
        Assert.Equal((ExecutorKind.Inline, ExecutorKind.Thread), (pools.Get("pdf").Kind, pools.Get("default").Kind));
        Assert.Equal(5, (await pools.Get("pdf").RunAsync(static _ => 5, null, Token)).Value);
        var unknown = Assert.Throws<KeyNotFoundException>(() => pools.Get("none"));
        Assert.Equal("There is no executor pool 'none'; there are default, pdf.", unknown.Message);
        await host.StopAsync(Token);
        Assert.All(pools.Snapshot(), static pool => Assert.True(pool.IsStopped));
    }

    [Theory]
    [InlineData("Executors:Pools:pdf:Kind", "process", "valid values are inline, thread")]
    [InlineData("Executors:Pools:pdf:RecycleAfterTasks", "5", "RecycleAfterTasks")]
    [InlineData("Executors:Pool", "5", "Pool")]
    public async Task Kind_or_setting_that_does_not_exist_stops_the_start(string key, string value, string expected)
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
        var options = new ExecutorPoolOptions { MaxWorkers = 2 };
        var made = new IExecutorPool[32];
        Parallel.For(0, made.Length, index => made[index] = pools.GetOrCreate("mine", options));
        Assert.Single(made.Distinct());
        var conflict = Assert.Throws<InvalidOperationException>(() => pools.GetOrCreate("mine", options with { MaxPending = 3 }));
        Assert.StartsWith("pool_conflict", conflict.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => pools.GetOrCreate("Not A Name", options));
    }

    [Fact]
    public async Task Metrics_count_each_end_and_read_what_is_pending()
    {
        using var host = Host(("Executors:Pools:one:MaxWorkers", "1"), ("Executors:Pools:one:MaxPending", "1"), ("Executors:Pools:one:Overflow", "fail"));
        var pool = host.Services.GetRequiredService<IExecutorPools>().Get("one");
        var held = new HeldWork();
        var running = pool.RunAsync(held.Run, null, Token).AsTask();

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
        seen.Clear();
        await pool.RunAsync(static _ => 1, null, Token);
        held.LetGo();
        await running;
        await pool.RunAsync<int>(static _ => throw new FormatException(), null, Token);
        Assert.Equal(
            [
                "executor_tasks_total{executor=one,status=rejected} 1",
                "executor_tasks_total{executor=one,status=completed} 1",
                "executor_tasks_total{executor=one,status=failed} 1",
                "executor_failures_total{executor=one,reason=task_failed} 1",
            ],
            seen);
    }

    private static IHost Host(params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddGranaryExecutors().AddGranaryExecutors();
        return builder.Build();
    }
}
