using Granary.Admission;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Capacity;

/// <summary>What a ledger says.</summary>
internal sealed partial class ProviderCapacityGrain
{
    [LoggerMessage(EventId = 1010, Level = LogLevel.Debug, Message = "The ledger of {Endpoint} begins epoch {Epoch}; learning who holds what: {Learning}.")]
    private partial void LogActivated(EndpointKey endpoint, long epoch, bool learning);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Debug, Message = "Limit of {Endpoint} {Domain}: {From} to {To}, {Cause}.")]
    private partial void LogLimit(EndpointKey endpoint, Domain domain, int from, int to, LimitCause cause);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "Another activation owns the ledger of {Endpoint}; epoch {Epoch} stops.")]
    private partial void LogSuperseded(EndpointKey endpoint, long epoch, Exception conflict);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Error, Message = "The ledger of {Endpoint} could not be written; it renews shares only as far as written promises reach.")]
    private partial void LogNotWritten(EndpointKey endpoint, Exception failure);

    [LoggerMessage(EventId = 1014, Level = LogLevel.Warning, Message = "The ledger of {Endpoint} could not hand its bookings over; its successor learns them.")]
    private partial void LogNotHandedOver(EndpointKey endpoint, Exception failure);

    [LoggerMessage(EventId = 1016, Level = LogLevel.Information, Message = "Gate of {Endpoint} {Domain}: {From} to {To}, {Cause}; next probe in {Seconds:0.#} s.")]
    private partial void LogGate(EndpointKey endpoint, Domain domain, GateState from, GateState to, GateCause cause, double seconds);

    [LoggerMessage(EventId = 1015, Level = LogLevel.Debug, Message = "Agent {AgentId} of {Endpoint} could not be told.")]
    private partial void LogNotTold(EndpointKey endpoint, string agentId, Exception failure);
}
