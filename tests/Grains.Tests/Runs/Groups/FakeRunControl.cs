using System.Threading.Channels;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Tests.Runs.Groups;

/// <summary>The run as a row group's session sees it. Thread-safe.</summary>
internal sealed class FakeRunControl : IRunControlGrain
{
    private readonly Channel<RowGroupSeal> _seals = Channel.CreateUnbounded<RowGroupSeal>();
    private readonly Channel<RowGroupReport> _reports = Channel.CreateUnbounded<RowGroupReport>();
    private long _granted;

    public RowGroupOrder Order { get; set; } = RowGroupOrder.Go;

    public RowGroupOrder SealAnswer { get; set; } = RowGroupOrder.Forget;

    /// <summary>Calls that fail before one gets through.</summary>
    public int Failures { get; set; }

    public ValueTask<RowGroupSeal> NextSealAsync() => _seals.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task<RowGroupReport> NextReportAsync(Func<RowGroupReport, bool> which)
    {
        while (true)
        {
            var report = await _reports.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (which(report))
            {
                return report;
            }
        }
    }

    public Task<RowGroupOrder> ReportAsync(RowGroupReport report)
    {
        Fail();
        _reports.Writer.TryWrite(report);
        return Task.FromResult(Order);
    }

    public Task<RowGroupOrder> ReportSealedAsync(RowGroupSeal seal)
    {
        Fail();
        _seals.Writer.TryWrite(seal);
        return Task.FromResult(SealAnswer);
    }

    /// <summary>What is left of the retry budget.</summary>
    public long Retries { get; set; } = 1_000;

    /// <summary>Totals that were asked for, in order.</summary>
    public List<long> Asked { get; } = [];

    public Task<long> TakeRetriesAsync(long group, long total)
    {
        Fail();
        Asked.Add(total);
        var more = Math.Clamp(total - _granted, 0, Retries);
        (_granted, Retries) = (_granted + more, Retries - more);
        return Task.FromResult(_granted);
    }

    public Task<RunView> StartAsync(RunStart start) => throw new NotSupportedException();

    public Task<RunPlanView?> PlanAsync() => throw new NotSupportedException();

    public Task<RunActionResult> ContinueAsync(RunStart start) => throw new NotSupportedException();

    public Task WakeAsync() => throw new NotSupportedException();

    public Task ReportFaultAsync(long group, int epoch, RowGroupFault fault) => throw new NotSupportedException();

    private void Fail()
    {
        if (Failures > 0)
        {
            Failures--;
            throw new TimeoutException("The run did not answer.");
        }
    }
}
