using Granary.SocketLoops.Inspection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops;

/// <summary>Says once at start which backend is in use; a fall from the one asked for by name is a warning.</summary>
internal sealed partial class LoopBackendAnnouncement(LoopBackendReport report, LoopInstruments instruments, ILogger<LoopBackendAnnouncement> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The instruments are there as long as the server is.
        _ = instruments;
        if (report.IsFall)
        {
            LogFall(report.InUse, report.Requested, report.Reason);
        }
        else
        {
            LogBackend(report.InUse, report.Requested, report.Reason);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
