using Granary.Admission;

using Microsoft.Extensions.Hosting;

namespace Granary.Simulation;

/// <summary>The callers of one silo: each takes a job, waits for a permit, calls the provider for a while, and gives the permit back.</summary>
internal sealed class LoadService(string silo, JobBook jobs, SharedProvider provider, IRequestAdmission admission, TimeProvider time) : IHostedService
{
    private const int Callers = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.Reopen(silo);
        admission.Register(SharedProvider.Key, "alias", provider.Cap);
        for (var caller = 0; caller < Callers; caller++)
        {
            _ = CallAsync(caller);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        return Task.CompletedTask;
    }

    private async Task CallAsync(int caller)
    {
        var round = 0;
        while (!_stop.IsCancellationRequested)
        {
            if (!jobs.TryTake(silo, out var job))
            {
                await Task.Delay(Idle, time);
                continue;
            }

            var band = caller % 3 == 0 ? Band.Interactive : Band.Bulk;
            var result = await admission.AcquireAsync(new AdmissionRequest(SharedProvider.Key, $"t{caller % 2}", null, band, Patience), CancellationToken.None);
            if (!result.Granted)
            {
                jobs.GiveBack(job);
                await Task.Delay(Idle, time);
                continue;
            }

            var length = TimeSpan.FromMilliseconds(50 + (((job * 7) + (caller * 13) + round++) % 150));
            var now = time.GetUtcNow();
            if (!provider.Begin(now, now + length))
            {
                admission.Release(result.Lease, ReleaseReport.RateLimited(TimeSpan.FromMilliseconds(500)));
                jobs.GiveBack(job);
                continue;
            }

            await Task.Delay(length, time);
            admission.Release(result.Lease, ReleaseReport.Succeeded(length));
            jobs.Finish(job);
        }
    }
}
