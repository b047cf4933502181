using Granary.Admission;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Capacity;

/// <summary>What an endpoint's agent says.</summary>
internal sealed partial class EndpointAdmission
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "The ledger of {Endpoint} did not answer report {Sequence}; it is asked again.")]
    private partial void LogExchangeFailed(EndpointKey endpoint, long sequence, Exception failure);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "A release at {Endpoint} gave nothing back: {Result}, lease {Number}.")]
    private partial void LogRelease(EndpointKey endpoint, ReleaseResult result, long number);

    [LoggerMessage(
        EventId = 1004,
        Level = LogLevel.Error,
        Message = "A later life of agent {AgentId} is known at the ledger of {Endpoint}: do two processes run with the same Admission:AgentId, or was this clock set back?")]
    private partial void LogSuperseded(string agentId, EndpointKey endpoint);
}
