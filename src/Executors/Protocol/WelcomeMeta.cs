using System.Text.Json;

namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Welcome"/>.</summary>
internal sealed record WelcomeMeta(
    int Protocol, string Pool, int Worker, int Lanes, int MaxPayload, double HeartbeatMs, string? Initializer = null, JsonElement? InitializerArguments = null);
