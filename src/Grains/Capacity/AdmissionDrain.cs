using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Capacity;

/// <summary>Gives the shares of this process back when the host stops, so that others need not wait for them to expire.</summary>
internal sealed partial class AdmissionDrain(RequestAdmission admission, TimeProvider time, ILogger<AdmissionDrain> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await admission.CloseAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotClosed(Patience);
        }
    }

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "Not every ledger took its share back within {Patience}; what is left expires by itself.")]
    private partial void LogNotClosed(TimeSpan patience);
}
